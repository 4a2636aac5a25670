import { type Decision, accept, refuse } from '../game/decision.js'
import { type DeskChange, type DeskFacts, decideCashOut } from '../money/desk-rules.js'
import { type Card, MAX_TRANSFER_CENTS, account } from '../money/ledger.js'

/** What becomes of the money on a group's cards (J51). Nothing is ever deleted: it stays or it moves. */
export type CardChoice = 'keep' | 'cash_out' | 'expire'

export interface CardsAsked {
  session: number
  choice: CardChoice
  deskId: string | null
  reason: string | null
}

export interface CardsFacts {
  /** Null: there is no such session. */
  status: 'open' | 'paused' | 'closed' | null
  /** A session is open: the named one or a later one. */
  open: { session: number; name: string } | null
  /** The job that is worked on. */
  running: number | null
  /** The named desk; null where none was named. */
  desk: DeskFacts | null
}

/** A choice is taken up, or why not (J53). What the cards hold is looked at afterwards, in small steps. */
export function decideCards(asked: CardsAsked, facts: CardsFacts): Decision<{ type: 'begin' }> {
  const nothing = 'Nothing was moved.'
  if (facts.status === null) {
    return refuse('refused', 'unknown_session', `There is no session ${asked.session}. ${nothing}`, {
      field: 'session',
    })
  }
  if (facts.open) {
    const detail = `Session ${facts.open.session} (${facts.open.name}) is open, and its group may use these cards. ${nothing} Close it first.`
    return refuse('refused', 'session_open', detail)
  }
  if (facts.running !== null) {
    const detail = `The choice before (${facts.running}) is still being carried out. ${nothing} Wait for its end.`
    return refuse('refused', 'cards_running', detail)
  }
  if (asked.choice === 'expire' && asked.reason === null) {
    return refuse('refused', 'reason_needed', `Say why players lose what is on their cards. ${nothing}`, {
      field: 'reason',
    })
  }
  if (asked.choice === 'cash_out') {
    if (asked.deskId === null || !facts.desk) {
      return refuse('refused', 'desk_needed', `Say which desk hands the money out. ${nothing}`, { field: 'desk_id' })
    }
    if (!facts.desk.shift) {
      const detail = `No shift is open at ${asked.deskId}. ${nothing} Open one and count the drawer first.`
      return refuse('refused', 'no_shift', detail, { field: 'desk_id' })
    }
  }
  return accept('ok', [{ type: 'begin' }])
}

/**
 * Whether what was listed may be moved (J55, J53): null, or the word of the reason to stop before anything moves. No cash is
 * needed for what stays on its card: `payableCents` is what is listed of cards that are not frozen (J97).
 */
export function problemWithListed(
  listed: { cards: number; cents: number; payableCents: number },
  asked: { choice: CardChoice; expectCards: number | null; expectCents: number | null },
  desk: DeskFacts | null,
): string | null {
  // Keep moves nothing, so nothing that was played meanwhile can make it wrong.
  if (asked.choice === 'keep') return null
  const otherCards = asked.expectCards !== null && asked.expectCards !== listed.cards
  const otherCents = asked.expectCents !== null && asked.expectCents !== listed.cents
  if (otherCards || otherCents) return 'stale'
  return asked.choice === 'cash_out' && (desk?.drawer ?? 0) < listed.payableCents ? 'drawer_short' : null
}

/** `skip`: the card stays as it is, for a word. `stop`: nothing more can be moved for now. */
export type CardVerdict =
  | { type: 'move'; outcome: 'cashed_out' | 'expired'; cents: number; changes: DeskChange[] }
  | { type: 'keep'; cents: number }
  | { type: 'skip'; outcome: 'empty' | 'frozen' | 'too_large' }
  | { type: 'stop'; reason: string }

/**
 * One card's turn (J51–J54). `left`: what was listed on it, or what of it was never taken off it since (cents). What came onto it
 * is another one's, and was in no sum that anybody saw.
 */
export function decideCardTurn(
  card: Card | null,
  left: number,
  asked: { choice: CardChoice; why: string; person: string },
  desk: DeskFacts | null,
): CardVerdict {
  const cents = Math.min(card?.balance ?? 0, left)
  if (!card || cents === 0) return { type: 'skip', outcome: 'empty' }
  if (asked.choice === 'keep') return { type: 'keep', cents }
  if (card.status !== 'active') return { type: 'skip', outcome: 'frozen' }
  if (cents > MAX_TRANSFER_CENTS) return { type: 'skip', outcome: 'too_large' }
  if (asked.choice === 'cash_out') {
    if (!desk) return { type: 'stop', reason: 'no_shift' }
    const { changes, reason } = decideCashOut(desk, card.tagUid, card, cents)
    if (changes.length === 0) return { type: 'stop', reason: reason ?? 'refused' }
    return { type: 'move', outcome: 'cashed_out', cents, changes: changes.map((change) => because(change, asked.why)) }
  }
  const transfer = {
    kind: 'card_expire' as const,
    debit: account.player(card.player),
    credit: account.house,
    amount: cents,
    player: card.player,
    reason: asked.why,
    person: asked.person,
  }
  return { type: 'move', outcome: 'expired', cents, changes: [{ type: 'transfer', transfer }] }
}

/** A desk's transfer says for which session it was made. */
function because(change: DeskChange, why: string): DeskChange {
  return change.type === 'transfer' ? { ...change, transfer: { ...change.transfer, reason: why } } : change
}
