import * as z from 'zod/mini'
import { EVERYONE, GAME, OPERATORS, command, state } from './contract.js'
import { coreTimeMs, deviceId, deviceTimestamp, requestId, why } from './common.js'
import { modeName } from './mode.js'

export const optionText = z
  .string('an option is a text')
  .check(z.trim(), z.minLength(1, 'an option is not empty'), z.maxLength(120, 'an option has at most 120 characters'))
export const stepNumber = z
  .int('step is a whole number')
  .check(z.gte(0, 'step is 0 or more'), z.lte(1_000_000, 'step is at most 1000000'))
/** A step number the core works out: the one after the last that can be asked is beyond what can be asked. */
const nextStepNumber = z.int().check(z.gte(0))
export const runNumber = z.int('run is a whole number').check(z.gte(1, 'run is 1 or more'))
export const tieRule = z.enum(['revote', 'operator', 'first'], 'tie is "revote", "operator" or "first"')
export const revealRule = z.enum(['auto', 'operator'], 'reveal is "auto" or "operator"')
export const runStatus = z.enum(['open', 'closed', 'revealed', 'voided'])
const tally = z.record(z.string(), z.int())

/** Whether a run expects a number of votes, or one of every slot that is there. */
export const expectRule = z.enum(['number', 'slots'])
export type ExpectRule = z.infer<typeof expectRule>
/** A known slot that has not voted and is not waited for: it has been away for 20 s, or the operator said so. */
export const excuse = z.object({ device_id: deviceId, by: z.enum(['absent', 'operator']) })
export type Excuse = z.infer<typeof excuse>

export type TieRule = z.infer<typeof tieRule>
export type RevealRule = z.infer<typeof revealRule>
export type RunStatus = z.infer<typeof runStatus>

/** What a step asks: 2–6 different options, and how it is closed, decided and shown. */
export const stepFields = {
  step: stepNumber,
  question: z
    .string('question is a text')
    .check(z.trim(), z.minLength(1, 'question is not empty'), z.maxLength(500, 'question has at most 500 characters')),
  options: z.array(optionText, 'options is a list of texts').check(
    z.minLength(2, 'a step has at least 2 options'),
    z.maxLength(6, 'a step has at most 6 options, one a button'),
    z.refine((o) => new Set(o).size === o.length, 'options must differ from each other'),
  ),
  /** Closes by itself after this many seconds; absent or null: no timer. */
  duration_s: z.nullish(
    z
      .int('duration_s is a whole number')
      .check(z.gte(1, 'duration_s is at least 1'), z.lte(86_400, 'duration_s is at most 86400, a day')),
  ),
  /**
   * Closes by itself when this many slots have voted; `slots`: when every slot that is there has. Absent:
   * NIGHT_EXPECTED_VOTES.
   */
  expected: z.optional(
    z.union(
      [z.int().check(z.gte(1, 'expected is at least 1'), z.lte(1000, 'expected is at most 1000')), z.literal('slots')],
      { error: 'expected is a whole number from 1 to 1000, or "slots"' },
    ),
  ),
  /** True: a vote cannot be changed. */
  final: z.optional(z.boolean('final is true or false')),
  tie: z.optional(tieRule),
  reveal: z.optional(revealRule),
}

export const nightStep = state({
  name: 'nightStep',
  topic: 'eg/night/step',
  schema: z.object({
    step: stepNumber,
    question: z.string(),
    options: z.array(z.string()),
    run: runNumber,
    closes_at: z.nullable(coreTimeMs),
    /** While the game is frozen: what is left of the timer (ms), which stands still; `closes_at` is null then. */
    remaining_ms: z.nullish(z.int()),
    final: z.boolean(),
  }),
  publishers: ['core'],
  subscribers: EVERYONE,
  summary:
    'The open question. Cleared (empty retained payload) when the run ends. `closes_at` is on the core’s clock, null without a timer.',
  sample: {
    step: 1,
    question: 'Who opened the safe?',
    options: ['A', 'B', 'C'],
    run: 1,
    closes_at: null,
    final: false,
  },
})

