import Database from 'better-sqlite3'
import { createBooksCheck } from '../../dist/store/sqlite/reads/books-check.js'
import { payoutId, slotId, tag } from '../../test/ledger-ops.js'
import type { VenueModel } from './venue-model.js'

/** Everything in which a database differs from the model, one line each; the first few of each kind. */
export function compareStore(path: string, { ledger, night }: VenueModel): string[] {
  const db = new Database(path, { readonly: true })
  try {
    const rows = (sql: string) => db.prepare(sql).raw().all().map(String)
    const balances = [...ledger.balances].map(([name, cents]) => `${name},${cents}`)
    const transfers = ledger.transfers.map(({ kind, debit, credit, amount, player, reverses }, i) =>
      String([i + 1, kind, debit, credit, amount, player, reverses]),
    )
    const votes = night.runs.flatMap(({ run, votes }) =>
      [...votes].map(([slot, choice]) => `${run},${slotId(slot)},${choice}`),
    )
    const runs = night.runs.map(({ run, asked, status, votes, winner }) =>
      String([run, asked.step, status, votes.size, winner]),
    )
    return [
      ...rows('PRAGMA integrity_check').filter((line) => line !== 'ok'),
      ...rows('PRAGMA foreign_key_check'),
      ...rows('SELECT run, device_id, count(*) FROM votes GROUP BY 1, 2 HAVING count(*) > 1').map(
        (line) => `counted twice (run, slot, votes): ${line}`,
      ),
      ...rows(
        'SELECT actor, req_id, part, count(*) FROM transfers GROUP BY 1, 2, 3 HAVING req_id IS NOT NULL AND count(*) > 1',
      ).map((line) => `moved twice (actor, request, part, times): ${line}`),
      ...differ('balance', rows('SELECT name, balance FROM accounts'), balances),
      ...differ(
        'transfer',
        rows(
          `SELECT t.transfer, t.kind, d.name, c.name, t.amount, t.player, t.reverses FROM transfers t
           JOIN accounts d ON d.account = t.debit JOIN accounts c ON c.account = t.credit`,
        ),
        transfers,
      ),
      ...differ('vote', rows('SELECT run, device_id, choice FROM votes'), votes),
      ...differ('run', rows('SELECT run, step, status, voted, winner FROM runs'), runs),
      ...differ(
        'card',
        rows('SELECT tag_uid, player, status FROM cards'),
        [...ledger.cards].map(([card, { player, status }]) => `${tag(card)},${player},${status}`),
      ),
      ...differ(
        'payout',
        rows('SELECT payout_id, amount, status, table_id FROM payouts'),
        [...ledger.payouts].map(([payout, { amount, status, table }]) =>
          String([payoutId(payout), amount, status, table]),
        ),
      ),
      ...differ(
        'open bet',
        rows(`SELECT device_id, player FROM bets WHERE status = 'open'`),
        [...ledger.bets.keys()].map((bet) => `slot-0${bet.replace('/', ',')}`),
      ),
      ...books(db),
      ...rows('SELECT count(*), max(seq) FROM journal HAVING count(*) <> max(seq)').map(
        (line) => `the journal has gaps (lines, last): ${line}`,
      ),
    ]
  } finally {
    db.close()
  }
}

/** The books as the core itself adds them up, from the first transfer on. */
function books(db: Database.Database): string[] {
  const check = createBooksCheck(db)
  let found = check(true)
  while (!found) found = check(false)
  return found.problems
}

const MOST_TOLD = 5

function differ(what: string, stored: string[], expected: string[]): string[] {
  const has = new Set(stored)
  const should = new Set(expected)
  const counts =
    stored.length === expected.length ? [] : [`${what}s: ${stored.length} stored, ${expected.length} expected`]
  const missing = expected.filter((line) => !has.has(line)).map((line) => `${what} missing: ${line}`)
  const strange = stored.filter((line) => !should.has(line)).map((line) => `${what} that should not be: ${line}`)
  return [...counts, ...missing.slice(0, MOST_TOLD), ...strange.slice(0, MOST_TOLD)]
}
