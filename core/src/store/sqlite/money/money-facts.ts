import type { Actor } from '../../../commit/command.js'
import type { Bet } from '../../../money/bet-rules.js'
import type { DeskFacts } from '../../../money/desk-rules.js'
import { type Card, account } from '../../../money/ledger.js'
import type { Payout } from '../../../money/payout-rules.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { accountOf, balanceOf } from './ledger-writer.js'

const HOUR_MS = 3_600_000

export function cardOf(tx: Transaction, tagUid: string): Card | null {
  return (tx.money.card.get(tagUid) as Card | undefined) ?? null
}

/** The card, issued now if it is unknown and the venue issues by the first tap (EG_CARDS=auto). */
export function cardOrFirstTap(tx: Transaction, tagUid: string, actor: Actor, at: number): Card | null {
  const card = cardOf(tx, tagUid)
  if (card || tx.settings.money.cards !== 'auto') return card
  const player = issueCard(tx, tagUid, null, actor, at)
  writeJournal(tx, { at, kind: 'cardIssued', outcome: 'ok', actor, data: { tag_uid: tagUid } })
  return { tagUid, player, status: 'active', balance: 0 }
}

/** A new player with an empty account and this card. */
export function issueCard(tx: Transaction, tagUid: string, name: string | null, actor: Actor, at: number): number {
  // The account is named after the player, whose number is known only after the insert: so it takes the next one.
  const next = ((tx.money.nextPlayer.get() as number | null) ?? 0) + 1
  const player = tx.money.addPlayer.get(accountOf(tx, account.player(next)), name, at) as number
  if (player !== next) throw new Error(`player ${player} got the account of player ${next}`)
  tx.money.addCard.run(tagUid, player, 'active', null, at, actor.key)
  return player
}

export function openBetOf(tx: Transaction, deviceId: string, player: number): Bet | null {
  return (tx.money.openBet.get(deviceId, player) as Bet | undefined) ?? null
}

/** What a limit for an hour leaves of itself after a player's transfers of these kinds; null: no limit. */
export function leftOfHour(
  tx: Transaction,
  limit: number | null,
  player: number | undefined,
  kinds: ReadonlySet<string>,
  at: number,
): number | null {
  if (limit === null || player === undefined) return limit
  let left = limit
  for (const row of tx.money.recent.iterate(player)) {
    const { at: when, kind, amount } = row as { at: number; kind: string; amount: number }
    if (when < at - HOUR_MS) break
    // What a clock that was ahead has written counts no longer than the hour it was written in.
    if (when <= at && kinds.has(kind)) left -= amount
  }
  return Math.max(0, left)
}

export const STAKES: ReadonlySet<string> = new Set(['stake', 'bet'])
export const DEVICE_CREDITS: ReadonlySet<string> = new Set(['bet_win'])

export interface RawPayout {
  payoutId: string
  source: string
  amount: number
  status: Payout['status']
  tableId: string | null
  hash: string
}

export function payoutOf(
  tx: Transaction,
  payoutId: string,
): (Payout & { hash: string; tableId: string | null }) | null {
  const row = tx.money.payout.get(payoutId) as RawPayout | undefined
  if (!row) return null
  const transfer = tx.money.payoutTransfer.get(payoutId) as number
  const { amount, status, hash, tableId } = row
  return { payoutId, amount, status, hash, tableId, table: row.tableId ?? row.source, transfer }
}

export function deskOf(tx: Transaction, deskId: string): DeskFacts {
  const shift = tx.money.shift.get(deskId) as { shift: number; person: string } | undefined
  return { deskId, shift: shift ?? null, drawer: cashIn(tx, deskId) }
}

/** The cash a drawer holds by the books: what is held stands below 0 in the ledger. */
export function cashIn(tx: Transaction, deskId: string): number {
  return 0 - balanceOf(tx, account.drawer(deskId))
}
