import * as z from 'zod/mini'
import { OPERATORS, TECHNICAL, command, event, state } from './contract.js'
import { coreTimeMs, deviceId, requestId, tagUid } from './common.js'
import { BUTTON_COUNT } from './inputs.js'
import { becomeOrder } from './swap.js'

/** What a device can be told to do. */
export const DEVICE_ACTIONS = [
  'identify',
  'press_test',
  'reload_screen',
  'set_clock',
  'restart_agent',
  'simulate_card',
] as const
export type DeviceAction = (typeof DEVICE_ACTIONS)[number]

/**
 * `sent` kept by the core, not yet heard of · `accepted` the device has it and is at it · `done` · `failed`, for `reason`: the
 * device's own word, or of the core `offline`, `old_device` (it does not listen to commands), `no_answer` (never accepted) or
 * `not_finished` (accepted, then nothing).
 */
export const commandStatus = z.enum(['sent', 'accepted', 'done', 'failed'])
export type CommandStatus = z.infer<typeof commandStatus>

const commandId = requestId
const seconds = (most: number) => {
  const why = `seconds is a whole number from 1 to ${most}`
  return z.optional(z.int(why).check(z.gte(1, why), z.lte(most, why)))
}
const buttons = z
  .array(z.boolean())
  .check(z.minLength(BUTTON_COUNT, 'pressed has 6 entries'), z.maxLength(BUTTON_COUNT, 'pressed has 6 entries'))

/** How a device stands after a reset: only a device that says all of this counts as ready for the next group. */
export const deviceFound = z.object({
  /** Somebody's card is still here. */
  card: z.boolean(),
  lights_off: z.boolean(),
  /** Votes and money that the core has not answered yet. */
  outbox: z.int(),
  /** What the screen shows: `attract` by day, `waiting` by night; `none` for a device without one. */
  screen: z.string().check(z.maxLength(20)),
})
export type DeviceFound = z.infer<typeof deviceFound>

/** What a command came to beyond its status; which field depends on the action. */
export const commandResult = z.object({
  /** press_test: which of the six buttons were pressed so far. */
  pressed: z.optional(buttons),
  /** set_clock: by how much the clock was moved, in ms; above 0 forward. */
  by_ms: z.optional(z.int()),
  /** reset: what the device found when it was through. */
  reset: z.optional(deviceFound),
})
export type CommandResult = z.infer<typeof commandResult>

/** The action of `eg/dev/{device_id}/cmd` that asks for a device's last log lines; asked by `GET /api/devices/{id}/logs` and never stored. */
export const LOGS_ACTION = 'logs'
/** A device tells at most so many, and at most 16 kB of them. */
export const MAX_LOG_LINES = 100

/** One line of a device's own log, without what its log keeps secret. */
export const logLine = z.object({
  /** On the device's own clock (ms since 1970). */
  at: z.int(),
  level: z.string().check(z.maxLength(10)),
  text: z.string().check(z.maxLength(300)),
})
export type LogLine = z.infer<typeof logLine>

export const deviceCommand = event({
  name: 'deviceCommand',
  topic: 'eg/dev/{device_id}/cmd',
  schema: z.object({
    cmd_id: commandId,
    /** One of the actions of this release; a device answers one that it does not know with `failed`, `unknown_action`. */
    action: z.string().check(z.minLength(1), z.maxLength(32)),
    /** identify, press_test: for how long. */
    seconds: seconds(120),
    /** simulate_card: the card. */
    tag_uid: z.optional(tagUid),
    /** set_clock: the core's time when this was sent. */
    now_ms: z.optional(coreTimeMs),
    /** become: the identity that this spare takes (eg/core/op/swap). */
    become: z.optional(becomeOrder),
  }),
  publishers: ['core'],
  subscribers: ['slot', 'table', 'change'],
  summary:
    'The core tells a device what to do. Sent again by its id until the device has said what became of it: a device carries an id out once and answers it each time it hears it.',
  sample: { cmd_id: 'c1-lx2k9', action: 'identify', seconds: 10 },
})

export const deviceReport = command({
  name: 'deviceReport',
  topic: 'eg/dev/{device_id}/cmd/res',
  schema: z.object({
    cmd_id: commandId,
    status: z.enum(['accepted', 'done', 'failed'], 'status is "accepted", "done" or "failed"'),
    /** A stable word for why it failed. */
    reason: z.optional(z.string().check(z.maxLength(40))),
    detail: z.optional(z.string().check(z.maxLength(300))),
    result: z.optional(commandResult),
    /** logs: the last lines, oldest first. */
    lines: z.optional(z.array(logLine).check(z.maxLength(MAX_LOG_LINES, `lines has at most ${MAX_LOG_LINES}`))),
  }),
  publishers: ['slot', 'table', 'change'],
  subscribers: [],
  summary: 'What became of a command of the core: accepted, then done or failed. Said again it changes nothing.',
  sample: { cmd_id: 'c1-lx2k9', status: 'done' as const },
  answer: 'device_report',
})

const base = { req_id: requestId, target_id: deviceId }

export const opDeviceCommand = command({
  name: 'opDeviceCommand',
  topic: 'eg/core/op/devices/command',
  schema: z.discriminatedUnion(
    'action',
    [
      z.object({ ...base, action: z.literal('identify'), seconds: seconds(120) }),
      z.object({ ...base, action: z.literal('press_test'), seconds: seconds(120) }),
      z.object({ ...base, action: z.literal('reload_screen') }),
      z.object({ ...base, action: z.literal('set_clock') }),
      z.object({ ...base, action: z.literal('restart_agent') }),
      z.object({ ...base, action: z.literal('simulate_card'), tag_uid: tagUid }),
    ],
    { error: `action is one of ${DEVICE_ACTIONS.join(', ')}` },
  ),
  publishers: TECHNICAL,
  subscribers: [],
  answerTo: 'page',
  summary:
    'Tell a device what to do. Answered at once with `cmd_id`; what becomes of it stands in `eg/op/commands/{device_id}`. One of a kind at a time for each device: another is refused as `busy`.',
  sample: { req_id: 'op-1', target_id: 'slot-01', action: 'identify' as const, seconds: 10 },
  answer: 'device_command',
})

export const opCommands = state({
  name: 'opCommands',
  topic: 'eg/op/commands/{device_id}',
  schema: z.object({
    device_id: deviceId,
    /** The last command of each kind, newest first. */
    items: z.array(
      z.object({
        cmd_id: commandId,
        action: z.string(),
        status: commandStatus,
        reason: z.nullable(z.string()),
        detail: z.nullable(z.string()),
        result: z.nullable(commandResult),
        asked_at: coreTimeMs,
        changed_at: coreTimeMs,
      }),
    ),
  }),
  publishers: ['core'],
  subscribers: OPERATORS,
  summary: 'What a device was told to do last, and what became of it.',
  sample: {
    device_id: 'slot-01',
    items: [
      {
        cmd_id: 'c1-lx2k9',
        action: 'press_test',
        status: 'accepted' as const,
        reason: null,
        detail: null,
        result: { pressed: [true, false, false, false, false, false] },
        asked_at: 1700000000000,
        changed_at: 1700000000500,
      },
    ],
  },
})
export type OpCommands = z.infer<typeof opCommands.schema>
