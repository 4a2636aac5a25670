import * as z from 'zod/mini'
import { OPERATORS, command, event, state } from './contract.js'
import { coreTimeMs, deviceId, deviceTimestamp, refusal } from './common.js'
import { installKey } from './swap.js'

const version = z.union([z.string().check(z.maxLength(64)), z.number()])

export const deviceHello = command({
  name: 'deviceHello',
  topic: 'eg/dev/{device_id}/hello',
  schema: z.object({
    type: z.string('type says what the device is: "slot", "table" or "change"').check(z.minLength(1), z.maxLength(32)),
    version: z.optional(version),
    ts: z.optional(deviceTimestamp),
    /** Which installation this is: what an identity that it is to take is sealed for. Absent from agents of an earlier release. */
    install_key: z.optional(installKey),
  }),
  publishers: ['slot', 'table', 'change'],
  subscribers: [],
  summary: 'A device says that it is there and what it is.',
  sample: { type: 'slot', version: '1.0.0', ts: 1700000000 },
  answer: 'hello',
})

export const deviceStatus = state({
  name: 'deviceStatus',
  topic: 'eg/dev/{device_id}/status',
  encoding: 'text',
  schema: z.enum(['online', 'offline'], 'status is the plain text online or offline'),
  publishers: ['core', 'slot', 'table', 'change'],
  subscribers: ['slot', 'slot-ui', 'table', 'change', ...OPERATORS],
  summary: 'Presence, by the device and its will; the core mends it from its own table of connections.',
  sample: 'online' as const,
})

/** One part of a device: what it is driven by and how it is. */
export const partHealth = z.object({
  status: z.enum(['ok', 'simulated', 'missing', 'fault', 'off']),
  driver: z.optional(z.string()),
  detail: z.optional(z.string()),
})
export type PartHealth = z.infer<typeof partHealth>

export const PARTS = ['buttons', 'lights', 'reader', 'keys', 'screen'] as const
const parts = z.object({
  buttons: partHealth,
  lights: partHealth,
  reader: partHealth,
  keys: partHealth,
  screen: partHealth,
})

/** What the machine of a device says of itself; what its kernel does not tell is null. */
const hostHealth = z.object({
  /** Its wall clock less the core's, in ms; null while the core is not heard. */
  clock_offset_ms: z.nullable(z.int()),
  temperature_c: z.nullable(z.number()),
  /** What the Pi's firmware does now to save itself: `under_voltage`, `frequency_capped`, `throttled`, `soft_temp_limit`. */
  throttled: z.nullable(z.array(z.string()).check(z.maxLength(4))),
  /** Where the outbox lies. */
  disk_free_mb: z.nullable(z.int()),
})
export type HostHealth = z.infer<typeof hostHealth>

/**
 * What is wrong with a device, as the core tells it apart. `offline`: neither agent nor page is connected · `agent_dead`: its
 * page is connected and its agent is not · `agent_silent`: connected, but its heartbeat has stopped · `screen_dead`: the
 * agent hears no page · the parts, `…_fault` before `…_missing` · `link_slow`, `clock_off`, `hot`, `throttled`,
 * `under_voltage`, `disk_low` · `unsent`: commands wait on it · `flapping`: its client id is taken over again and again, by
 * two programs that use the same one.
 */
export const TROUBLES = [
  'offline',
  'agent_dead',
  'agent_silent',
  'buttons_fault',
  'lights_fault',
  'reader_fault',
  'keys_fault',
  'screen_dead',
  'flapping',
  'buttons_missing',
  'lights_missing',
  'reader_missing',
  'keys_missing',
  'under_voltage',
  'hot',
  'throttled',
  'disk_low',
  'clock_off',
  'link_slow',
  'unsent',
] as const
export type Trouble = (typeof TROUBLES)[number]

