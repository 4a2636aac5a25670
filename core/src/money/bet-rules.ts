import { cardProblem } from './card-rules.js'
import { type Card, type CreditPolicy, type Transfer, account } from './ledger.js'
import { insufficient, overLimit } from './round-rules.js'
import { type Decision, accept, refuse } from '../game/decision.js'

/** A bet of a device that debits and credits by itself counts as lost after this time (milliseconds). */
export const BET_OPEN_MS = 600_000

export interface Bet {
  bet: number
  stake: number
  openedAt: number
}

export type BetChange =
  | { type: 'open'; stake: number }
  | { type: 'lose'; bet: number }
  | { type: 'win'; bet: number; win: number }
  | { type: 'transfer'; transfer: Transfer }

export interface WalletCommand {
  deviceId: string
  tagUid: string
  amount: number
  reason: string | undefined
}

export interface DebitFacts {
  card: Card | null
  /** The open bet of this device and card. */
  open: Bet | null
  stakeLeft: number | null
}

/** A bet of a device of the old system: at most one is open a device and card; the next one closes it as lost. */
export function decideDebit(command: WalletCommand, facts: DebitFacts): Decision<BetChange> {
  const { deviceId, tagUid, amount, reason } = command
  const nothing = 'Nothing was taken.'
  const { card, open } = facts
  const problem = cardProblem<BetChange>(tagUid, card, nothing)
  if (problem || !card) return problem ?? refuse('unknown_card', 'unknown_card', nothing)
  if (card.balance < amount) return insufficient(amount, card.balance, nothing)
  if (facts.stakeLeft !== null && amount > facts.stakeLeft) return overLimit(facts.stakeLeft, nothing)
  const changes: BetChange[] = open ? [{ type: 'lose', bet: open.bet }] : []
  changes.push(
    { type: 'open', stake: amount },
    {
      type: 'transfer',
      transfer: {
        kind: 'bet',
        debit: account.player(card.player),
        credit: account.game(deviceId),
        amount,
        player: card.player,
        reason,
      },
    },
  )
  return accept('ok', changes)
}

export interface CreditFacts {
  card: Card | null
  open: Bet | null
  policy: CreditPolicy
  /** What devices may still credit to this card within this hour (cents); null: no limit. */
  creditLeft: number | null
}

/** A win that a device says: only for its own open bet with this card, unless the venue turned that check off. */
export function decideCredit(command: WalletCommand, facts: CreditFacts, at: number): Decision<BetChange> {
  const { deviceId, tagUid, amount, reason } = command
  const nothing = 'Nothing was credited.'
  const { card, policy } = facts
  const problem = cardProblem<BetChange>(tagUid, card, nothing)
  if (problem || !card) return problem ?? refuse('unknown_card', 'unknown_card', nothing)
  const open = facts.open && at - facts.open.openedAt < BET_OPEN_MS ? facts.open : null
  if (policy === 'rounds' && !open) {
    const detail = `${deviceId} has no open bet with this card (a bet stays open for 10 minutes, until the next one or its win). ${nothing} If the player is owed something, adjust the card at the desk.`
    return refuse('no_bet', 'no_bet', detail)
  }
  if (facts.creditLeft !== null && amount > facts.creditLeft) return overLimit(facts.creditLeft, nothing)
  const changes: BetChange[] = []
  if (open) changes.push({ type: 'win', bet: open.bet, win: amount })
  else if (facts.open) changes.push({ type: 'lose', bet: facts.open.bet })
  changes.push({
    type: 'transfer',
    transfer: {
      kind: 'bet_win',
      debit: account.game(deviceId),
      credit: account.player(card.player),
      amount,
      player: card.player,
      reason,
    },
  })
  return accept('ok', changes)
}
