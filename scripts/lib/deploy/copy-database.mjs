// A whole copy of a database that is in use, checked.
//   node copy-database.mjs DATABASE COPY
import Database from 'better-sqlite3'

/** core/src/store/sqlite/application-id.ts; a slot's database has none. */
const CORE = 0x45474442
const REHEARSAL = 0x45474452

const [from, to] = process.argv.slice(2)
const french = (process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '').startsWith('fr')
const say = (en, fr) => (french ? fr : en)
try {
  const db = new Database(from, { readonly: true, timeout: 5000 })
  const id = db.pragma('application_id', { simple: true })
  if (id === REHEARSAL)
    throw new Error(
      say(
        'it is the database of a rehearsal, and its money is not real',
        'c’est la base d’une répétition, et son argent est faux',
      ),
    )
  db.prepare('VACUUM INTO ?').run(to)
  db.close()
  const copy = new Database(to)
  // Who starts on a core's goes on with other numbers: core/src/store/sqlite/number-on.ts
  if (id === CORE) copy.prepare(`INSERT OR REPLACE INTO meta (key, value) VALUES ('copy', '1')`).run()
  const [{ integrity_check: state }] = copy.pragma('integrity_check(1)')
  copy.close()
  if (state !== 'ok') throw new Error(say(`the copy is damaged (${state})`, `la copie est endommagée (${state})`))
} catch (error) {
  console.error(say(`${from}: ${error.message}`, `${from} : ${error.message}`))
  process.exit(1)
}
