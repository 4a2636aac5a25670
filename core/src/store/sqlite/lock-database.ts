import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { StoreRefusedError } from '../store.js'

/**
 * Makes sure that one core alone uses a database: two would each tell half of the evening. Held is SQLite's own exclusive
 * lock on an empty file beside it (`core.db.lock`), which the system gives back however the process ends, kill -9 too. The
 * file itself means nothing and stays.
 * @throws StoreRefusedError when another core holds it or the folder cannot be written; nothing was changed
 */
export function lockDatabase(path: string): { release(): void } {
  let lock: Database.Database | undefined
  try {
    mkdirSync(dirname(path), { recursive: true })
    lock = new Database(`${path}.lock`, { timeout: 0 })
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock?.close()
    throw new StoreRefusedError(explain(path, error as Error & { code?: string }))
  }
  const held = lock
  return { release: () => void held.close() }
}

function explain(path: string, error: Error & { code?: string }): string {
  if (error.code !== 'SQLITE_BUSY') {
    return `DB_PATH ${path}: its folder cannot be used (${error.message}). Check the path and its rights.`
  }
  const holder = holderOf(`${path}.lock`)
  const who = holder === null ? 'another core' : `another core (process ${holder})`
  return `DB_PATH ${path}: ${who} uses this database. Stop that one, or name another DB_PATH; nothing was changed.`
}

/** The process that holds a lock on a file, as the kernel knows it; null where it does not say (not Linux). */
export function holderOf(lockPath: string): number | null {
  try {
    const { ino } = statSync(lockPath)
    // "1: POSIX  ADVISORY  WRITE 4711 08:01:123456 1073741824 1073742335"
    const line = readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .find((text) => text.includes(`:${ino} `))
    const pid = Number(line?.trim().split(/\s+/)[4])
    return Number.isInteger(pid) && pid > 0 ? pid : null
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null
    throw error
  }
}
