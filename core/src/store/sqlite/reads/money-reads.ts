import type { CardDetails, CardSummary, StatementLine } from '@eg/shared/money-rows'
import type Database from 'better-sqlite3'
import type { AccountRow, ExportPage, PayoutRow, ReceiptRow, ShiftRow, TransferQuery } from '../../money-reads.js'
import { toCsv } from './to-csv.js'

const HOUR_MS = 3_600_000

const CARD = `c.tag_uid, c.status, c.player, p.name, a.balance AS balance_cents, c.issued_at,
  (SELECT at FROM transfers t WHERE t.player = c.player ORDER BY t.transfer DESC LIMIT 1) AS last_used_at`
const CARDS = 'cards c JOIN players p ON p.player = c.player JOIN accounts a ON a.account = p.account'
const FILTER = `transfer > @after AND (@device IS NULL OR device_id = @device) AND (@tag IS NULL OR tag_uid = @tag)
  AND (@kind IS NULL OR t.kind = @kind)`

/** Looks money up on a connection that can only read. */
export function createMoneyReads(db: Database.Database) {
  // Case and accents of a name are of no account: "Élodie" is found by "elod".
  db.function('plain', { deterministic: true }, (text) => plain(String(text ?? '')))
  const sql = {
    cards: db.prepare(
      `SELECT ${CARD} FROM ${CARDS}
       WHERE @q = '' OR instr(plain(c.tag_uid), @q) > 0 OR instr(plain(p.name), @q) > 0
       ORDER BY c.status = 'lost', last_used_at DESC NULLS LAST, c.tag_uid LIMIT @limit`,
    ),
    card: db.prepare(
      `SELECT ${CARD}, c.status_reason, c.replaced_by,
         (SELECT tag_uid FROM cards o WHERE o.replaced_by = c.tag_uid) AS replaces
       FROM ${CARDS} WHERE c.tag_uid = ?`,
    ),
    openBets: db.prepare(
      `SELECT device_id, stake AS stake_cents, opened_at FROM bets WHERE player = ? AND status = 'open' ORDER BY bet`,
    ),
    recent: db.prepare('SELECT at, kind, amount FROM transfers WHERE player = ? ORDER BY transfer DESC'),
    statement: db.prepare(
      `SELECT t.transfer, t.at, t.kind, CASE WHEN t.credit = p.account THEN t.amount ELSE -t.amount END AS amount_cents,
         t.player_balance AS balance_cents, t.device_id, t.tag_uid, t.receipt, t.reason, t.person AS "by", t.reverses,
         (SELECT r.transfer FROM transfers r WHERE r.reverses = t.transfer) AS reversed_by
       FROM transfers t JOIN players p ON p.player = t.player
       WHERE t.player = (SELECT player FROM cards WHERE tag_uid = @tag) AND (@before IS NULL OR t.transfer < @before)
       ORDER BY t.transfer DESC LIMIT @limit`,
    ),
    transfers: db.prepare(
      `SELECT t.transfer, t.at, t.kind, d.name AS debit, c.name AS credit, t.amount AS amount_cents, t.actor, t.req_id,
         t.device_id, t.tag_uid, t.payout_id, t.round, t.bet, t.shift, t.receipt, t.reverses, t.reason, t.person AS "by"
       FROM transfers t JOIN accounts d ON d.account = t.debit JOIN accounts c ON c.account = t.credit
       WHERE ${FILTER} ORDER BY t.transfer LIMIT @limit`,
    ),
    requestIds: db
      .prepare(
        `SELECT t.transfer, t.req_id FROM transfers t
         WHERE ${FILTER} AND t.req_id IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM transfers o WHERE o.actor = t.actor AND o.req_id = t.req_id AND o.part < t.part
             AND (@kind IS NULL OR o.kind = @kind))
         ORDER BY t.transfer LIMIT @limit`,
      )
      .raw(),
    accounts: db.prepare('SELECT name AS account, kind, balance AS balance_cents FROM accounts ORDER BY kind, name'),
    payout: db.prepare(
      `SELECT payout_id, source, amount AS amount_cents, status, table_id, created_at, expires_at, closed_at, tag_uid
       FROM payouts WHERE payout_id = ?`,
    ),
    payouts: db.prepare(
      `SELECT payout_id, source, amount AS amount_cents, status, table_id, created_at, expires_at, closed_at, tag_uid
       FROM payouts WHERE (@all = 1 OR status = 'ready') AND created_at >= @since ORDER BY created_at, payout_id LIMIT @limit`,
    ),
    shifts: db.prepare(
      `SELECT shift, desk_id, person AS "by", opened_at, opened_with AS opened_with_cents, closed_at,
         expected AS expected_cents, counted AS counted_cents, over_short AS over_short_cents, note
       FROM shifts WHERE @desk IS NULL OR desk_id = @desk ORDER BY shift DESC LIMIT @limit`,
    ),
    receipt: db.prepare(
      `SELECT receipt, at, kind, desk_id, tag_uid, amount AS amount_cents, balance AS balance_cents, person AS "by"
       FROM receipts WHERE receipt = ?`,
    ),
  }

  /** What moved within the hour before `at`, of some kinds. */
  const within = (player: number, at: number, kinds: readonly string[]): number => {
    let sum = 0
    for (const row of sql.recent.iterate(player)) {
      const { at: when, kind, amount } = row as { at: number; kind: string; amount: number }
      if (when < at - HOUR_MS) break
      if (kinds.includes(kind)) sum += amount
    }
    return sum
  }
  return {
    cards: (q: string, limit: number) => sql.cards.all({ q: plain(q), limit }) as CardSummary[],
    card(tagUid: string, at: number): CardDetails | null {
      const card = sql.card.get(tagUid) as CardDetails | undefined
      if (!card) return null
      return {
        ...card,
        open_bets: sql.openBets.all(card.player) as CardDetails['open_bets'],
        staked_this_hour_cents: within(card.player, at, ['stake', 'bet']),
        credited_this_hour_cents: within(card.player, at, ['bet_win']),
      }
    },
    statement: (tag: string, before: number | null, limit: number) =>
      sql.statement.all({ tag, before, limit }) as StatementLine[],
    transfersPage(query: TransferQuery, format: 'json' | 'csv', first: boolean): ExportPage {
      const rows = sql.transfers.all(named(query)) as { transfer: number; at: number }[]
      const text = format === 'csv' ? toCsv(sql.transfers, rows, first) : rows.map((r) => JSON.stringify(r)).join(',\n')
      return { text, count: rows.length, last: rows.at(-1)?.transfer ?? query.after }
    },
    requestIdsPage(query: TransferQuery): ExportPage {
      const rows = sql.requestIds.all(named(query)) as [number, string][]
      const text = rows.map(([, id]) => `${id}\n`).join('')
      return { text, count: rows.length, last: rows.at(-1)?.[0] ?? query.after }
    },
    statementCsvPage(tag: string, before: number, limit: number, first: boolean): ExportPage {
      const rows = sql.statement.all({ tag, before, limit }) as StatementLine[]
      return { text: toCsv(sql.statement, rows, first), count: rows.length, last: rows.at(-1)?.transfer ?? before }
    },
    accounts: () => sql.accounts.all() as AccountRow[],
    payouts: (all: boolean, limit: number, id: string | null, since: number) =>
      (id === null ? sql.payouts.all({ all: all ? 1 : 0, limit, since }) : sql.payout.all(id)) as PayoutRow[],
    shifts: (desk: string | null, limit: number) => sql.shifts.all({ desk, limit }) as ShiftRow[],
    receipt: (receipt: number) => (sql.receipt.get(receipt) as ReceiptRow | undefined) ?? null,
  }
}

/** Lower case without accents. */
function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}

/** The parameters of a query, null where nothing is asked. */
function named({ after, limit, device, tag, kind }: TransferQuery) {
  return {
    after,
    limit,
    device: device ?? null,
    tag: tag ?? null,
    kind: kind ?? null,
  }
}
