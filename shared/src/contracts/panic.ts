import * as z from 'zod/mini'
import { EVERYONE, GAME, MONEY, OPERATORS, command, state } from './contract.js'
import { coreTimeMs, requestId, why } from './common.js'

// What stops the house at once, and what takes that back: frozen money, a frozen game, a blackout, a message to all screens.

/** What can be frozen. */
export const FREEZE_SCOPES = ['money', 'game'] as const
export type FreezeScope = (typeof FREEZE_SCOPES)[number]

/** Each press of panic has a number of its own; what takes it back names it. */
const panicNumber = z.int('panic is a whole number').check(z.gte(1, 'panic is 1 or more'))

export const severity = z.enum(['info', 'attention', 'alarm'], 'severity is "info", "attention" or "alarm"')
export type Severity = z.infer<typeof severity>

const shownMessage = {
  panic: panicNumber,
  text: z.string(),
  severity,
  since: coreTimeMs,
  /** When it goes by itself, on the core's clock; null: when somebody clears it. */
  until: z.nullable(coreTimeMs),
}
/** `panic`: null where a paused session freezes it, which goes on by `eg/core/op/session/resume`. */
const held = { panic: z.nullable(panicNumber), since: coreTimeMs }
/** Who did it and why, for operators. */
const told = { by: z.string(), reason: z.nullable(z.string()) }

const sampleMessage = {
  panic: 3,
  text: 'The show goes on in five minutes',
  severity: 'attention' as const,
  since: 1700000000000,
  until: null,
}

export const panicState = state({
  name: 'panicState',
  topic: 'eg/state/panic',
  schema: z.object({
    money: z.nullable(z.object(held)),
    game: z.nullable(z.object(held)),
    blackout: z.nullable(z.object(held)),
    message: z.nullable(z.object(shownMessage)),
  }),
  publishers: ['core'],
  subscribers: EVERYONE,
  summary:
    'What is frozen, whether it is dark, and the message to all screens; each null while it is not. A device that shows lights or a screen puts them out during a blackout and shows the message all the same.',
  sample: { money: { panic: 1, since: 1700000000000 }, game: null, blackout: null, message: sampleMessage },
})
export type PanicState = z.infer<typeof panicState.schema>

export const opPanic = state({
  name: 'opPanic',
  topic: 'eg/op/panic',
  schema: z.object({
    money: z.nullable(z.object({ ...held, ...told })),
    game: z.nullable(z.object({ ...held, ...told })),
    blackout: z.nullable(z.object({ ...held, ...told })),
    message: z.nullable(z.object({ ...shownMessage, by: z.string(), seconds: z.nullable(z.int()) })),
  }),
  publishers: ['core'],
  subscribers: OPERATORS,
  summary: 'The same with who and why.',
  sample: {
    money: { panic: 1, since: 1700000000000, by: 'Léa', reason: 'a card pays twice' },
    game: null,
    blackout: null,
    message: { ...sampleMessage, by: 'Léa', seconds: null },
  },
})
export type OpPanic = z.infer<typeof opPanic.schema>

const op = { subscribers: [], answerTo: 'page' } as const
const press = z.object({ req_id: requestId, reason: z.optional(why) })
const release = z.object({
  req_id: requestId,
  panic: panicNumber,
  /** True: whoever asks saw it hold; if somebody else has taken it back by now the command is `stale`. Without it that is `ok`. */
  expect_held: z.optional(z.literal(true, 'expect_held is true')),
  reason: z.optional(why),
})
const released =
  '`panic` is the number of the one that is taken back, as its state says; if another one holds by now the command is `stale`.'

export const opMoneyFreeze = command({
  ...op,
  name: 'opMoneyFreeze',
  topic: 'eg/core/op/panic/money/freeze',
  schema: press,
  publishers: MONEY,
  summary:
    'Freeze money: whatever would move some is `refused`, `frozen`, until it is unfrozen. Balances can be read. Twice is once.',
  sample: { req_id: 'op-1', reason: 'a card pays twice' },
  answer: 'money_freeze',
})

export const opMoneyUnfreeze = command({
  ...op,
  name: 'opMoneyUnfreeze',
  topic: 'eg/core/op/panic/money/unfreeze',
  schema: release,
  publishers: GAME,
  summary: `Let money move again. ${released}`,
  sample: { req_id: 'op-2', panic: 1 },
  answer: 'money_unfreeze',
})

export const opGameFreeze = command({
  ...op,
  name: 'opGameFreeze',
  topic: 'eg/core/op/panic/game/freeze',
  schema: press,
  publishers: GAME,
  summary:
    'Freeze the game: votes are `refused`, `frozen`, the timer stands still, and nothing is opened or shown. A run may be closed or voided. Twice is once.',
  sample: { req_id: 'op-3', reason: 'somebody fell' },
  answer: 'game_freeze',
})

export const opGameUnfreeze = command({
  ...op,
  name: 'opGameUnfreeze',
  topic: 'eg/core/op/panic/game/unfreeze',
  schema: release,
  publishers: GAME,
  summary: `Let the game go on; the timer has what was left of it. ${released}`,
  sample: { req_id: 'op-4', panic: 2 },
  answer: 'game_unfreeze',
})

export const opBlackout = command({
  ...op,
  name: 'opBlackout',
  topic: 'eg/core/op/panic/blackout/begin',
  schema: press,
  publishers: GAME,
  summary: 'All screens dark and all lights out. Nothing is frozen by it. Twice is once.',
  sample: { req_id: 'op-5' },
  answer: 'blackout',
})

export const opBlackoutEnd = command({
  ...op,
  name: 'opBlackoutEnd',
  topic: 'eg/core/op/panic/blackout/end',
  schema: release,
  publishers: GAME,
  summary: `Screens and lights are back as they would be by now. ${released}`,
  sample: { req_id: 'op-6', panic: 3 },
  answer: 'blackout_end',
})

const SECONDS = 'seconds is a whole number from 1 to 86400'

export const opMessageShow = command({
  ...op,
  name: 'opMessageShow',
  topic: 'eg/core/op/panic/message/show',
  schema: z.object({
    req_id: requestId,
    text: z
      .string('text is a text')
      .check(
        z.trim(),
        z.minLength(1, 'text is not empty'),
        z.maxLength(200, 'text has at most 200 characters'),
        z.regex(/^\P{Cc}*$/u, 'text is one line, without control characters'),
      ),
    severity: z.optional(severity),
    /** The message on the screen of whoever asks (null: none); if another one is shown by now the command is `stale`. */
    expect_panic: z.nullish(panicNumber),
    /** Absent: until somebody clears it. */
    seconds: z.optional(z.int(SECONDS).check(z.gte(1, SECONDS), z.lte(86_400, SECONDS))),
  }),
  publishers: GAME,
  summary: 'Show a message on all screens, in place of the one that is there. Shown during a blackout too.',
  sample: { req_id: 'op-7', text: 'The show goes on in five minutes', severity: 'attention' as const, seconds: 300 },
  answer: 'message_show',
})

export const opMessageClear = command({
  ...op,
  name: 'opMessageClear',
  topic: 'eg/core/op/panic/message/clear',
  schema: release,
  publishers: GAME,
  summary: `Take the message from all screens. ${released}`,
  sample: { req_id: 'op-8', panic: 4 },
  answer: 'message_clear',
})
