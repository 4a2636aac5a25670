// A whole copy of a database that is in use, checked.
//   node copy-database.mjs DATABASE COPY
import Database from 'better-sqlite3'

const [from, to] = process.argv.slice(2)
try {
  const db = new Database(from, { readonly: true, timeout: 5000 })
  // core/src/store/sqlite/application-id.ts
  if (db.pragma('application_id', { simple: true }) === 0x45474452)
    throw new Error('it is the database of a rehearsal, and its money is not real')
  db.prepare('VACUUM INTO ?').run(to)
  db.close()
  const copy = new Database(to)
  // Who starts on it goes on with other numbers: core/src/store/sqlite/number-on.ts
  copy.prepare(`INSERT OR REPLACE INTO meta (key, value) VALUES ('copy', '1')`).run()
  const [{ integrity_check: state }] = copy.pragma('integrity_check(1)')
  copy.close()
  if (state !== 'ok') throw new Error(`the copy is damaged (${state})`)
} catch (error) {
  console.error(`${from}: ${error.message}`)
  process.exit(1)
}