export const nightVote = command({
  name: 'nightVote',
  topic: 'eg/night/vote',
  schema: z.object({
    device_id: deviceId,
    step: stepNumber,
    choice: optionText,
    ts: z.optional(deviceTimestamp),
    run: z.optional(runNumber),
    req_id: z.optional(requestId),
  }),
  publishers: ['slot', 'slot-ui'],
  subscribers: [],
  summary: 'One slot votes. One vote per slot and run; sent again it is the same vote.',
  sample: { device_id: 'slot-01', step: 1, choice: 'B', ts: 1700000000 },
  answer: 'night_vote',
})

export const nightResult = state({
  name: 'nightResult',
  topic: 'eg/night/result',
  schema: z.object({
    step: stepNumber,
    status: z.literal('success'),
    next_step: nextStepNumber,
    run: runNumber,
    tally,
    winner: z.nullable(z.string()),
  }),
  publishers: ['core'],
  subscribers: EVERYONE,
  summary:
    'The outcome of a run, published once, when it is revealed. `winner` is null when nobody voted, and where the show’s script has a tie or too few votes decide nothing. `next_step` is where it leads; the number after the last step of a script is its end.',
  sample: { step: 1, status: 'success' as const, next_step: 2, run: 1, tally: { A: 2, B: 6, C: 1 }, winner: 'B' },
})

export const nightRound = state({
  name: 'nightRound',
  topic: 'eg/state/night',
  schema: z.object({
    run: z.nullable(runNumber),
    step: z.nullable(stepNumber),
    status: z.nullable(runStatus),
    voted: z.int(),
    expected: z.int(),
  }),
  publishers: ['core'],
  subscribers: EVERYONE,
  summary:
    'Where the current run stands, without saying who chose what: lets a screen tell closed, revealed and voided apart.',
  sample: { run: 1, step: 1, status: 'open' as const, voted: 6, expected: 9 },
})

/** The run as the operator sees it. The tally is null until the run is revealed. */
export const operatorRun = z.object({
  run: runNumber,
  step: stepNumber,
  question: z.string(),
  options: z.array(z.string()),
  status: runStatus,
  /** How many votes close it. Where it expects `slots`: those that have voted and those that are waited for, now. */
  expected: z.int(),
  /** Absent from cores of an earlier release: `number`. */
  expects: z.optional(expectRule),
  /** While it is open: who has not voted and is not waited for. */
  excused: z.optional(z.array(excuse)),
  final: z.boolean(),
  tie: tieRule,
  reveal: revealRule,
  duration_s: z.nullable(z.int()),
  opened_at: coreTimeMs,
  closes_at: z.nullable(coreTimeMs),
  /** While the game is frozen: what is left of the timer (ms); `closes_at` is null then. */
  remaining_ms: z.nullish(z.int()),
  /** Counts what was done to its timer: what `expect_timer` names. Absent from cores of an earlier release. */
  timer: z.optional(z.int()),
  closed_at: z.nullable(coreTimeMs),
  closed_by: z.nullable(z.enum(['expected', 'timer', 'operator'])),
  voters: z.array(z.object({ device_id: deviceId, at: coreTimeMs })),
  /** The options that share the lead while the operator has to decide a tie, else null. */
  tied: z.nullable(z.array(z.string())),
  tally: z.nullable(tally),
  winner: z.nullable(z.string()),
  next_step: z.nullable(nextStepNumber),
  void_reason: z.nullable(z.string()),
})
export type OperatorRun = z.infer<typeof operatorRun>

export const opNight = state({
  name: 'opNight',
  topic: 'eg/op/night',
  schema: z.object({
    mode: modeName,
    /** The open or last run; null before the first of the night's runs. */
    run: z.nullable(operatorRun),
    /** The votes that are usual for a new step: NIGHT_EXPECTED_VOTES, or where that is `slots` how many are known. */
    expected_default: z.int(),
    /** Whether a new step usually expects a number or every slot that is there. Absent from cores of an earlier release: `number`. */
    expects_default: z.optional(expectRule),
    /** The one thing to do next. */
    suggested: z.enum(['begin_night', 'open', 'wait', 'close', 'decide', 'reveal', 'next']),
    /** The step number to suggest for a new question. */
    next_step: nextStepNumber,
  }),
  publishers: ['core'],
  subscribers: OPERATORS,
  summary: 'The night as the operator sees it: who has voted, not what, until the run is revealed.',
  sample: { mode: 'night' as const, run: null, expected_default: 9, suggested: 'open' as const, next_step: 1 },
})

