import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { type Backup, backupName, backupsAmong, draftsAmong, outdated } from '../backups.js'
import { APPLICATION_ID, REHEARSAL_ID } from './application-id.js'
import { checkFile } from './check-file.js'
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
 */
export function takeBackup(path: string, folder: string, at: number): BackupTaken {
  mkdirSync(folder, { recursive: true })
  const backups = findBackups(folder)
  const unneeded = [...draftsAmong(readdirSync(folder)), ...outdated(backups).map(({ file }) => file)]
  for (const file of unneeded) rmSync(join(folder, file), { force: true })
  const number = (backups[0]?.number ?? 0) + 1
  const file = backupName(at, number)
  const draft = join(folder, `${file}.draft`)
  orNothing(draft, () => {
    // A copy of a rehearsal is one too.
    const id = copyTo(path, draft) === REHEARSAL_ID ? REHEARSAL_ID : APPLICATION_ID
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
 * @returns the application id of what was copied. SQLite reads it: whoever opens and closes the file by itself in the process that
 *   has it open takes that one's locks away (POSIX drops all of them, sqlite.org/howtocorrupt 2.2), and any program that
 *   looks into the database then deletes the log that the core goes on writing to.
 */
function copyTo(path: string, draft: string): unknown {
  const db = new Database(path, { readonly: true, timeout: 1000 })
  try {
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
    if (checkFile(path).kind === 'good') return { ...backup, path }
  }
  return null
}

/** Moves a database and what belongs to it aside, in its own folder; the new name, or null if there was none. */
export function keepAside(path: string, at: number): string | null {
  const stamp = new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')
  let aside: string | null = null
  for (const suffix of ['', '-wal', '-shm']) {
    if (!existsSync(path + suffix)) continue
    const name = `${path}.aside-${stamp}Z${suffix}`
    renameSync(path + suffix, name)
    aside ??= name
  }
  syncFile(dirname(path))
  return aside
}

/** Puts a backup in the place of the database, which must have been moved away. */
export function putInPlace(backup: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  const draft = join(dirname(path), `${basename(path)}.draft`)
  orNothing(draft, () => {
    copyFileSync(backup, draft)
    markAsCopy(draft)
    syncFile(draft)
    renameSync(draft, path)
  })
  syncFile(dirname(path))
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
