import type Database from 'better-sqlite3'
import type { DeviceSums, LedgerSums } from '../../../session/ledger-sums.js'

/** How many transfers one step adds up. */
const STEP = 5000

/** Adds a stretch of the ledger up: by kind, by account, by device. */
export function createSessionSums(
  db: Database.Database,
): (after: number, until: number) => { sums: LedgerSums; last: number } {
  const kinds = db.prepare(
    `SELECT kind, count(*) AS count, sum(amount) AS cents FROM transfers WHERE transfer > ? AND transfer <= ? GROUP BY kind`,
  )
  const accounts = db.prepare(
    `SELECT iif(a.kind = 'player', 'players', a.name) AS account, sum(debits) AS debits, sum(credits) AS credits FROM (
       SELECT debit AS account, amount AS debits, 0 AS credits FROM transfers WHERE transfer > @after AND transfer <= @last
       UNION ALL SELECT credit, 0, amount FROM transfers WHERE transfer > @after AND transfer <= @last
     ) JOIN accounts a USING (account) GROUP BY 1`,
  )
  const devices = db.prepare(
    `SELECT t.device_id, sum(t.kind IN ('stake', 'bet')) AS bets,
       sum(iif(t.kind IN ('stake', 'bet'), t.amount, 0)) AS stakes, sum(iif(t.kind IN ('win', 'bet_win'), t.amount, 0)) AS wins,
       sum(iif(o.kind IN ('stake', 'bet'), t.amount, 0)) AS stakes_back, sum(iif(o.kind IN ('win', 'bet_win'), t.amount, 0)) AS wins_back
     FROM transfers t LEFT JOIN transfers o ON o.transfer = t.reverses
     WHERE t.transfer > ? AND t.transfer <= ? AND t.device_id IS NOT NULL
       AND (t.kind IN ('stake', 'bet', 'win', 'bet_win') OR o.kind IN ('stake', 'bet', 'win', 'bet_win'))
     GROUP BY t.device_id`,
  )
  return db.transaction((after: number, until: number) => {
    const last = Math.min(after + STEP, until)
    const sums = {
      kinds: kinds.all(after, last) as LedgerSums['kinds'],
      accounts: accounts.all({ after, last }) as LedgerSums['accounts'],
      devices: devices.all(after, last) as DeviceSums[],
    }
    return { sums, last }
  })
}
