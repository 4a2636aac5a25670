import type Database from 'better-sqlite3'
import { isStorageError } from './storage-error.js'

/** Without a commit for so long the store is idle (milliseconds). */
const IDLE_MS = 250

/**
 * Brings the write-ahead log into the database while nothing else is to be done: the log stays short, a start after a power
 * cut has little to replay, and no commit pays for it. `soon` is called with every commit.
 */
export function checkpointWhenIdle(db: Database.Database): { soon(): void; stop(): void } {
  const timer = setTimeout(checkpoint, IDLE_MS)
  function checkpoint(): void {
    try {
      // PASSIVE waits for nobody: what a reader still needs stays in the log until the next time.
      db.pragma('wal_checkpoint(PASSIVE)')
    } catch (error) {
      // A disk that fails is told by the next commit; nothing is lost, the log has it all.
      if (!isStorageError(error)) throw error
    }
  }
  return { soon: () => void timer.refresh(), stop: () => clearTimeout(timer) }
}
