import * as z from 'zod/mini'
import { OPERATORS, TECHNICAL, MONEY, event, state } from './contract.js'
import { deviceId, deviceTimestamp, tagUid } from './common.js'

export const LIGHT_COUNT = 6
export const BUTTON_COUNT = 6

const six = z.array(z.boolean()).check(z.minLength(6, 'states has 6 entries'), z.maxLength(6, 'states has 6 entries'))
const lightIndex = z.int('index is 0 to 5').check(z.gte(0, 'index is 0 to 5'), z.lte(5, 'index is 0 to 5'))
const own = ['slot', 'slot-ui', 'change'] as const

export const inputStatus = state({
  name: 'inputStatus',
  topic: 'eg/dev/{device_id}/input/status',
  encoding: 'text-or-json',
  schema: z.union(
    [
      z.enum(['online', 'offline']),
      z.object({
        status: z.enum(['online', 'offline']),
        device_id: z.optional(deviceId),
        led_count: z.optional(z.int()),
        button_count: z.optional(z.int()),
        capabilities: z.optional(z.array(z.string())),
        timestamp: z.optional(deviceTimestamp),
      }),
    ],
    'an input status is online or offline, as plain text or as {status, …}',
  ),
  publishers: ['core', 'slot', 'change'],
  subscribers: [...own, ...OPERATORS],
  summary: 'Whether the device’s buttons, lights and reader are served, by its agent and the agent’s will.',
  sample: {
    status: 'online' as const,
    device_id: 'slot-01',
    led_count: 6,
    button_count: 6,
    capabilities: ['gpio', 'keyboard', 'rfid'],
    timestamp: 1700000000,
  },
})

export const inputLeds = state({
  name: 'inputLeds',
  topic: 'eg/dev/{device_id}/input/leds',
  schema: z.object({ states: six, timestamp: z.optional(deviceTimestamp) }),
  publishers: ['slot'],
  // Not the operator: the light that stays on is the vote.
  subscribers: ['slot', 'slot-ui', 'change'],
  summary: 'What the six lights show. By night that is what was voted, so no operator reads it.',
  sample: { states: [true, false, false, false, false, false], timestamp: 1700000000 },
})

export const inputRfid = event({
  name: 'inputRfid',
  topic: 'eg/dev/{device_id}/input/rfid',
  schema: z.object({ tag_uid: tagUid, timestamp: z.optional(deviceTimestamp) }),
  publishers: ['slot', 'change'],
  // Not the viewer: a card's id is what a player pays with.
  subscribers: [...own, ...MONEY, 'technician'],
  summary: 'A card was presented.',
  sample: { tag_uid: '04A37C91', timestamp: 1700000000 },
})

export const ledCommand = event({
  name: 'ledCommand',
  topic: 'eg/dev/{device_id}/input/cmd/led',
  schema: z.union(
    [
      z.object({ index: lightIndex, state: z.union([z.boolean(), z.literal(0), z.literal(1)]) }),
      z.object({ states: six }),
    ],
    'an LED command is {index, state} or {states:[6]}',
  ),
  publishers: [...TECHNICAL, 'slot-ui'],
  subscribers: ['slot'],
  summary: 'Set one light, or all six.',
  sample: { index: 0, state: true },
})

export const testCommand = event({
  name: 'testCommand',
  topic: 'eg/dev/{device_id}/input/cmd/test',
  schema: z.union(
    [
      z.object({ action: z.literal('led_sequence') }),
      z.object({ action: z.literal('simulate_rfid'), tag_uid: tagUid }),
    ],
    'a test is {action:"led_sequence"} or {action:"simulate_rfid", tag_uid}',
  ),
  publishers: [...TECHNICAL, 'slot-ui'],
  subscribers: ['slot'],
  summary: 'Run the lights once through, or pretend that a card was presented.',
  sample: { action: 'led_sequence' as const },
})
