import * as z from 'zod/mini'
import { EVERYONE, GAME, OPERATORS, TECHNICAL, command, state } from './contract.js'
import { coreTimeMs, deviceId, name, requestId, why } from './common.js'
import { cardReset } from './session-cards.js'
import { sessionNumber } from './session-number.js'

const notes = z.string('notes are a text').check(z.trim(), z.maxLength(1000, 'notes have at most 1000 characters'))
const groupSize = z
  .int('group_size is a whole number of people')
  .check(z.gte(1, 'group_size is at least 1'), z.lte(10_000, 'group_size is at most 10000'))

/** `none`: nobody's evening is on; what happens then is allowed and belongs to no session. */
export const sessionStatus = z.enum(['none', 'open', 'paused'])

export const sessionState = state({
  name: 'sessionState',
  topic: 'eg/state/session',
  schema: z.object({ session: z.nullable(sessionNumber), status: sessionStatus, since: z.nullable(coreTimeMs) }),
  publishers: ['core'],
  subscribers: EVERYONE,
  summary: 'Whether a group’s evening is on, for whoever must not begin work meanwhile and for screens. No names.',
  sample: { session: 3, status: 'open' as const, since: 1700000000000 },
})

/**
 * Between two groups a device is `needs_reset` (nothing was sent yet, or it did not come off: `reason`), `sent`, `waiting` (it has
 * the command and is at it), `manual` (it cannot do it by command: somebody must, and say so) or `ready`.
 */
export const resetStatus = z.enum(['needs_reset', 'sent', 'waiting', 'manual', 'ready'])
export type ResetStatus = z.infer<typeof resetStatus>

/** One device between two groups. */
export const deviceReset = z.object({
  device_id: deviceId,
  kind: z.string(),
  status: resetStatus,
  /** Why it is not ready: a stable word of the device or of the core; null for none. */
  reason: z.nullable(z.string()),
  detail: z.nullable(z.string()),
  /** Who said by hand that it is ready; null where the device itself did. */
  by: z.nullable(z.string()),
  changed_at: coreTimeMs,
})
export type DeviceReset = z.infer<typeof deviceReset>

/** How much there was of what; of an open session so far, at most 15 s old. */
const counts = z.object({ runs: z.int(), votes: z.int(), rounds: z.int(), bets: z.int(), transfers: z.int() })

const pause = z.object({
  from: coreTimeMs,
  by: z.string(),
  reason: z.nullable(z.string()),
  until: z.nullable(coreTimeMs),
  resumed_by: z.nullable(z.string()),
})

const sessionHead = z.object({
  session: sessionNumber,
  name: z.string(),
  group_size: z.int(),
  notes: z.nullable(z.string()),
  started_at: coreTimeMs,
  started_by: z.string(),
  /** Why it was begun though not everything was ready; null: everything was. */
  forced: z.nullable(z.string()),
  /** How long it was on without its pauses, in ms, up to `running_since`. */
  active_ms: z.int(),
  counts,
})

export const opSession = state({
  name: 'opSession',
  topic: 'eg/op/session',
  schema: z.object({
    /** The open session; null: none. */
    current: z.nullable(
      z.extend(sessionHead, {
        status: z.enum(['open', 'paused']),
        /** Since when it runs without a break; to `active_ms` comes what has passed since. Null while it is paused. */
        running_since: z.nullable(coreTimeMs),
        /** The last fifty pauses; one that lasts has no `until`. */
        pauses: z.array(pause),
      }),
    ),
    /** The last ten that were closed, newest first. */
    last: z.array(
      z.extend(sessionHead, {
        closed_at: coreTimeMs,
        closed_by: z.string(),
        /** Why it was closed though something stood open; null: nothing did. */
        closed_though: z.nullable(z.string()),
      }),
    ),
    /** What is between the last group and the next. */
    reset: z.object({
      /** Whether the next session may start without a reason. */
      ready: z.boolean(),
      /** Why not: `session_open`, `run_open`, `cards_running`, `cards_undecided`, `show_running`, `devices`. */
      missing: z.array(z.string()),
      devices: z.array(deviceReset),
      /** What was chosen for the cards of the last session, newest first; `undecided`: it has cards that played and nothing was. */
      cards_undecided: z.boolean(),
      cards: z.array(cardReset),
    }),
  }),
  publishers: ['core'],
  subscribers: OPERATORS,
  summary: 'The open session, the last ones, and what must be done before the next.',
  sample: {
    current: {
      session: 3,
      name: 'Les Martin',
      group_size: 9,
      notes: null,
      started_at: 1700000000000,
      started_by: 'Nadia',
      forced: null,
      active_ms: 0,
      counts: { runs: 1, votes: 9, rounds: 0, bets: 0, transfers: 0 },
      status: 'open' as const,
      running_since: 1700000000000,
      pauses: [],
    },
    last: [],
    reset: { ready: false, missing: ['session_open'], devices: [], cards_undecided: false, cards: [] },
  },
})
export type OpSession = z.infer<typeof opSession.schema>

