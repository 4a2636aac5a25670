import * as z from 'zod/mini'
import { GAME, OPERATORS, TECHNICAL, command, state } from './contract.js'
import { coreTimeMs, deviceId, name, requestId, why } from './common.js'

// What is looked at before doors open, what is waived, and the doors.

const checkId = z
  .string('check is the id of a check')
  .check(z.regex(/^[\w.-]{1,64}\/[\w-]{1,40}$/, 'check is the id of a check, such as core/disk or slot-01/buttons'))
const problemWord = z.string().check(z.minLength(1), z.maxLength(40))

/** `red` needs a hand, and what is not known is red · `waived` red, and somebody has said that it may be · `green`. */
export const readyLevel = z.enum(['red', 'waived', 'green'])
export type ReadyLevel = z.infer<typeof readyLevel>

export const readyCheck = z.object({
  /** Stable: `core/disk`, `slot-01/buttons`. */
  check: z.string(),
  /** `core`, `show`, or a device's id. */
  subject: z.string(),
  state: readyLevel,
  /** What is wrong, as a stable word (`backup_old`, `buttons_untested`, …); null while it is green. */
  problem: z.nullable(z.string()),
  /** What the words of problem and remedy need: numbers, names, lists of them. */
  params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string()), z.array(z.number())])),
  /** What mends it, as a stable word (`free_space`, `press_test`, …); null while it is green. */
  remedy: z.nullable(z.string()),
  /** What is wrong, what it means and what to do, in English; null while it is green. */
  detail: z.nullable(z.string()),
  /** Since when it is as it is, as far as this start of the core knows. */
  since: coreTimeMs,
  /** When it was last good, or measured; null: not known, or for a green one: now. */
  good_at: z.nullable(coreTimeMs),
  /** Who said that it may be red, why and until when. */
  waiver: z.nullable(
    z.object({ waiver: z.int(), by: z.string(), reason: z.string(), at: coreTimeMs, until: coreTimeMs }),
  ),
})
export type ReadyCheck = z.infer<typeof readyCheck>

const doors = z.object({
  open: z.boolean(),
  /** The number of this opening, or of the last one; null before the first. */
  door: z.nullable(z.int()),
  /** Since when they are as they are; null before the first opening. */
  since: z.nullable(coreTimeMs),
  by: z.nullable(z.string()),
})
export type Doors = z.infer<typeof doors>

const figures = { red: z.int(), waived: z.int(), green: z.int() }

export const opReady = state({
  name: 'opReady',
  topic: 'eg/op/ready',
  schema: z.object({
    /** Names what is not green and the doors: another one as soon as any of that changes. */
    view: z.string(),
    /** Nothing is red. */
    ok: z.boolean(),
    ...figures,
    doors,
    /** Checks that are red while doors are open. Doors stay open. */
    alerts: z.array(z.string()),
    /** Since when a button, a light or a clock must have been tested: 06:00, or the last closing of doors. */
    from: coreTimeMs,
    /** The checks of the core and of the show. Those of devices stand in `eg/op/ready/{device_id}`. */
    checks: z.array(readyCheck),
    devices: z.array(z.object({ device_id: deviceId, ...figures })),
  }),
  publishers: ['core'],
  subscribers: OPERATORS,
  summary: 'Whether doors may open, and what is in their way. Published again only when something changed.',
  sample: {
    view: '9f2c51d07a3e',
    ok: false,
    red: 1,
    waived: 0,
    green: 7,
    doors: { open: false, door: null, since: null, by: null },
    alerts: [],
    from: 1700000000000,
    checks: [
      {
        check: 'core/disk',
        subject: 'core',
        state: 'red' as const,
        problem: 'disk_low',
        params: { free_mb: 300, needed_mb: 500 },
        remedy: 'free_space',
        detail: 'The disk of the database has 300 MB left; 500 are needed. Free some space.',
        since: 1700000000000,
        good_at: null,
        waiver: null,
      },
    ],
    devices: [{ device_id: 'slot-01', red: 0, waived: 0, green: 6 }],
  },
})
export type OpReady = z.infer<typeof opReady.schema>

