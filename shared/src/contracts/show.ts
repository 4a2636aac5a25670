import * as z from 'zod/mini'
import { MOMENTS } from '../show-words.js'
import { EVERYONE, GAME, OPERATORS, command, state } from './contract.js'
import { coreTimeMs, requestId, why } from './common.js'
import { expectRule, revealRule, runNumber, stepNumber, tieRule } from './night.js'

/**
 * What became of a step: `winner` an option won (also by the operator's choice in a tie), `tie` the leaders were level and the
 * step leads somewhere of its own then, `timeout` its timer closed it, `no_quorum` too few voted, `nobody` nobody did.
 */
export const showOutcome = z.enum(['winner', 'tie', 'timeout', 'no_quorum', 'nobody'])
export type ShowOutcome = z.infer<typeof showOutcome>

/** The id of a step, or `end`. */
const target = z.string()
const visitNumber = z.int('a visit is a whole number').check(z.gte(1, 'a visit is 1 or more'))
const stepName = z.string('step is the id of a step').check(z.minLength(1), z.maxLength(40))
const expectVisit = z.nullish(visitNumber)
const scriptHash = z.string('expect_script is the hash of a script').check(z.maxLength(64))
const op = { publishers: GAME, subscribers: [], answerTo: 'page' } as const

export const opShowLoad = command({
  ...op,
  name: 'opShowLoad',
  topic: 'eg/core/op/show/load',
  schema: z.object({
    req_id: requestId,
    /** YAML or JSON, as docs/show.md says. */
    text: z.string('text is the script as a text').check(z.maxLength(64_000, 'text has at most 64000 characters')),
    /** Where it comes from, for people: the name of its file. */
    name: z.optional(z.string('name is a text').check(z.minLength(1), z.maxLength(120))),
    /** The hash of the script on the screen of whoever asks (null: none); if another one was loaded since the command is `stale`. */
    expect_script: z.nullish(scriptHash),
    /** True: only say what is wrong with it. */
    check: z.optional(z.boolean('check is true or false')),
  }),
  summary:
    'Check a script of the night and, unless `check`, make it the one that a show starts with. What is wrong comes back as `problems`, each `{line, column, field, fault, params, detail}`, all at once; then nothing is loaded. Not while a show runs.',
  sample: {
    req_id: 'op-9',
    text: 'title: One question\nlanguage: en\nsteps:\n  - id: safe\n    question: Who?\n    options: [A, B]\n',
  },
  answer: 'show_load',
})

export const opShowStart = command({
  ...op,
  name: 'opShowStart',
  topic: 'eg/core/op/show/start',
  schema: z.object({
    req_id: requestId,
    /** The hash of the script on the screen; another one that is loaded by now makes the command `stale`. */
    expect_script: z.optional(scriptHash),
    /** The last show on the screen (null: none); if another one was started since the command is `stale`. */
    expect_show: z.nullish(z.int('expect_show is the number of a show')),
  }),
  summary: 'Start the show: open the first step of the loaded script. Needs night mode.',
  sample: { req_id: 'op-10' },
  answer: 'show_start',
})

export const opShowNext = command({
  ...op,
  name: 'opShowNext',
  topic: 'eg/core/op/show/next',
  schema: z.object({ req_id: requestId, expect_visit: expectVisit }),
  summary:
    'Follow the branch of the outcome that stands: open the step it leads to, or end the show. `expect_visit` is the visit on the screen; if the show is elsewhere or has ended the command is `stale`, so two operators who press at once advance once.',
  sample: { req_id: 'op-11', expect_visit: 3 },
  answer: 'show_next',
})

export const opShowJump = command({
  ...op,
  name: 'opShowJump',
  topic: 'eg/core/op/show/jump',
  schema: z.object({ req_id: requestId, step: stepName, reason: why, expect_visit: expectVisit }),
  summary: 'Go to any step, whatever the branches say. A run that is open or not revealed is voided, and kept.',
  sample: { req_id: 'op-12', step: 'the-safe', reason: 'the group is late', expect_visit: 3 },
  answer: 'show_jump',
})

