import * as z from 'zod/mini'
import { MONEY, command, state } from './contract.js'
import { coreTimeMs, deviceId, requestId, tagUid, why } from './common.js'
import { amountCents } from '../money.js'

export const payoutId = z
  .string()
  .check(z.regex(/^[\x21-\x7e]{1,128}$/, 'a payout_id is 1-128 printable characters without spaces'))
/** What a table adds for its own use. Of bounded depth: encoding or copying thousands of levels overflows the stack. */
const meta = z.unknown().check(z.refine((value) => isShallow(value, 16), 'meta is nested at most 16 levels deep'))
const source = z.string().check(z.minLength(1), z.maxLength(64))

export const payoutNew = command({
  name: 'payoutNew',
  topic: 'eg/core/payouts/new',
  schema: z.object({ payout_id: payoutId, source, amount_cents: amountCents, meta: z.optional(meta) }),
  publishers: ['table'],
  subscribers: [],
  summary: 'A table owes a player: the payout waits at the change desk.',
  sample: { payout_id: 'p-1', source: 'roulette', amount_cents: 3500 },
  answer: 'payout_new',
})

export const payoutList = state({
  name: 'payoutList',
  topic: 'eg/dev/{device_id}/payouts',
  schema: z.object({ items: z.array(z.object({ payout_id: payoutId, source, amount_cents: amountCents })) }),
  publishers: ['core'],
  subscribers: ['change', ...MONEY],
  summary: 'The payouts that can be claimed at this change desk.',
  sample: { items: [{ payout_id: 'p-1', source: 'roulette', amount_cents: 3500 }] },
})

export const payoutClaim = command({
  name: 'payoutClaim',
  topic: 'eg/core/payouts/claim',
  schema: z.object({ req_id: requestId, device_id: deviceId, payout_id: payoutId, tag_uid: tagUid }),
  publishers: ['change'],
  subscribers: [],
  summary: 'Pay a waiting payout to a card, exactly once.',
  sample: { req_id: 'c-1', device_id: 'change-01', payout_id: 'p-1', tag_uid: '04A37C91' },
  answer: 'payout_claim',
})

const operatorCommand = { publishers: MONEY, subscribers: [], answerTo: 'page' } as const
const payout = { req_id: requestId, payout_id: payoutId }

export const opPayoutNew = command({
  name: 'opPayoutNew',
  topic: 'eg/core/op/payouts/new',
  schema: z.object({ ...payout, source, amount_cents: amountCents, table_id: z.optional(deviceId) }),
  ...operatorCommand,
  summary: 'A dealer’s page creates a payout, for a table without a device of its own.',
  sample: { req_id: 'op-1', payout_id: 'p-2', source: 'blackjack', amount_cents: 1200, table_id: 'table-02' },
  answer: 'payout_create',
})

export const opPayoutVoid = command({
  name: 'opPayoutVoid',
  topic: 'eg/core/op/payouts/void',
  schema: z.object({ ...payout, reason: why }),
  ...operatorCommand,
  summary: 'Take a waiting payout back: it was a mistake. The table gets its money back by a linked reversal.',
  sample: { req_id: 'op-2', payout_id: 'p-2', reason: 'dealer’s mistake' },
  answer: 'payout_void',
})

export const opPayoutExpire = command({
  name: 'opPayoutExpire',
  topic: 'eg/core/op/payouts/expire',
  schema: z.object({ ...payout, reason: z.optional(why) }),
  ...operatorCommand,
  summary: 'Nobody came for it: the amount goes to the house. The core does it by itself after EG_PAYOUT_HOURS.',
  sample: { req_id: 'op-3', payout_id: 'p-2' },
  answer: 'payout_expire',
})

export const opPayouts = state({
  name: 'opPayouts',
  topic: 'eg/op/payouts',
  schema: z.object({
    /** Oldest first; at most 500. */
    items: z.array(
      z.object({
        payout_id: payoutId,
        source,
        amount_cents: amountCents,
        table_id: z.nullable(z.string()),
        created_at: coreTimeMs,
        expires_at: z.nullable(coreTimeMs),
      }),
    ),
    /** All that wait, also those beyond `items`. */
    waiting: z.int(),
    waiting_cents: z.int(),
  }),
  publishers: ['core'],
  subscribers: MONEY,
  summary: 'The payouts that wait to be claimed, with their age.',
  sample: {
    items: [
      {
        payout_id: 'p-1',
        source: 'roulette',
        amount_cents: 3500,
        table_id: 'table-01',
        created_at: 1700000000000,
        expires_at: null,
      },
    ],
    waiting: 1,
    waiting_cents: 3500,
  },
})
export type OpPayouts = z.infer<typeof opPayouts.schema>

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1))
}
