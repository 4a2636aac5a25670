import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type Database from 'better-sqlite3'
import { CORE_FOLDER } from '../../place.js'
import { StoreRefusedError } from '../store.js'

// The SQL files lie beside the sources.
const MIGRATIONS = fileURLToPath(new URL('src/store/sqlite/migrations/', CORE_FOLDER))

/**
 * Applies the migrations that are missing, in one transaction. A database of a newer release is left as it is: migrations
 * only add, so that release N−1 runs on schema N and a rollback keeps the data.
 */
export function migrateTables(db: Database.Database, path: string): void {
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
