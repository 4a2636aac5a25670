import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { type Backup, backupName, backupsAmong, draftsAmong, outdated } from '../backups.js'
import { APPLICATION_ID, REHEARSAL_ID } from './application-id.js'
import { makeRoom, readSpace } from './backup-room.js'
import { checkBackup, checkFile } from './check-file.js'
import { markAsCopy } from './number-on.js'

/** What a backup run came to. */
export interface BackupTaken extends Backup {
  bytes: number
  /** The backup lies on the same device as the database: it survives a fault of the file, not of the card. */
  same_device: boolean
}

/**
 * Copies the database as it is now, while others go on writing, and checks the copy. What broken attempts left and what is
 * outdated goes first, to make room. A copy has its name only once it is whole and on disk; nothing is left of one that failed.
 * @throws NoRoomError before anything is written, where the disk would be full
 */
export function takeBackup(path: string, folder: string, at: number, space = readSpace): BackupTaken {
  mkdirSync(folder, { recursive: true })
  const backups = findBackups(folder)
  const unneeded = new Set([...draftsAmong(readdirSync(folder)), ...outdated(backups).map(({ file }) => file)])
  for (const file of unneeded) rmSync(join(folder, file), { force: true })
  const kept = backups.filter((backup) => !unneeded.has(backup.file))
  const withRoom = (bytes: number) => makeRoom(folder, kept, bytes, space)
  const number = (backups[0]?.number ?? 0) + 1
  const file = backupName(at, number)
  const draft = join(folder, `${file}.draft`)
  orNothing(draft, () => {
    // A copy of a rehearsal is one too.
    const id = copyTo(path, draft, withRoom) === REHEARSAL_ID ? REHEARSAL_ID : APPLICATION_ID
    markAsCopy(draft)
    const state = checkFile(draft, id)
    if (state.kind !== 'good') {
      throw new Error(`the copy is ${state.kind}${'why' in state ? ` (${state.why})` : ''}`)
    }
    syncFile(draft)
    renameSync(draft, join(folder, file))
  })
  syncFile(folder)
  const stat = statSync(join(folder, file))
  return { file, at, number, bytes: stat.size, same_device: stat.dev === statSync(path).dev }
}

/**
 * `onSize`: is told before anything is written how large the copy may be.
 * @returns the application id of what was copied. SQLite reads it: whoever opens and closes the file by itself in the process that
 *   has it open takes that one's locks away (POSIX drops all of them, sqlite.org/howtocorrupt 2.2), and any program that
 *   looks into the database then deletes the log that the core goes on writing to.
 */
function copyTo(path: string, draft: string, onSize: (bytes: number) => void): unknown {
  const db = new Database(path, { readonly: true, timeout: 1000 })
  try {
    const pages = db.pragma('page_count', { simple: true }) as number
    onSize(pages * (db.pragma('page_size', { simple: true }) as number))
    db.prepare('VACUUM INTO ?').run(draft)
    return db.pragma('application_id', { simple: true })
  } finally {
    db.close()
  }
}

/** Does what makes a file under a draft's name; when it fails, no draft is left. */
function orNothing(draft: string, make: () => void): void {
  try {
    make()
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

/** The backups in a folder, newest first; none where there is no folder (a stick that was pulled out). */
export function findBackups(folder: string): Backup[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? backupsAmong(readdirSync(folder)) : []
}

/** The newest backup that is whole; null for none. */
export function newestGood(folder: string): (Backup & { path: string }) | null {
  for (const backup of findBackups(folder)) {
    const path = join(folder, backup.file)
    if (checkBackup(path).kind === 'good') return { ...backup, path }
  }
  return null
}

/** What was written to a file, or to a folder's list of names, is on disk when this returns. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
