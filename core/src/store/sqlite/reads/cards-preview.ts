import type { CardsPreview } from '@eg/shared'
import type Database from 'better-sqlite3'
import type { SessionMarks } from '../../../session/session-marks.js'
import type { RawSession, SessionStatements } from '../session-statements.js'

const STEP = 5000

/**
 * Looks through a session's transfers for who played, in steps, then says what is on their cards now: what a choice for them
 * would find. Null: more steps are needed. One preview at a time; another session begins anew.
 */
export function createCardsPreview(db: Database.Database, own: SessionStatements) {
  const player = db.prepare(
    `SELECT a.balance, c.status FROM players p JOIN accounts a ON a.account = p.account
     LEFT JOIN cards c ON c.player = p.player AND c.status <> 'lost' WHERE p.player = ?`,
  )
  const desks = db.prepare(
    `SELECT s.desk_id, s.person AS "by", -coalesce(a.balance, 0) AS drawer_cents
     FROM shifts s LEFT JOIN accounts a ON a.name = 'drawer:' || s.desk_id WHERE s.closed_at IS NULL ORDER BY s.desk_id`,
  )
  let looked: { session: number; at: number; players: Set<number> } | null = null

  return (session: number, anew: boolean): CardsPreview | null => {
    const row = own.session.get(session) as RawSession | undefined
    const empty = { session, cards: 0, cents: 0, frozen: 0, frozen_cents: 0, desks: [] }
    if (!row) return empty
    const { transfers: from } = JSON.parse(row.marks_before) as SessionMarks
    const until =
      row.marks_after === null ? Number.MAX_SAFE_INTEGER : (JSON.parse(row.marks_after) as SessionMarks).transfers
    if (anew || looked?.session !== session) looked = { session, at: from, players: new Set() }
    const found = own.toList.all(looked.at, until, STEP) as { transfer: number; player: number | null }[]
    for (const { transfer, player } of found) {
      looked.at = transfer
      if (player !== null) looked.players.add(player)
    }
    if (found.length === STEP) return null
    const preview: CardsPreview = { ...empty, desks: desks.all() as CardsPreview['desks'] }
    for (const number of looked.players) {
      if (own.dealtWith.get(number, session) !== undefined) continue
      const { balance, status } = player.get(number) as { balance: number; status: string | null }
      if (balance <= 0) continue
      preview.cards += 1
      preview.cents += balance
      if (status === 'active') continue
      preview.frozen += 1
      preview.frozen_cents += balance
    }
    looked = null
    return preview
  }
}