const op = { publishers: GAME, subscribers: [], answerTo: 'page' } as const

/** The status of the run on the screen of whoever asks; if it is another one by now the command is `stale`. */
const expect_status = z.optional(runStatus)

export const opNightOpen = command({
  ...op,
  name: 'opNightOpen',
  topic: 'eg/core/op/night/open',
  schema: z.object({ req_id: requestId, ...stepFields, expect_run: z.nullish(runNumber) }),
  summary:
    'Open a question. The same step again unchanged while open is the same run; anything else voids the open run and makes a new one. `expect_run` is the run the operator saw on the screen (null: none); if it is not the current one any more the command is `stale`.',
  sample: {
    req_id: 'op-2',
    step: 1,
    question: 'Who opened the safe?',
    options: ['A', 'B', 'C'],
    duration_s: 60,
    reveal: 'operator' as const,
  },
  answer: 'night_open',
})

export const opNightClose = command({
  ...op,
  name: 'opNightClose',
  topic: 'eg/core/op/night/close',
  schema: z.object({ req_id: requestId, run: runNumber, expect_status, reason: z.optional(why) }),
  summary:
    'Close the open run with the votes that are in. With `expect_status` a run that somebody else closed is `stale`; without it that is `ok`.',
  sample: { req_id: 'op-3', run: 1 },
  answer: 'night_close',
})

export const opNightReveal = command({
  ...op,
  name: 'opNightReveal',
  topic: 'eg/core/op/night/reveal',
  schema: z.object({
    req_id: requestId,
    run: runNumber,
    expect_status,
    winner: z.optional(optionText),
    reason: z.optional(why),
  }),
  summary: 'Show the result of a closed run. `winner` decides a tie whose rule is `operator`.',
  sample: { req_id: 'op-4', run: 1 },
  answer: 'night_reveal',
})

export const opNightVoid = command({
  ...op,
  name: 'opNightVoid',
  topic: 'eg/core/op/night/void',
  schema: z.object({
    req_id: requestId,
    run: runNumber,
    expect_status,
    reason: z.optional(z.string().check(z.maxLength(200))),
  }),
  summary: 'Take a run that is open or not yet revealed out of the evening. It is kept, and no result is published.',
  sample: { req_id: 'op-5', run: 1, reason: 'wrong question' },
  answer: 'night_void',
})

export const opNightRedo = command({
  ...op,
  name: 'opNightRedo',
  topic: 'eg/core/op/night/redo',
  schema: z.object({ req_id: requestId, run: runNumber, expect_status, reason: z.optional(why) }),
  summary: 'Ask the same question again as a new run; the given run is voided if it was not revealed yet.',
  sample: { req_id: 'op-6', run: 1 },
  answer: 'night_redo',
})

export const opNightExtend = command({
  ...op,
  name: 'opNightExtend',
  topic: 'eg/core/op/night/extend',
  schema: z.object({
    req_id: requestId,
    run: runNumber,
    seconds: z
      .int('seconds is a whole number')
      .check(z.gte(1, 'seconds is at least 1'), z.lte(3600, 'seconds is at most 3600')),
    /** The `timer` of the run on the screen of whoever asks; if it was changed since the command is `stale`, so that two who press at once give the time once. */
    expect_timer: z.optional(z.int('expect_timer is a whole number')),
    reason: z.optional(why),
  }),
  summary: 'Give an open run with a timer more time.',
  sample: { req_id: 'op-7', run: 1, seconds: 15 },
  answer: 'night_extend',
})

export const opNightExcuse = command({
  ...op,
  name: 'opNightExcuse',
  topic: 'eg/core/op/night/excuse',
  schema: z.object({
    req_id: requestId,
    run: runNumber,
    slot_id: deviceId,
    excused: z.boolean('excused is true or false'),
    reason: z.optional(why),
  }),
  summary:
    'Stop waiting for a slot in the open run, or wait for it again. It may vote all the same. Never closes the run by itself.',
  sample: { req_id: 'op-8', run: 1, slot_id: 'slot-04', excused: true },
  answer: 'night_excuse',
})
