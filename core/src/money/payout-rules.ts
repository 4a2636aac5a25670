import { cardProblem } from './card-rules.js'
import { type Card, type Transfer, account } from './ledger.js'
import { type Decision, accept, refuse } from '../game/decision.js'

export interface Payout {
  payoutId: string
  amount: number
  status: 'ready' | 'claimed' | 'voided' | 'expired'
  /** The table, or else the source, whose float it came from. */
  table: string
  /** The transfer that created it. */
  transfer: number
}

export type PayoutChange =
  | { type: 'create'; transfer: Transfer }
  | { type: 'end'; status: 'claimed' | 'voided' | 'expired'; transfer: Transfer; reason: string | undefined }

/** A table owes somebody: from its float to what waits for payouts. */
export function decidePayout(table: string, amount: number): Decision<PayoutChange> {
  const transfer: Transfer = { kind: 'payout', debit: account.float(table), credit: account.payouts, amount }
  return accept('ok', [{ type: 'create', transfer }])
}

/** Pays a waiting payout to a card: once. */
export function decideClaim(
  tagUid: string,
  payoutId: string,
  facts: { payout: Payout | null; card: Card | null },
): Decision<PayoutChange> {
  const { payout, card } = facts
  const nothing = 'Nothing was credited.'
  if (payout?.status === 'claimed') {
    return refuse('already_claimed', 'already_claimed', `The payout ${payoutId} was claimed before. ${nothing}`)
  }
  if (payout?.status !== 'ready') return gone(payoutId, payout, nothing)
  const problem = cardProblem<PayoutChange>(tagUid, card, nothing)
  if (problem || !card) return problem ?? refuse('unknown_card', 'unknown_card', nothing)
  const transfer: Transfer = {
    kind: 'claim',
    debit: account.payouts,
    credit: account.player(card.player),
    amount: payout.amount,
    player: card.player,
  }
  return accept('ok', [{ type: 'end', status: 'claimed', transfer, reason: undefined }])
}

/** Takes a waiting payout back to the table (void, a linked reversal) or to the house (expire). */
export function decideEnd(
  status: 'voided' | 'expired',
  payoutId: string,
  payout: Payout | null,
  reason: string | undefined,
): Decision<PayoutChange> {
  if (!payout) return gone(payoutId, payout, 'Nothing was changed.')
  if (payout.status !== 'ready') {
    const detail = `The payout ${payoutId} is ${payout.status} already. Nothing was changed.`
    return refuse('refused', `already_${payout.status}`, detail)
  }
  const { amount } = payout
  const transfer: Transfer =
    status === 'voided'
      ? {
          kind: 'payout_void',
          debit: account.payouts,
          credit: account.float(payout.table),
          amount,
          reverses: payout.transfer,
          reason,
        }
      : { kind: 'payout_expire', debit: account.payouts, credit: account.house, amount, reason }
  return accept('ok', [{ type: 'end', status, transfer, reason }])
}

function gone(payoutId: string, payout: Payout | null, nothing: string): Decision<PayoutChange> {
  if (!payout) {
    return refuse('not_found', 'unknown', `There is no payout ${payoutId}. ${nothing}`, { field: 'payout_id' })
  }
  const why = payout.status === 'voided' ? 'was taken back by the operator' : 'expired'
  return refuse('not_found', payout.status, `The payout ${payoutId} ${why}. ${nothing}`)
}
