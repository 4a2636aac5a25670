import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import { StoreRefusedError } from '../store.js'
import { REHEARSAL_ID } from './application-id.js'

/** Where the application id stands in the header of an SQLite file: 4 bytes, big-endian (sqlite.org/fileformat2, 1.3). */
const ID_AT = 68
const HEADER_BYTES = 100

/**
 * The application id of a database file, read without opening it as one: no lock, nothing beside it. Null: no such file, or no header.
 * Never for a file that this process has open as a database: the locks would go with the close.
 */
export function applicationIdOf(path: string): number | null {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null
    throw error
  }
  try {
    const header = Buffer.alloc(HEADER_BYTES)
    return readSync(file, header, 0, HEADER_BYTES, 0) < HEADER_BYTES ? null : header.readUInt32BE(ID_AT)
  } finally {
    closeSync(file)
  }
}

export function isRehearsalFile(path: string): boolean {
  return applicationIdOf(path) === REHEARSAL_ID
}

/**
 * Real money and rehearsals stay apart: before a database is locked, mended or migrated, its mark must be the core's own.
 * @throws StoreRefusedError in one line; nothing was touched
 */
export function refuseOtherOccasion(path: string, rehearses: boolean): void {
  if (!existsSync(path)) return
  const marked = orRefused(path, () => isRehearsalFile(path))
  if (marked === rehearses) return
  if (marked) {
    throw new StoreRefusedError(
      `DB_PATH ${path}: this is the database of a rehearsal, its money is not real. Name the real database, or rehearse with "npm run rehearse"; nothing was changed.`,
    )
  }
  throw new StoreRefusedError(
    `${path}: this database is not marked as a rehearsal's, so it may hold real money. Move it away and start again; the rehearsal makes one of its own. Nothing was changed.`,
  )
}

function orRefused<T>(path: string, look: () => T): T {
  try {
    return look()
  } catch (error) {
    throw new StoreRefusedError(
      `DB_PATH ${path}: it cannot be read (${(error as Error).message}). Check the path and its rights; nothing was changed.`,
    )
  }
}
