import * as z from 'zod/mini'
import { MONEY, command, state } from './contract.js'
import { coreTimeMs, deviceId, name, requestId, tagUid, why } from './common.js'
import { payoutId } from './payouts.js'
import { amountCents, countCents } from '../money.js'

const operatorCommand = { publishers: MONEY, subscribers: [], answerTo: 'page' } as const
const atDesk = { req_id: requestId, desk_id: deviceId }

export const opShiftOpen = command({
  name: 'opShiftOpen',
  topic: 'eg/core/op/shifts/open',
  schema: z.object({ ...atDesk, count_cents: countCents, by: name }),
  ...operatorCommand,
  summary:
    'A cashier begins at a desk and says what lies in the drawer. What was put in or taken out since the last shift is booked against the house.',
  sample: { req_id: 'op-1', desk_id: 'change-01', count_cents: 20000, by: 'Nadia' },
  answer: 'shift_open',
})

export const opShiftClose = command({
  name: 'opShiftClose',
  topic: 'eg/core/op/shifts/close',
  schema: z.object({
    ...atDesk,
    count_cents: countCents,
    note: z.optional(why),
    /** The shift on the screen of whoever counts; if another one is open by now, or none, the command is `stale`. */
    expect_shift: z.optional(z.int('expect_shift is the number of a shift')),
  }),
  ...operatorCommand,
  summary:
    'The cashier counts the drawer and goes. Answered with `expected_cents` and `over_short_cents` (counted − expected), which is booked as over/short.',
  sample: { req_id: 'op-2', desk_id: 'change-01', count_cents: 21500 },
  answer: 'shift_close',
})

export const opDeskTopUp = command({
  name: 'opDeskTopUp',
  topic: 'eg/core/op/desk/top_up',
  schema: z.object({ ...atDesk, tag_uid: tagUid, amount_cents: amountCents }),
  ...operatorCommand,
  summary:
    'Cash into the drawer, the same onto the card. Answered with `receipt` and `new_balance_cents`. Needs an open shift.',
  sample: { req_id: 'op-3', desk_id: 'change-01', tag_uid: '04A37C91', amount_cents: 2000 },
  answer: 'desk_top_up',
})

export const opDeskCashOut = command({
  name: 'opDeskCashOut',
  topic: 'eg/core/op/desk/cash_out',
  schema: z.object({ ...atDesk, tag_uid: tagUid, amount_cents: amountCents }),
  ...operatorCommand,
  summary:
    'From the card, cash out of the drawer. Refused beyond the balance (`insufficient`) or beyond what the drawer holds (`drawer_short`).',
  sample: { req_id: 'op-4', desk_id: 'change-01', tag_uid: '04A37C91', amount_cents: 1500 },
  answer: 'desk_cash_out',
})

export const opDeskClaim = command({
  name: 'opDeskClaim',
  topic: 'eg/core/op/desk/claim',
  schema: z.object({ ...atDesk, payout_id: payoutId, tag_uid: tagUid }),
  ...operatorCommand,
  summary: 'Pay a waiting payout to a card, exactly once, with a receipt.',
  sample: { req_id: 'op-5', desk_id: 'change-01', payout_id: 'p-1', tag_uid: '04A37C91' },
  answer: 'desk_claim',
})

export const opDeskCash = command({
  name: 'opDeskCash',
  topic: 'eg/core/op/desk/cash',
  schema: z.object({
    ...atDesk,
    amount_cents: amountCents,
    direction: z.enum(['in', 'out'], 'direction is "in" (into the drawer) or "out"'),
    reason: why,
    by: name,
  }),
  ...operatorCommand,
  summary: 'Change brought to a drawer or money taken out of it during a shift, against the house.',
  sample: {
    req_id: 'op-6',
    desk_id: 'change-01',
    amount_cents: 5000,
    direction: 'in' as const,
    reason: 'change',
    by: 'Nadia',
  },
  answer: 'desk_cash',
})

export const opDesk = state({
  name: 'opDesk',
  topic: 'eg/op/desks/{device_id}',
  schema: z.object({
    desk_id: deviceId,
    shift: z.nullable(z.object({ shift: z.int(), by: z.string(), opened_at: coreTimeMs, opened_with_cents: z.int() })),
    /** What lies in the drawer by the books. */
    drawer_cents: z.int(),
    /** What the last shift that was closed here was over (above 0) or short (below 0). */
    last_over_short_cents: z.nullable(z.int()),
  }),
  publishers: ['core'],
  subscribers: MONEY,
  summary: 'A desk: who works there, and what its drawer holds by the books.',
  sample: {
    desk_id: 'change-01',
    shift: { shift: 1, by: 'Nadia', opened_at: 1700000000000, opened_with_cents: 20000 },
    drawer_cents: 21500,
    last_over_short_cents: null,
  },
})
export type OpDesk = z.infer<typeof opDesk.schema>
