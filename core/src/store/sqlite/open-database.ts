import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { StoreRefusedError } from '../store.js'
import { APPLICATION_ID } from './application-id.js'
import { syncFile } from './backup-files.js'
import { migrateTables } from './migrate-tables.js'
import { numberOn } from './number-on.js'

/**
 * How many pages (4 KiB) the log may have before a COMMIT brings them into the database itself. Usually the store does so
 * while nothing is committed (`checkpointWhenIdle`), so that nobody's acknowledgement waits for it.
 */
const CHECKPOINT_PAGES = 4000

/** How long a statement waits for another process's lock, in milliseconds, before the commit counts as failed. */
const BUSY_TIMEOUT_MS = 1000

/**
 * Opens the core's database, makes or migrates its tables, and sets it to write-ahead logging with `synchronous=FULL`:
 * a COMMIT that returned is on disk. `id`: the application id that it has, or gets.
 * @throws StoreRefusedError for a file that is not ours, is newer than this release, or cannot be opened
 */
export function openDatabase(path: string, id = APPLICATION_ID): Database.Database {
  mkdirSync(dirname(path), { recursive: true })
  let db: Database.Database
  try {
    if (!existsSync(path)) createDatabase(path, id)
    db = openFile(path, path, id)
  } catch (error) {
    if (error instanceof StoreRefusedError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new StoreRefusedError(
      `DB_PATH ${path}: cannot be opened (${why}). Check the path and its rights, or restore a backup.`,
    )
  }
  return db
}

/**
 * A new database has its name only once it is whole and on disk: a power cut while it is made leaves none. What lies beside
 * that name belonged to another one, and SQLite would play it into this one. `fill`: what stands in it from the beginning.
 */
export function createDatabase(
  path: string,
  id: number,
  fill: (db: Database.Database) => void = () => undefined,
): void {
  const draft = `${path}.new`
  const beside = ['-wal', '-shm', '-journal']
  for (const old of [draft, ...beside.flatMap((suffix) => [draft + suffix, path + suffix])])
    rmSync(old, { force: true })
  const db = openFile(draft, path, id)
  try {
    fill(db)
  } finally {
    db.close()
  }
  syncFile(draft)
  renameSync(draft, path)
  syncFile(dirname(path))
}

/** `named`: the path that people know it by. */
function openFile(file: string, named: string, id: number): Database.Database {
  const db = new Database(file, { timeout: BUSY_TIMEOUT_MS })
  try {
    claim(db, named, id)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    db.pragma('foreign_keys = ON')
    migrateTables(db, named)
    numberOn(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** A second connection that can only read. */
export function openReadOnly(path: string): Database.Database {
  const db = new Database(path, { readonly: true, timeout: BUSY_TIMEOUT_MS })
  db.pragma('query_only = ON')
  return db
}

function claim(db: Database.Database, path: string, id: number): void {
  if (db.pragma('application_id', { simple: true }) === id) return
  const tables = db.prepare(`SELECT count(*) AS n FROM sqlite_master`).get() as { n: number }
  if (tables.n > 0) {
    throw new StoreRefusedError(
      `DB_PATH ${path}: this is another program's database. Name a new file; nothing was changed.`,
    )
  }
  db.pragma(`application_id = ${id}`)
}
