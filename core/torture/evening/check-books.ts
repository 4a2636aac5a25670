import type Database from 'better-sqlite3'
import type { Verdict } from './verdict.js'

/** Journal lines and requests of the same commands: each request that was carried out wrote one line. */
const COUNTED = {
  nightVote: 'night_vote',
  walletDebit: 'wallet_debit',
  walletCredit: 'wallet_credit',
  roundPlay: 'round_play',
  payoutClaim: 'payout_claim',
}

/** The file itself, the ledger against its own transfers, and every count that stands in two places. */
export function checkBooks(db: Database.Database, verdict: Verdict): void {
  const integrity = db.pragma('integrity_check', { simple: true })
  if (integrity !== 'ok') verdict.broken.push(`integrity_check: ${String(integrity)}`)
  if ((db.pragma('foreign_key_check') as unknown[]).length > 0) verdict.broken.push('foreign_key_check')

  const one = <T>(sql: string, ...given: unknown[]) =>
    db
      .prepare(sql)
      .pluck()
      .get(...given) as T
  const sum = one<number>('SELECT coalesce(sum(balance), 0) FROM accounts')
  if (sum !== 0) verdict.broken.push(`the sum of all accounts is ${sum}`)
  const wrong = db
    .prepare(
      `SELECT name, balance, moved FROM (
         SELECT name, balance, coalesce((SELECT sum(amount) FROM transfers WHERE credit = account), 0)
           - coalesce((SELECT sum(amount) FROM transfers WHERE debit = account), 0) AS moved FROM accounts)
       WHERE balance <> moved OR (balance < 0 AND name LIKE 'player:%')`,
    )
    .raw()
    .all() as [string, number, number][]
  for (const [name, balance, moved] of wrong) verdict.broken.push(`${name} has ${balance}; its transfers say ${moved}`)

  const claims = one<number>(
    `SELECT count(*) FROM (SELECT 1 FROM transfers WHERE kind = 'claim' GROUP BY payout_id HAVING count(*) > 1)`,
  )
  if (claims > 0) verdict.doubled.push(`${claims} payouts were claimed twice`)
  const created = one<number>(`SELECT count(*) FROM transfers WHERE kind = 'payout'`)
  const payouts = one<number>('SELECT count(*) FROM payouts')
  if (created !== payouts) verdict.doubled.push(`${payouts} payouts were created by ${created} transfers`)

  for (const [kind, type] of Object.entries(COUNTED)) {
    const lines = one<number>('SELECT count(*) FROM journal WHERE kind = ?', kind)
    const requests = one<number>(`SELECT count(*) FROM requests WHERE answer ->> 'type' = ?`, type)
    if (lines > requests) verdict.doubled.push(`${requests} requests of ${kind} were carried out ${lines} times`)
    if (lines < requests) verdict.lost.push(`${requests - lines} journal lines of ${kind}`)
  }
}