export const opShowEnd = command({
  ...op,
  name: 'opShowEnd',
  topic: 'eg/core/op/show/end',
  schema: z.object({ req_id: requestId, reason: why, expect_visit: expectVisit }),
  summary: 'End the show before its script does. Refused while a run is open or not revealed: reveal or void it first.',
  sample: { req_id: 'op-13', reason: 'fire alarm', expect_visit: 3 },
  answer: 'show_end',
})

export const opScript = state({
  name: 'opScript',
  topic: 'eg/op/script',
  schema: z.object({
    /** Counts the scripts that were loaded; null: none is. */
    script: z.nullable(z.int()),
    name: z.nullable(z.string()),
    /** SHA-256 of its text, hex. */
    hash: z.nullable(z.string()),
    title: z.nullable(z.string()),
    language: z.nullable(z.string()),
    version: z.nullable(z.string()),
    loaded_at: z.nullable(coreTimeMs),
    loaded_by: z.nullable(z.string()),
    start: z.nullable(target),
    steps: z.array(
      z.object({
        id: z.string(),
        step: stepNumber,
        question: z.string(),
        /** Each with where it leads. */
        options: z.array(z.object({ text: z.string(), to: target })),
        /** Where it leads without a vote. */
        to: target,
        tie: tieRule,
        /** Where a tie leads instead of being decided by `tie`. */
        tie_to: z.nullable(target),
        revotes: z.int(),
        timeout: z.nullable(target),
        quorum: z.nullable(z.int()),
        no_quorum: z.nullable(target),
        timer_s: z.nullable(z.int()),
        expected: z.nullable(z.int()),
        /** Null: as many as is usual (`eg/op/night`). */
        expects: z.nullable(expectRule),
        final: z.boolean(),
        reveal: revealRule,
        cues: z.array(z.enum(MOMENTS)),
      }),
    ),
  }),
  publishers: ['core'],
  subscribers: OPERATORS,
  summary:
    'The script that is loaded, with where each outcome of each step leads. Changes only when another one is loaded; the text itself: GET /api/show/script.',
  sample: {
    script: 1,
    name: 'night.yaml',
    hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    title: 'The missing diamond',
    language: 'en',
    version: null,
    loaded_at: 1700000000000,
    loaded_by: 'Nadia',
    start: 'the-safe',
    steps: [
      {
        id: 'the-safe',
        step: 1,
        question: 'Who opened the safe?',
        options: [
          { text: 'The butler', to: 'end' },
          { text: 'The widow', to: 'end' },
        ],
        to: 'end',
        tie: 'first' as const,
        tie_to: null,
        revotes: 3,
        timeout: null,
        quorum: null,
        no_quorum: null,
        timer_s: 60,
        expected: null,
        expects: null,
        final: false,
        reveal: 'auto' as const,
        cues: [],
      },
    ],
  },
})
export type OpScript = z.infer<typeof opScript.schema>

/**
 * The one thing to do next. `begin_night`, `start` the show, `open` a question by hand (no script), `wait` for votes,
 * `close` with the votes that are in (nobody is left to wait for), `decide` a tie, `reveal`, `next` step (`leads_to`),
 * `redo` the step whose run was voided, `end_night`; `unfreeze` the game or `resume` the session, before which nothing else can be done.
 */
const suggestion = z.object({
  action: z.enum([
    'begin_night',
    'start',
    'open',
    'wait',
    'close',
    'decide',
    'reveal',
    'next',
    'redo',
    'end_night',
    'unfreeze',
    'resume',
  ]),
  /** The run it is about. */
  run: z.nullable(runNumber),
  /** `next`: where it leads. `start`: the first step. */
  leads_to: z.nullable(target),
  /** `close`: with so many votes of so many. */
  voted: z.nullable(z.int()),
  expected: z.nullable(z.int()),
})
export type Suggestion = z.infer<typeof suggestion>

