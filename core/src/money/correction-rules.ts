import { REVERSIBLE_KINDS } from '@eg/shared/money-rows'
import { cardProblem } from './card-rules.js'
import { type Card, type Transfer, account } from './ledger.js'
import { insufficient } from './round-rules.js'
import { type Decision, accept, refuse } from '../game/decision.js'

/** Gives to a card or takes from it at the cost of the house, with a reason and a name. A frozen card too. */
export function decideAdjust(
  command: {
    tagUid: string
    amount: number
    direction: 'credit' | 'debit'
    reason: string
    person: string
    /** What whoever asks saw on the card (cents). */
    expectBalance?: number | undefined
  },
  card: Card | null,
): Decision<Transfer> {
  const { tagUid, amount, direction, reason, person } = command
  const nothing = 'Nothing was changed.'
  const known = card?.status === 'frozen' ? { ...card, status: 'active' as const } : card
  const problem = cardProblem<Transfer>(tagUid, known, nothing)
  if (problem || !card) return problem ?? refuse('unknown_card', 'unknown_card', nothing)
  const player = account.player(card.player)
  if (command.expectBalance !== undefined && command.expectBalance !== card.balance) {
    const detail = `The card holds another amount by now. ${nothing} Look again, then decide.`
    return refuse('stale', 'stale', detail, { field: 'expect_balance_cents' })
  }
  if (direction === 'debit' && card.balance < amount) return insufficient(amount, card.balance, nothing)
  const sides =
    direction === 'credit' ? { debit: account.house, credit: player } : { debit: player, credit: account.house }
  return accept('ok', [{ kind: 'adjust', ...sides, amount, player: card.player, reason, person }])
}

/** A transfer that was made, with what its reversal needs to know. */
export interface Made extends Transfer {
  transfer: number
  reversed: boolean
  /** Balances (cents) of the player and of the drawer it touches; null where it touches none. */
  playerBalance: number | null
  drawer: { cash: number; shift: boolean } | null
}

/** Takes one transfer back by its mirror image, linked to it. Once. */
export function decideReverse(
  number: number,
  made: Made | null,
  more: { reason: string; person: string },
): Decision<Transfer> {
  const nothing = 'Nothing was changed.'
  if (!made) {
    return refuse('not_found', 'unknown', `There is no transfer ${number}. ${nothing}`, { field: 'transfer' })
  }
  if (made.reversed) return refuse('refused', 'already_reversed', `Transfer ${number} was reversed before. ${nothing}`)
  if (!REVERSIBLE_KINDS.has(made.kind)) {
    const detail = `A transfer of kind ${made.kind} is not reversed by hand. ${nothing} Void the payout, or adjust the card.`
    return refuse('refused', 'not_reversible', detail)
  }
  const takes = made.playerBalance !== null && kindGives(made)
  if (takes && (made.playerBalance ?? 0) < made.amount)
    return insufficient(made.amount, made.playerBalance ?? 0, nothing)
  if (made.drawer && !made.drawer.shift) {
    return refuse(
      'refused',
      'no_shift',
      `No shift is open at that desk. ${nothing} Open one and count the drawer first.`,
    )
  }
  const emptied = made.drawer !== null && made.debit.startsWith('drawer:') && made.drawer.cash < made.amount
  if (emptied) return refuse('refused', 'drawer_short', `The drawer holds less than that. ${nothing}`)
  const { debit, credit, amount, player } = made
  const link = player === undefined ? {} : { player }
  return accept('ok', [{ kind: 'reversal', debit: credit, credit: debit, amount, ...link, reverses: number, ...more }])
}

/** Whether the transfer gave to its player, so that taking it back takes from the player. */
function kindGives(made: Made): boolean {
  return made.player !== undefined && made.credit === account.player(made.player)
}
