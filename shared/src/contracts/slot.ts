import * as z from 'zod/mini'
import { event, state } from './contract.js'
import { coreTimeMs } from './common.js'
import { deviceId, requestId } from '../ids.js'
import { modeName } from './mode.js'
import { runNumber, stepNumber } from './night.js'

/**
 * What became of the last press in this run:
 * `pending` sent, no answer yet · `kept` stored on the slot while the link is down · `counted` the core has it on disk ·
 * `too_late` the run was closed · `refused` not counted, for `reason`.
 */
export const pressStatus = z.enum(['pending', 'kept', 'counted', 'too_late', 'refused'])
export type PressStatus = z.infer<typeof pressStatus>

export const slotPhase = z.enum(['starting', 'attract', 'waiting', 'question', 'closed', 'reveal'])
export type SlotPhase = z.infer<typeof slotPhase>

export const slotState = state({
  name: 'slotState',
  topic: 'eg/dev/{device_id}/slot/state',
  schema: z.object({
    device_id: deviceId,
    /** `starting` until the core has said what the mode is; `attract` by day; the rest by night. */
    phase: slotPhase,
    mode: z.nullable(modeName),
    /** The question on show: while asked, closed or revealed. */
    question: z.nullable(
      z.object({
        run: runNumber,
        step: stepNumber,
        text: z.string(),
        options: z.array(z.string()),
        closes_at: z.nullable(coreTimeMs),
        final: z.boolean(),
      }),
    ),
    press: z.nullable(
      z.object({ index: z.int(), choice: z.string(), status: pressStatus, reason: z.nullable(z.string()) }),
    ),
    /** The choice the core has counted for this slot in this run, whatever was pressed after it. */
    counted: z.nullable(z.string()),
    result: z.nullable(z.object({ tally: z.record(z.string(), z.int()), winner: z.nullable(z.string()) })),
    lights: z.array(z.boolean()),
    /** Which of the six buttons mean something now. */
    offered: z.array(z.boolean()),
  }),
  publishers: ['slot'],
  subscribers: ['slot-ui', 'operator'],
  summary: 'Everything the kiosk page shows. The page renders it and decides nothing.',
  sample: {
    device_id: 'slot-01',
    phase: 'question' as const,
    mode: 'night' as const,
    question: {
      run: 1,
      step: 1,
      text: 'Who opened the safe?',
      options: ['A', 'B', 'C'],
      closes_at: null,
      final: false,
    },
    press: { index: 1, choice: 'B', status: 'pending' as const, reason: null },
    counted: null,
    result: null,
    lights: [false, true, false, false, false, false],
    offered: [true, true, true, false, false, false],
  },
})
export type SlotState = z.infer<typeof slotState.schema>

export const slotPress = event({
  name: 'slotPress',
  topic: 'eg/dev/{device_id}/slot/press',
  schema: z.object({
    press_id: requestId,
    index: z.int().check(z.gte(0), z.lte(5)),
    /** The run the page was showing; a press on an older question is not a vote on the new one. */
    run: z.nullable(runNumber),
  }),
  publishers: ['slot-ui'],
  subscribers: ['slot'],
  summary: 'The page reports that one of the six options was pressed (0 to 5), on the screen or a key.',
  sample: { press_id: 'k-1', index: 1, run: 1 },
})

export const slotScreen = event({
  name: 'slotScreen',
  topic: 'eg/dev/{device_id}/slot/screen',
  qos: 0,
  schema: z.object({ version: z.string(), visible: z.boolean() }),
  publishers: ['slot-ui'],
  subscribers: ['slot'],
  summary: 'Every 5 s: the kiosk page is alive.',
  sample: { version: '0.1.0', visible: true },
})