const stall = z.object({
  /** When it was noticed. */
  at: coreTimeMs,
  /** For how long nothing had moved then. */
  after_s: z.int(),
})
export type Stall = z.infer<typeof stall>

const visit = z.object({
  visit: visitNumber,
  step_id: z.string(),
  step: stepNumber,
  /** The last run of this visit: a redo or revote is the same visit. */
  run: z.nullable(runNumber),
  outcome: z.nullable(showOutcome),
  winner: z.nullable(z.string()),
  via: z.enum(['start', 'next', 'jump']),
  reason: z.nullable(z.string()),
  by: z.string(),
  entered_at: coreTimeMs,
  left_at: z.nullable(coreTimeMs),
})

export const opShow = state({
  name: 'opShow',
  topic: 'eg/op/show',
  schema: z.object({
    /** Counts the shows; null: none was started. */
    show: z.nullable(z.int()),
    status: z.nullable(z.enum(['running', 'ended'])),
    /** The script it plays. */
    script: z.nullable(z.int()),
    title: z.nullable(z.string()),
    started_at: z.nullable(coreTimeMs),
    ended_at: z.nullable(coreTimeMs),
    end_reason: z.nullable(z.string()),
    /** Where it is; null before it starts and once it has ended. */
    position: z.nullable(visit),
    /** Where Next leads by the outcome that stands; null while there is none. */
    leads_to: z.nullable(target),
    /** The steps so far, in order, this one too: the last fifty. */
    path: z.array(visit),
    suggested: suggestion,
    /** Nothing has moved for EG_STALL_S; null: all is well. */
    stalled: z.nullable(stall),
  }),
  publishers: ['core'],
  subscribers: OPERATORS,
  summary: 'Where the show is, how it came there, and the one thing to do next — also without a script.',
  sample: {
    show: 1,
    status: 'running' as const,
    script: 1,
    title: 'The missing diamond',
    started_at: 1700000000000,
    ended_at: null,
    end_reason: null,
    position: {
      visit: 1,
      step_id: 'the-safe',
      step: 1,
      run: 1,
      outcome: 'winner' as const,
      winner: 'The widow',
      via: 'start' as const,
      reason: null,
      by: 'Nadia',
      entered_at: 1700000000000,
      left_at: null,
    },
    leads_to: 'end',
    path: [],
    suggested: { action: 'next' as const, run: 1, leads_to: 'end', voted: null, expected: null },
    stalled: null,
  },
})
export type OpShow = z.infer<typeof opShow.schema>

const cueFields = {
  /** One text a language. */
  text: z.record(z.string(), z.string()),
  /** A pattern of `LIGHT_PATTERNS`; a slot that does not know the name does nothing. */
  lights: z.nullable(z.string()),
  sound: z.nullable(z.string()),
}
const cue = z.object(cueFields)

export const showState = state({
  name: 'showState',
  topic: 'eg/state/show',
  schema: z.object({
    title: z.string(),
    language: z.string(),
    visit: visitNumber,
    step_id: z.string(),
    step: stepNumber,
    run: z.nullable(runNumber),
    moment: z.enum(['open', 'closed', 'revealed']),
    /** What screens say, lights do and loudspeakers play at this moment; null: nothing of their own. */
    cue: z.nullable(cue),
    /** While it is open with a timer: another cue that takes over at `at`. */
    closing: z.nullable(z.extend(cue, { at: coreTimeMs })),
  }),
  publishers: ['core'],
  subscribers: EVERYONE,
  summary:
    'The cues of the show at this moment, for screens, lights and props. No payload (cleared) by day, without a show, and while its step waits to be asked again. What comes after the reveal is not told before it.',
  sample: {
    title: 'The missing diamond',
    language: 'en',
    visit: 1,
    step_id: 'the-safe',
    step: 1,
    run: 1,
    moment: 'open' as const,
    cue: { text: { en: 'Choose.' }, lights: null, sound: 'gong' },
    closing: { at: 1700000050000, text: { en: 'Ten seconds!' }, lights: 'blink', sound: null },
  },
})
export type ShowState = z.infer<typeof showState.schema>
