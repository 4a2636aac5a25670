import type { Answer } from '@eg/shared'
import type { Actor, Work } from '../../../commit/command.js'
import {
  type DeskChange,
  type DeskFacts,
  decideCashOut,
  decideDrawerCash,
  decideShiftClose,
  decideShiftOpen,
  decideTopUp,
} from '../../../money/desk-rules.js'
import { type Card, type Transfer } from '../../../money/ledger.js'
import { decideClaim } from '../../../money/payout-rules.js'
import { writeTransfers } from '../money/ledger-writer.js'
import { cardOf, cardOrFirstTap, cashIn, deskOf, payoutOf } from '../money/money-facts.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { endPayouts } from './payout.js'

export type DeskWork = Extract<
  Work,
  { kind: 'opShiftOpen' | 'opShiftClose' | 'opDeskTopUp' | 'opDeskCashOut' | 'opDeskCash' }
>

const ANSWER_TYPES = {
  opShiftOpen: 'shift_open',
  opShiftClose: 'shift_close',
  opDeskTopUp: 'desk_top_up',
  opDeskCashOut: 'desk_cash_out',
  opDeskCash: 'desk_cash',
} as const

/** What a cashier does at a desk: shifts, and cash in and out. */
export function handleDesk(tx: Transaction, work: DeskWork, actor: Actor, at: number): Answer {
  const { req_id: reqId, desk_id: deskId } = work.payload
  const desk = deskOf(tx, deskId)
  const tagUid = 'tag_uid' in work.payload ? work.payload.tag_uid : undefined
  const card = tagUid === undefined ? null : cardOrFirstTap(tx, tagUid, actor, at)
  const { changes, ...told } = decide(work, desk, card)
  const done = apply(tx, changes, { desk, card, actor, at, reqId })
  if (changes.length > 0) tx.touched.desks.add(deskId)
  const figures = answerFigures(tx, work, {
    desk,
    card: tagUid === undefined ? null : cardOf(tx, tagUid),
    done,
    ok: changes.length > 0,
    status: told.status,
    reason: told.reason,
  })
  const line = { at, kind: work.kind, outcome: told.status, reason: told.reason, actor, deviceId: deskId }
  writeJournal(tx, { ...line, data: { ...said(work), ...figures } })
  return { req_id: reqId, type: ANSWER_TYPES[work.kind], ...told, ...figures }
}

/** A payout claimed at a desk of our own: the same rule as a change desk's claim, with a receipt. */
export function handleDeskClaim(
  tx: Transaction,
  work: Extract<Work, { kind: 'opDeskClaim' }>,
  actor: Actor,
  at: number,
): Answer {
  const { req_id: reqId, desk_id: deskId, payout_id: payoutId, tag_uid: tagUid } = work.payload
  const desk = deskOf(tx, deskId)
  const card = cardOrFirstTap(tx, tagUid, actor, at)
  const payout = payoutOf(tx, payoutId)
  const { changes, ...told } = decideClaim(tagUid, payoutId, { payout, card })
  const credited = changes.length > 0 && payout ? payout.amount : 0
  const receipt =
    card && credited > 0
      ? addReceipt(tx, { desk, card, kind: 'claim', amount: credited, moved: credited, at })
      : undefined
  endPayouts(tx, changes, {
    payoutId,
    card,
    actor,
    at,
    reqId,
    deviceId: deskId,
    ...(desk.shift ? { shift: desk.shift.shift, person: desk.shift.person } : {}),
    ...(receipt === undefined ? {} : { receipt }),
  })
  const paid = receipt === undefined ? {} : { receipt, amount_cents: credited }
  const line = { at, kind: work.kind, outcome: told.status, reason: told.reason, actor, deviceId: deskId }
  writeJournal(tx, { ...line, data: { payout_id: payoutId, tag_uid: tagUid, ...paid } })
  const balance = told.status === 'frozen' ? undefined : cardOf(tx, tagUid)?.balance
  return {
    req_id: reqId,
    type: 'desk_claim',
    payout_id: payoutId,
    ...told,
    credited_cents: credited,
    ...(receipt === undefined ? {} : { receipt }),
    ...(balance === undefined ? {} : { new_balance_cents: balance }),
  }
}