export const opReadyDevice = state({
  name: 'opReadyDevice',
  topic: 'eg/op/ready/{device_id}',
  schema: z.object({ device_id: deviceId, checks: z.array(readyCheck) }),
  publishers: ['core'],
  subscribers: OPERATORS,
  summary: 'The checks of one device.',
  sample: { device_id: 'slot-01', checks: [] },
})
export type OpReadyDevice = z.infer<typeof opReadyDevice.schema>

const op = { subscribers: [], answerTo: 'page' } as const

export const opReadyWaive = command({
  ...op,
  name: 'opReadyWaive',
  topic: 'eg/core/op/ready/waive',
  schema: z.object({
    req_id: requestId,
    /** What was seen: check and problem. All of them are waived, or none. */
    checks: z
      .array(z.object({ check: checkId, problem: problemWord }), 'checks is a list of check and problem')
      .check(z.minLength(1, 'checks names at least one'), z.maxLength(20, 'checks names at most 20')),
    reason: why,
    /** Who says so, where nobody logs in (EG_AUTH=open); whoever is logged in is known. */
    by: z.optional(name),
    /** Absent: until 06:00. It ends with the closing of doors in any case. */
    until: z.optional(coreTimeMs),
  }),
  publishers: GAME,
  summary:
    'Say that red checks may be red tonight. A waiver holds for the problem that was seen and not for a worse one; if a check has another problem by now the command is `stale`.',
  sample: {
    req_id: 'op-1',
    checks: [{ check: 'slot-07/agent', problem: 'offline' }],
    reason: 'slot 7 is at the workshop',
  },
  answer: 'ready_waive',
})

export const opReadyUnwaive = command({
  ...op,
  name: 'opReadyUnwaive',
  topic: 'eg/core/op/ready/unwaive',
  schema: z.object({ req_id: requestId, waiver: z.int('waiver is a whole number') }),
  publishers: GAME,
  summary: 'Take a waiver back.',
  sample: { req_id: 'op-2', waiver: 1 },
  answer: 'ready_unwaive',
})

const LIGHTS = 'lights names lights from 0 to 5'

export const opLightsSeen = command({
  ...op,
  name: 'opLightsSeen',
  topic: 'eg/core/op/ready/lights_seen',
  schema: z.object({
    req_id: requestId,
    target_id: deviceId,
    /** Absent: all six. */
    lights: z.optional(
      z
        .array(z.int(LIGHTS).check(z.gte(0, LIGHTS), z.lte(5, LIGHTS)), LIGHTS)
        .check(z.minLength(1, LIGHTS), z.maxLength(6, LIGHTS)),
    ),
  }),
  publishers: TECHNICAL,
  summary: 'Somebody has seen these lights of a slot shine today: no machine can.',
  sample: { req_id: 'op-3', target_id: 'slot-01' },
  answer: 'lights_seen',
})

export const opClockReading = command({
  ...op,
  name: 'opClockReading',
  topic: 'eg/core/op/ready/clock',
  schema: z.object({
    req_id: requestId,
    /** The clock of whoever asks, as it is sent (ms since 1970). */
    now_ms: coreTimeMs,
  }),
  publishers: TECHNICAL,
  summary: 'The clock of the operator’s own machine: the core notes by how much its own differs (`offset_ms`).',
  sample: { req_id: 'op-4', now_ms: 1700000000000 },
  answer: 'clock_reading',
})

export const opDoorsOpen = command({
  ...op,
  name: 'opDoorsOpen',
  topic: 'eg/core/op/doors/open',
  schema: z.object({
    req_id: requestId,
    /** The `view` of `eg/op/ready` that was looked at; if it is another one by now the command is `stale`. */
    expect_view: z.optional(z.string().check(z.maxLength(40))),
  }),
  publishers: GAME,
  summary: 'Open doors. Refused (`not_ready`, with `reds`) while a check is red.',
  sample: { req_id: 'op-5', expect_view: '9f2c51d07a3e' },
  answer: 'doors_open',
})

export const opDoorsClose = command({
  ...op,
  name: 'opDoorsClose',
  topic: 'eg/core/op/doors/close',
  schema: z.object({ req_id: requestId, door: z.int('door is a whole number') }),
  publishers: GAME,
  summary: 'Close doors: the evening is over, waivers end, and buttons and lights are to be tested anew.',
  sample: { req_id: 'op-6', door: 1 },
  answer: 'doors_close',
})
