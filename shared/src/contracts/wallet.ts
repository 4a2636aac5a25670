import * as z from 'zod/mini'
import { command } from './contract.js'
import { deviceId, requestId, tagUid } from './common.js'
import { amountCents } from '../money.js'

const reason = z.nullish(z.string().check(z.maxLength(120, 'reason has at most 120 characters')))
const who = { req_id: requestId, device_id: deviceId, tag_uid: tagUid }

export const walletGet = command({
  name: 'walletGet',
  topic: 'eg/core/wallet/get',
  schema: z.object(who),
  publishers: ['slot', 'slot-ui', 'change'],
  subscribers: [],
  summary: 'Ask for a card’s balance. Always answered with today’s balance.',
  sample: { req_id: 'w-1', device_id: 'slot-01', tag_uid: '04A37C91' },
  answer: 'wallet_get',
})

export const walletDebit = command({
  name: 'walletDebit',
  topic: 'eg/core/wallet/debit',
  schema: z.object({ ...who, amount_cents: amountCents, reason }),
  publishers: ['slot', 'slot-ui', 'change'],
  subscribers: [],
  summary: 'Take a bet from a card. The same `req_id` again gets the first answer again.',
  sample: { req_id: 'w-2', device_id: 'slot-01', tag_uid: '04A37C91', amount_cents: 200, reason: 'slot_bet' },
  answer: 'wallet_debit',
})

export const walletCredit = command({
  name: 'walletCredit',
  topic: 'eg/core/wallet/credit',
  schema: z.object({ ...who, amount_cents: amountCents, reason }),
  publishers: ['slot', 'slot-ui', 'change'],
  subscribers: [],
  summary: 'Pay a win to a card, for the open bet of this device and card.',
  sample: { req_id: 'w-3', device_id: 'slot-01', tag_uid: '04A37C91', amount_cents: 500, reason: 'slot_win' },
  answer: 'wallet_credit',
})
