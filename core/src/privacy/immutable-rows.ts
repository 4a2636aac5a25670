import { createHash } from 'node:crypto'
import type Database from 'better-sqlite3'

/** Triggers that forbid a change to rows that stand for ever. They are away only within the purge's own transaction. */
const GUARDS = [
  'transfers_stay',
  'rounds_stay',
  'receipts_stay',
  'payouts_end_once',
  'journal_stays',
  'device_commands_ended_stay',
  'panics_ended_stay',
  'waivers_revoked_stay',
]

/** What no purge may change, whatever it renames: of these tables every column but those named. */
const STANDS: Readonly<Record<string, readonly string[]>> = {
  accounts: [],
  shifts: [],
  runs: [],
  votes: [],
  transfers: ['req_id', 'tag_uid', 'reason'],
  rounds: ['tag_uid'],
  bets: ['tag_uid'],
  receipts: ['tag_uid'],
  payouts: ['tag_uid', 'meta', 'reason'],
  players: ['name'],
}

/** Does `work` with the guards away and puts them back as they were. Must be within a transaction, which undoes all of it. */
export function withoutGuards(db: Database.Database, work: () => void): void {
  if (!db.inTransaction) throw new Error('the guards go only within a transaction')
  const before = schemaOf(db)
  const guards = GUARDS.flatMap((name) => {
    const sql = db.prepare(`SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?`).pluck().get(name)
    return typeof sql === 'string' ? [{ name, sql }] : []
  })
  for (const { name } of guards) db.exec(`DROP TRIGGER ${name}`)
  work()
  for (const { sql } of guards) db.exec(sql)
  if (schemaOf(db) !== before) throw new Error('the tables and their guards are not what they were')
}

function schemaOf(db: Database.Database): string {
  return JSON.stringify(db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name').all())
}

/** A hash over everything that must stand as it is: the same before and after. */
export function hashOfWhatStands(db: Database.Database): string {
  const hash = createHash('sha256')
  for (const [table, personal] of Object.entries(STANDS)) {
    const columns = (db.pragma(`table_info(${table})`) as { name: string }[])
      .map(({ name }) => name)
      .filter((name) => !personal.includes(name))
    const rows = db.prepare(`SELECT ${columns.join(', ')} FROM ${table} ORDER BY 1, 2`).raw()
    for (const row of rows.iterate()) hash.update(JSON.stringify(row))
  }
  return hash.digest('hex')
}
