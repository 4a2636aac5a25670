import * as z from 'zod/mini'
import { OPERATORS, TECHNICAL, command, state } from './contract.js'
import { coreTimeMs, deviceId, requestId, why } from './common.js'

/** 32 raw bytes of an X25519 key in base64url. */
export const installKey = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{43}$/, 'install_key is 32 bytes in base64url, 43 characters'))

/**
 * What a spare is told: from now on you are this device. With a secret where the core asks everybody who he is; it is sealed for the
 * `install_key` of the spare's hello (docs/decisions/0018), so that who listens learns nothing.
 */
export const becomeOrder = z.object({
  device_id: deviceId,
  role: z.literal('slot'),
  core_key: z.optional(installKey),
  sealed: z.optional(z.string().check(z.maxLength(400))),
})
export type BecomeOrder = z.infer<typeof becomeOrder>

/**
 * `sent` the identity has moved and the spare has not come in with it yet · `done` it has · `cancelled` · `superseded` another
 * spare was named before it came in.
 */
export const swapStatus = z.enum(['sent', 'done', 'cancelled', 'superseded'])
export type SwapStatus = z.infer<typeof swapStatus>

const technical = { publishers: TECHNICAL, subscribers: [], answerTo: 'page' } as const

export const opSwap = command({
  ...technical,
  name: 'opSwap',
  topic: 'eg/core/op/swap',
  schema: z.object({
    req_id: requestId,
    /** Whose place is taken. */
    slot_id: deviceId,
    /** An enrolled slot under another name (`spare-01`), or … */
    spare_id: z.optional(deviceId),
    /** … the key of a device that waits to be enrolled: exactly one of the two. */
    spare_key: z.optional(z.string().check(z.regex(/^[0-9a-f]{16}$/, 'spare_key is the key of a device that waits'))),
    reason: why,
    /** Whether the operator saw the slot connected. Without it only a slot that is not connected is replaced. */
    expect_online: z.optional(z.boolean('expect_online is true or false')),
    /** The swap of this slot that is under way on the screen of whoever asks (null: none); if it is another one by now the command is `stale`. */
    expect_swap: z.nullish(z.int('expect_swap is the number of a swap')),
    /** EG_AUTH=open: replace it though the old one cannot be kept out. */
    force: z.optional(z.boolean('force is true or false')),
  }),
  summary:
    'A spare takes a slot’s identity. The old one’s secret is void in the same transaction: it is disconnected, and what is still on its way is refused as `fenced`. Answered with `swap`; how far it has come stands in `eg/op/swaps`. `stale`, `slot_online`, `spare_offline`, `unknown_spare`, `old_spare` and `cannot_fence` (EG_AUTH=open without `force`) change nothing.',
  sample: { req_id: 'op-1', slot_id: 'slot-04', spare_id: 'spare-01', reason: 'dead' },
  answer: 'swap',
})

export const opSwapCancel = command({
  ...technical,
  name: 'opSwapCancel',
  topic: 'eg/core/op/swap/cancel',
  schema: z.object({ req_id: requestId, swap: z.int('swap is the number of a swap').check(z.gte(1)), reason: why }),
  summary:
    'Take a swap back while the spare has not come in: its new secret is void, the old one holds again. Later it is refused as `moved_on`: swap back instead.',
  sample: { req_id: 'op-2', swap: 1, reason: 'the old one is back' },
  answer: 'swap_cancel',
})

export const opSwaps = state({
  name: 'opSwaps',
  topic: 'eg/op/swaps',
  schema: z.object({
    /** The last 20, newest first. */
    items: z.array(
      z.object({
        swap: z.int(),
        slot_id: deviceId,
        /** The name that the spare had; null for one that waited to be enrolled. */
        spare_id: z.nullable(deviceId),
        status: swapStatus,
        /** False: EG_AUTH=open, the old one can come back under the same name. */
        fenced: z.boolean(),
        reason: z.string(),
        by: z.string(),
        at: coreTimeMs,
        ended_at: z.nullable(coreTimeMs),
        /** Why the spare could not take the identity, in its own word (`storage`, `unreadable`); it is asked again. */
        problem: z.nullable(z.string()),
        /** An alarm: the one that was replaced has tried to come back as the slot, last at this time, from this address. */
        returned_at: z.nullable(coreTimeMs),
        returned_from: z.nullable(z.string()),
      }),
    ),
  }),
  publishers: ['core'],
  subscribers: OPERATORS,
  summary: 'Slots that a spare has taken the place of.',
  sample: {
    items: [
      {
        swap: 1,
        slot_id: 'slot-04',
        spare_id: 'spare-01',
        status: 'done' as const,
        fenced: true,
        reason: 'dead',
        by: 'Nadia',
        at: 1700000000000,
        ended_at: 1700000002000,
        problem: null,
        returned_at: null,
        returned_from: null,
      },
    ],
  },
})
export type OpSwaps = z.infer<typeof opSwaps.schema>