export const deviceHeartbeat = event({
  name: 'deviceHeartbeat',
  topic: 'eg/dev/{device_id}/heartbeat',
  qos: 0,
  schema: z.object({
    version: z.string(),
    uptime_s: z.number(),
    /** The last measured time from the device to the broker and back, in milliseconds. */
    link_ms: z.nullable(z.number()),
    /** Commands kept on the device that the core has not answered yet. */
    outbox: z.int(),
    parts,
    /** Absent from agents of an earlier release. */
    host: z.optional(hostHealth),
    /** How long ago each of the six buttons was pressed (s); null: not since the agent started. Absent from agents of an earlier release. */
    pressed_s: z.optional(z.array(z.nullable(z.int())).check(z.minLength(6), z.maxLength(6))),
  }),
  publishers: ['slot', 'table', 'change'],
  subscribers: ['slot', 'slot-ui', ...OPERATORS],
  summary: 'At most every 5 s: health of the parts. Never stored. The device hears its own and so measures the link.',
  sample: {
    version: '0.1.0',
    uptime_s: 12,
    link_ms: 1.2,
    outbox: 0,
    parts: {
      buttons: { status: 'ok' as const, driver: 'onoff' },
      lights: { status: 'ok' as const, driver: 'onoff' },
      reader: { status: 'missing' as const },
      keys: { status: 'ok' as const },
      screen: { status: 'ok' as const },
    },
    host: { clock_offset_ms: -3, temperature_c: 51.5, throttled: [], disk_free_mb: 20480 },
  },
})

/**
 * How the core knows that it is this device: `enrolled` by a secret · `unprotected` by its name and address alone (a device
 * of the old system) · `pending`: known by name, and not enrolled yet, so it is not let in · `open`: this core asks nobody
 * (EG_AUTH=open). Absent from cores of an earlier release.
 */
const protection = z.enum(['enrolled', 'unprotected', 'pending', 'open'])
export type Protection = z.infer<typeof protection>

export const opDevice = state({
  name: 'opDevice',
  topic: 'eg/op/devices/{device_id}',
  schema: z.object({
    device_id: deviceId,
    kind: z.string(),
    version: z.nullable(z.string()),
    /** Whether the device itself is connected to the broker now. */
    online: z.boolean(),
    /** Whether a page of the device (`<id>-ui`) is connected now. */
    page_online: z.boolean(),
    last_seen: z.nullable(coreTimeMs),
    link_ms: z.nullable(z.number()),
    outbox: z.nullable(z.int()),
    parts: z.nullable(parts),
    host: z.nullish(hostHealth),
    /** What is wrong with it, worst first. Absent from cores of an earlier release. */
    troubles: z.optional(z.array(z.enum(TROUBLES))),
    protection: z.optional(protection),
  }),
  publishers: ['core'],
  subscribers: OPERATORS,
  summary: 'One known device as the operator sees it. Not stored: put together from connections and heartbeats.',
  sample: {
    device_id: 'slot-01',
    kind: 'slot',
    version: '0.1.0',
    online: true,
    page_online: true,
    last_seen: 1700000000000,
    link_ms: 1.2,
    outbox: 0,
    parts: null,
    host: null,
    troubles: [],
    protection: 'enrolled' as const,
  },
})
export type OpDevice = z.infer<typeof opDevice.schema>

/**
 * What made a command `stale`: the line of the journal that last changed what it was about (run, mode, show, script, doors, session,
 * freeze, message, swap, shift, card). `by`: who, as the timeline names him; null where nobody did it (a timer, a link).
 */
export const lastChange = z.object({ seq: z.int(), kind: z.string(), by: z.nullable(z.string()), at: coreTimeMs })
export type LastChange = z.infer<typeof lastChange>

/** What the core answers a device: which request, what became of it, and for a refusal why. */
export const answerPayload = z.looseObject({
  req_id: z.optional(z.string()),
  type: z.string(),
  status: z.string(),
  ...refusal,
  /** status `stale`: who did what last; absent where no line of the journal tells. */
  changed: z.optional(lastChange),
  run: z.optional(z.int()),
  step: z.optional(z.int()),
  choice: z.optional(z.string()),
  /** night_vote, refused or closed: the earlier vote of this slot that counts in that run all the same. */
  stands: z.optional(z.string()),
  /** night_vote: this is no answer to a request but what the core holds, told to a device that cannot know it. */
  replayed: z.optional(z.boolean()),
})
export type Answer = z.infer<typeof answerPayload>

export const deviceAnswer = event({
  name: 'deviceAnswer',
  topic: 'eg/dev/{device_id}/res',
  schema: answerPayload,
  publishers: ['core'],
  // Not the operator: the answer to a vote names the choice.
  subscribers: ['slot', 'slot-ui', 'table', 'change'],
  summary: 'The core’s answer to a device’s command.',
  sample: { type: 'night_vote', run: 1, step: 1, choice: 'B', status: 'counted' },
})
