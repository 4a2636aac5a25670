import { cardProblem } from './card-rules.js'
import { type Card, MAX_TRANSFER_CENTS, type Transfer, account } from './ledger.js'
import { insufficient } from './round-rules.js'
import { type Decision, accept, refuse } from '../game/decision.js'

export interface Shift {
  shift: number
  person: string
}

/** What a desk is: its open shift, and the cash its drawer holds by the books (cents). */
export interface DeskFacts {
  deskId: string
  shift: Shift | null
  drawer: number
}

export type DeskChange =
  | { type: 'shift_open'; count: number; person: string }
  | { type: 'shift_close'; shift: number; expected: number; counted: number; note: string | undefined }
  | { type: 'transfer'; transfer: Transfer }
  | { type: 'receipt'; kind: 'top_up' | 'cash_out' | 'claim'; amount: number }

/** A cashier begins. What lies in the drawer beyond the books was brought from the safe; what is missing went there. */
export function decideShiftOpen(desk: DeskFacts, count: number, person: string): Decision<DeskChange> {
  if (desk.shift) {
    const detail = `${desk.shift.person} has an open shift at ${desk.deskId}. Nothing was changed; close that one first.`
    return refuse('refused', 'shift_is_open', detail)
  }
  const brought = count - desk.drawer
  if (Math.abs(brought) > MAX_TRANSFER_CENTS) return miscounted(desk, count)
  const changes: DeskChange[] = [{ type: 'shift_open', count, person }]
  if (brought !== 0) changes.push(cash('shift_float', desk.deskId, account.safe, brought, { person }))
  return accept('ok', changes)
}

/** A cashier counts and goes. The difference to the books is over or short. */
export function decideShiftClose(
  desk: DeskFacts,
  count: number,
  note: string | undefined,
  expectShift?: number,
): Decision<DeskChange> {
  if (expectShift !== undefined && expectShift !== desk.shift?.shift) {
    const now = desk.shift ? `${desk.shift.person} has shift ${desk.shift.shift} there now` : 'no shift is open there'
    const detail = `Shift ${expectShift} at ${desk.deskId} is over: ${now}. Nothing was changed. Look again, then decide.`
    return refuse('stale', 'stale', detail, { field: 'expect_shift' })
  }
  if (!desk.shift) return noShift(desk)
  const { shift, person } = desk.shift
  const over = count - desk.drawer
  if (Math.abs(over) > MAX_TRANSFER_CENTS) return miscounted(desk, count)
  const changes: DeskChange[] = [{ type: 'shift_close', shift, expected: desk.drawer, counted: count, note }]
  if (over !== 0) changes.push(cash('over_short', desk.deskId, account.overShort, over, { person, reason: note }))
  return accept('ok', changes)
}

/** Cash into the drawer, the same onto the card. */
export function decideTopUp(desk: DeskFacts, tagUid: string, card: Card | null, amount: number): Decision<DeskChange> {
  if (!desk.shift) return noShift(desk)
  const problem = cardProblem<DeskChange>(tagUid, card, 'Nothing was booked; give the cash back.')
  if (problem || !card) return problem ?? noShift(desk)
  const transfer: Transfer = {
    kind: 'top_up',
    debit: account.drawer(desk.deskId),
    credit: account.player(card.player),
    amount,
    player: card.player,
    person: desk.shift.person,
  }
  return accept('ok', [
    { type: 'transfer', transfer },
    { type: 'receipt', kind: 'top_up', amount },
  ])
}

/** From the card, cash out of the drawer. */
export function decideCashOut(
  desk: DeskFacts,
  tagUid: string,
  card: Card | null,
  amount: number,
): Decision<DeskChange> {
  if (!desk.shift) return noShift(desk)
  const nothing = 'Nothing was booked; hand out no cash.'
  const problem = cardProblem<DeskChange>(tagUid, card, nothing)
  if (problem || !card) return problem ?? noShift(desk)
  if (card.balance < amount) return insufficient(amount, card.balance, nothing)
  if (desk.drawer < amount) return drawerShort(desk, nothing)
  const transfer: Transfer = {
    kind: 'cash_out',
    debit: account.player(card.player),
    credit: account.drawer(desk.deskId),
    amount,
    player: card.player,
    person: desk.shift.person,
  }
  return accept('ok', [
    { type: 'transfer', transfer },
    { type: 'receipt', kind: 'cash_out', amount },
  ])
}

/** Change brought to a drawer, or money taken out of it, during a shift. */
export function decideDrawerCash(
  desk: DeskFacts,
  command: { amount: number; direction: 'in' | 'out'; reason: string; person: string },
): Decision<DeskChange> {
  if (!desk.shift) return noShift(desk)
  const { amount, direction, reason, person } = command
  if (direction === 'out' && desk.drawer < amount) return drawerShort(desk, 'Nothing was booked; take nothing out.')
  const brought = direction === 'in' ? amount : -amount
  return accept('ok', [cash('drawer_cash', desk.deskId, account.safe, brought, { reason, person })])
}

/** A difference of the drawer: above 0 cash comes in and `other` receives, below 0 cash goes and `other` gives. */
function cash(
  kind: 'shift_float' | 'over_short' | 'drawer_cash',
  deskId: string,
  other: string,
  cents: number,
  more: { reason?: string | undefined; person: string },
): DeskChange {
  const drawer = account.drawer(deskId)
  const sides = cents > 0 ? { debit: drawer, credit: other } : { debit: other, credit: drawer }
  return { type: 'transfer', transfer: { kind, ...sides, amount: Math.abs(cents), ...more } }
}

export function noShift<C>(desk: DeskFacts): Decision<C> {
  return refuse(
    'refused',
    'no_shift',
    `No shift is open at ${desk.deskId}. Nothing was booked; open a shift and count the drawer first.`,
  )
}

export function drawerShort<C>(desk: DeskFacts, nothing: string): Decision<C> {
  const detail = `The drawer of ${desk.deskId} holds ${desk.drawer} cents by the books. ${nothing} Bring cash and book it first.`
  return refuse('refused', 'drawer_short', detail)
}

function miscounted<C>(desk: DeskFacts, count: number): Decision<C> {
  const detail = `${count} cents were counted, the books say ${desk.drawer}: that is too far apart to be a count. Nothing was changed; count again.`
  return refuse('refused', 'miscounted', detail, { field: 'count_cents' })
}