function decide(work: DeskWork, desk: DeskFacts, card: Card | null) {
  switch (work.kind) {
    case 'opShiftOpen':
      return decideShiftOpen(desk, work.payload.count_cents, work.payload.by)
    case 'opShiftClose':
      return decideShiftClose(desk, work.payload.count_cents, work.payload.note, work.payload.expect_shift)
    case 'opDeskTopUp':
      return decideTopUp(desk, work.payload.tag_uid, card, work.payload.amount_cents)
    case 'opDeskCashOut':
      return decideCashOut(desk, work.payload.tag_uid, card, work.payload.amount_cents)
    case 'opDeskCash': {
      const { amount_cents: amount, direction, reason, by: person } = work.payload
      return decideDrawerCash(desk, { amount, direction, reason, person })
    }
  }
}

interface Done {
  shift?: number
  receipt?: number
  expected?: number
  overShort?: number
}

interface DeskContext {
  desk: DeskFacts
  card: Card | null
  actor: Actor
  at: number
  reqId: string
}

/** Rows first, then the money, so that a transfer can name its shift and receipt. */
function apply(tx: Transaction, changes: readonly DeskChange[], context: DeskContext): Done {
  const { desk, card, actor, at, reqId } = context
  const done: Done = desk.shift ? { shift: desk.shift.shift } : {}
  const transfers: Transfer[] = []
  for (const change of changes) {
    switch (change.type) {
      case 'shift_open':
        done.shift = Number(tx.money.addShift.run(desk.deskId, change.person, at, change.count).lastInsertRowid)
        break
      case 'shift_close': {
        const { expected, counted, note, shift } = change
        done.expected = expected
        done.overShort = counted - expected
        tx.money.closeShift.run(at, expected, counted, counted - expected, note ?? null, shift)
        break
      }
      case 'receipt':
        if (card) {
          const moved = change.kind === 'cash_out' ? -change.amount : change.amount
          done.receipt = addReceipt(tx, { desk, card, kind: change.kind, amount: change.amount, moved, at })
        }
        break
      case 'transfer':
        transfers.push(change.transfer)
    }
  }
  const { shift, receipt } = done
  writeTransfers(tx, transfers, { at, actor, reqId, deviceId: desk.deskId, tagUid: card?.tagUid, shift, receipt })
  return done
}

/** A receipt with the balance after it; its number. */
export function addReceipt(
  tx: Transaction,
  given: { desk: DeskFacts; card: Card; kind: string; amount: number; moved: number; at: number },
): number {
  const { desk, card, kind, amount, moved, at } = given
  const balance = card.balance + moved
  const { shift, person } = desk.shift ?? { shift: null, person: null }
  return Number(
    tx.money.addReceipt.run(at, kind, desk.deskId, shift, card.tagUid, card.player, amount, balance, person)
      .lastInsertRowid,
  )
}

/** What the cashier reads in the answer. */
function answerFigures(
  tx: Transaction,
  work: DeskWork,
  now: { desk: DeskFacts; card: Card | null; done: Done; ok: boolean; status: string; reason: string | undefined },
): Record<string, number> {
  const { done, card, ok } = now
  const drawer = { drawer_cents: cashIn(tx, work.payload.desk_id) }
  if (!ok) {
    if (now.reason === 'drawer_short') return drawer
    return now.status === 'insufficient' && card ? { new_balance_cents: card.balance } : {}
  }
  const shift = done.shift ?? 0
  switch (work.kind) {
    case 'opShiftOpen':
      return { shift, ...drawer }
    case 'opShiftClose':
      return { shift, expected_cents: done.expected ?? 0, over_short_cents: done.overShort ?? 0 }
    case 'opDeskCash':
      return drawer
    default:
      return {
        receipt: done.receipt ?? 0,
        amount_cents: work.payload.amount_cents,
        new_balance_cents: card?.balance ?? 0,
      }
  }
}

/** What was asked, for the journal. */
function said(work: DeskWork): Record<string, string | number> {
  switch (work.kind) {
    case 'opShiftOpen':
      return { count_cents: work.payload.count_cents, by: work.payload.by }
    case 'opShiftClose':
      return { count_cents: work.payload.count_cents }
    case 'opDeskCash': {
      const { amount_cents, direction, reason, by } = work.payload
      return { amount_cents, direction, why: reason, by }
    }
    default:
      return { tag_uid: work.payload.tag_uid, amount_cents: work.payload.amount_cents }
  }
}
