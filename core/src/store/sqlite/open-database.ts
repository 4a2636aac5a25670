import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { StoreRefusedError } from '../store.js'
import { APPLICATION_ID } from './application-id.js'

// The SQL files lie beside the sources; the build output has the same depth below the package.
const MIGRATIONS = fileURLToPath(new URL('../../../src/store/sqlite/migrations/', import.meta.url))

/**
 * How many pages (4 KiB) the log may have before a COMMIT brings them into the database itself. Usually the store does so
 * while nothing is committed (`checkpointWhenIdle`), so that nobody's acknowledgement waits for it.
 */
const CHECKPOINT_PAGES = 4000

/** How long a statement waits for another process's lock, in milliseconds, before the commit counts as failed. */
const BUSY_TIMEOUT_MS = 1000

/**
 * Opens the core's database, makes or migrates its tables, and sets it to write-ahead logging with `synchronous=FULL`:
 * a COMMIT that returned is on disk.
 * @throws StoreRefusedError for a file that is not ours, is newer than this release, or cannot be opened
 */
export function openDatabase(path: string): Database.Database {
  mkdirSync(dirname(path), { recursive: true })
  let db: Database.Database
  try {
    db = new Database(path, { timeout: BUSY_TIMEOUT_MS })
    claim(db, path)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    db.pragma('foreign_keys = ON')
    migrateTables(db, path)
  } catch (error) {
    if (error instanceof StoreRefusedError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new StoreRefusedError(
      `DB_PATH ${path}: cannot be opened (${why}). Check the path and its rights, or restore a backup.`,
    )
  }
  return db
}

/** A second connection that can only read. */
export function openReadOnly(path: string): Database.Database {
  const db = new Database(path, { readonly: true, timeout: BUSY_TIMEOUT_MS })
  db.pragma('query_only = ON')
  return db
}

function claim(db: Database.Database, path: string): void {
  const id = db.pragma('application_id', { simple: true })
  if (id === APPLICATION_ID) return
  const tables = db.prepare(`SELECT count(*) AS n FROM sqlite_master`).get() as { n: number }
  if (tables.n > 0) {
    throw new StoreRefusedError(
      `DB_PATH ${path}: this is another program's database. Name a new file; nothing was changed.`,
    )
  }
  db.pragma(`application_id = ${APPLICATION_ID}`)
}

/**
 * Applies the migrations that are missing, in one transaction. A database of a newer release is left as it is: migrations
 * only add, so that release N−1 runs on schema N and a rollback keeps the data.
 */
function migrateTables(db: Database.Database, path: string): void {
  try {
    if (isUpToDate(db)) return
    const { drizzle, migrate } = loadDrizzle()
    migrate(drizzle(db), { migrationsFolder: MIGRATIONS })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new StoreRefusedError(
      `DB_PATH ${path}: its tables could not be brought up to this release (${why}). Nothing was changed; run the former release or restore a backup.`,
    )
  }
}

/** Whether drizzle would find nothing to do: it applies what is newer than the newest line of its table. */
function isUpToDate(db: Database.Database): boolean {
  const isNew = db.prepare(`SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'`).get() === undefined
  if (isNew) return false
  const applied = db.prepare('SELECT max(created_at) FROM __drizzle_migrations').pluck().get() as number | null
  const journal = JSON.parse(readFileSync(`${MIGRATIONS}meta/_journal.json`, 'utf8')) as { entries: { when: number }[] }
  return applied !== null && journal.entries.every(({ when }) => when <= applied)
}

/** drizzle takes 15 MB of the thread that loads it (measured), which is only needed where a release brings new tables. */
function loadDrizzle() {
  const require = createRequire(import.meta.url)
  const { drizzle } = require('drizzle-orm/better-sqlite3') as typeof import('drizzle-orm/better-sqlite3')
  const { migrate } =
    require('drizzle-orm/better-sqlite3/migrator') as typeof import('drizzle-orm/better-sqlite3/migrator')
  return { drizzle, migrate }
}
