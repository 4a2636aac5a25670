import * as z from 'zod/mini'
import { command, state } from './contract.js'
import { tagUid } from './common.js'
import { deviceId, requestId } from '../ids.js'
import { amountCents } from '../money.js'

const payoutId = z
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
  subscribers: ['change', 'operator'],
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

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1))
}