const op = { publishers: GAME, subscribers: [], answerTo: 'page' } as const
/** Who says it, where the login does not: in open mode everybody is `http` or a page. */
const by = z.optional(name)

export const opSessionStart = command({
  ...op,
  name: 'opSessionStart',
  topic: 'eg/core/op/session/start',
  schema: z.object({
    req_id: requestId,
    name,
    group_size: groupSize,
    notes: z.optional(notes),
    by,
    /** The last session on the screen of whoever asks (null: none); if another was begun since, the command is `stale`. */
    expect_last: z.nullish(sessionNumber),
    /** Begin though devices are not ready or the cards of the last group undecided, and why. */
    reason: z.optional(why),
  }),
  summary:
    'A group’s evening begins. One at a time. Refused while a run is current, the cards of the last group are worked on, or (without `reason`) the show of the last group runs, nobody has chosen for its cards, or not every device is ready. Answered with `session`.',
  sample: { req_id: 'op-1', name: 'Les Martin', group_size: 9 },
  answer: 'session_start',
})

export const opSessionPause = command({
  ...op,
  name: 'opSessionPause',
  topic: 'eg/core/op/session/pause',
  schema: z.object({ req_id: requestId, session: sessionNumber, reason: z.optional(why), by }),
  summary: 'Pause the open session: its active time stands still. Paused already, it changes nothing.',
  sample: { req_id: 'op-2', session: 3, reason: 'fire alarm' },
  answer: 'session_pause',
})

export const opSessionResume = command({
  ...op,
  name: 'opSessionResume',
  topic: 'eg/core/op/session/resume',
  schema: z.object({ req_id: requestId, session: sessionNumber, by }),
  summary: 'The open session goes on.',
  sample: { req_id: 'op-3', session: 3 },
  answer: 'session_resume',
})

export const opSessionClose = command({
  ...op,
  name: 'opSessionClose',
  topic: 'eg/core/op/session/close',
  schema: z.object({
    req_id: requestId,
    session: sessionNumber,
    by,
    /** Close though a run is not revealed or bets stand, and why. */
    reason: z.optional(why),
  }),
  summary:
    'The group’s evening ends. Refused, without `reason`, while a run is open or not revealed (`run_open`) or bets stand (`bets_open`). Every known slot, table, desk and spare then needs a reset.',
  sample: { req_id: 'op-4', session: 3 },
  answer: 'session_close',
})

export const opSessionReset = command({
  ...op,
  publishers: TECHNICAL,
  name: 'opSessionReset',
  topic: 'eg/core/op/session/reset',
  schema: z.object({
    req_id: requestId,
    /** `needed`: all that need one; `all`: every known slot, table, desk and spare; or these. */
    targets: z.union(
      [
        z.enum(['needed', 'all']),
        z
          .array(deviceId)
          .check(z.minLength(1, 'targets names a device'), z.maxLength(500, 'targets names at most 500')),
      ],
      'targets is "needed", "all" or a list of device ids',
    ),
  }),
  summary:
    'Have devices forget the last group: end the visit, lights off, first screen. Each answers with what it found. Refused while a session is open. Answered with `sent` and `manual`.',
  sample: { req_id: 'op-5', targets: 'needed' as const },
  answer: 'session_reset',
})

export const opSessionConfirm = command({
  ...op,
  publishers: TECHNICAL,
  name: 'opSessionConfirm',
  topic: 'eg/core/op/session/confirm',
  schema: z.object({ req_id: requestId, target_id: deviceId, by: name }),
  summary: 'Somebody has looked at a device that cannot say it itself: it is ready for the next group.',
  sample: { req_id: 'op-6', target_id: 'table-01', by: 'Nadia' },
  answer: 'session_confirm',
})
