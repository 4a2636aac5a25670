import * as z from 'zod/mini'
import { GAME, MONEY, command } from './contract.js'
import { direction, name, requestId, tagUid, why } from './common.js'
import { amountCents, balanceCents } from '../money.js'

const operatorCommand = { publishers: MONEY, subscribers: [], answerTo: 'page' } as const
/** What is given or taken at the cost of the house is not for who holds the drawer. */
const houseCommand = { ...operatorCommand, publishers: GAME } as const
const card = { req_id: requestId, tag_uid: tagUid }

export const opCardIssue = command({
  name: 'opCardIssue',
  topic: 'eg/core/op/cards/issue',
  schema: z.object({ ...card, name: z.optional(name) }),
  ...operatorCommand,
  summary:
    'Give out a card: it gets a player with a balance of 0. A card that is known already is refused (`already_issued`).',
  sample: { req_id: 'op-1', tag_uid: '04A37C91', name: 'Ada' },
  answer: 'card_issue',
})

export const opCardFreeze = command({
  name: 'opCardFreeze',
  topic: 'eg/core/op/cards/freeze',
  schema: z.object({ ...card, reason: why }),
  ...operatorCommand,
  summary: 'Nothing moves on this card until it is unfrozen; its balance stays.',
  sample: { req_id: 'op-2', tag_uid: '04A37C91', reason: 'found on the floor' },
  answer: 'card_freeze',
})

export const opCardUnfreeze = command({
  name: 'opCardUnfreeze',
  topic: 'eg/core/op/cards/unfreeze',
  schema: z.object({ ...card, reason: why }),
  ...operatorCommand,
  summary: 'The card works again.',
  sample: { req_id: 'op-3', tag_uid: '04A37C91', reason: 'owner came back' },
  answer: 'card_unfreeze',
})

export const opCardReplace = command({
  name: 'opCardReplace',
  topic: 'eg/core/op/cards/replace',
  schema: z.object({ ...card, new_tag_uid: tagUid, reason: why }),
  ...operatorCommand,
  summary:
    'A card is lost: its player goes on with a new one, with balance and history. The old card is refused from now on (`lost`). A frozen card stays frozen.',
  sample: { req_id: 'op-4', tag_uid: '04A37C91', new_tag_uid: '04B11D02', reason: 'lost' },
  answer: 'card_replace',
})

export const opCardAdjust = command({
  name: 'opCardAdjust',
  topic: 'eg/core/op/cards/adjust',
  schema: z.object({
    ...card,
    amount_cents: amountCents,
    direction,
    reason: why,
    by: name,
    /** The balance on the screen of whoever asks; if it is another one by now the command is `stale`. */
    expect_balance_cents: z.optional(balanceCents),
  }),
  ...houseCommand,
  summary: 'Give to a card (`credit`) or take from it (`debit`) at the cost of the house, with a reason and a name.',
  sample: {
    req_id: 'op-5',
    tag_uid: '04A37C91',
    amount_cents: 500,
    direction: 'credit' as const,
    reason: 'slot died in a round',
    by: 'Nadia',
  },
  answer: 'card_adjust',
})

export const opTransferReverse = command({
  name: 'opTransferReverse',
  topic: 'eg/core/op/transfers/reverse',
  schema: z.object({
    req_id: requestId,
    transfer: z.int('transfer is the number of a transfer').check(z.gte(1)),
    reason: why,
    by: name,
  }),
  ...houseCommand,
  summary:
    'Take back one transfer by a new one that is linked to it; nothing is deleted. A transfer is reversed at most once.',
  sample: { req_id: 'op-6', transfer: 12, reason: 'wrong card', by: 'Nadia' },
  answer: 'transfer_reverse',
})
