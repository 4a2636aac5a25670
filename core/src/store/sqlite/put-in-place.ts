import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { StoreRefusedError } from '../store.js'
import { syncFile } from './backup-files.js'
import { checkFile } from './check-file.js'
import { markAsCopy } from './number-on.js'

/** A database and what SQLite lays beside it: its log, which holds what was acknowledged last, goes where it goes. */
const PARTS = ['', '-wal', '-shm', '-journal']

/**
 * Puts a backup in the place of the database, which must not be open. The backup is copied, marked and on disk before the
 * database is touched: on a full disk everything stays as it was. What is not a backup but a database that was kept aside
 * has a log of its own, which goes with it.
 * @returns where the former database is kept, or null if there was none
 * @throws StoreRefusedError in one line
 */
export function putInPlace(backup: string, path: string, at: number): string | null {
  const draft = `${path}.draft`
  let aside: string | null
  try {
    mkdirSync(dirname(path), { recursive: true })
    // What a power cut left beside the draft of before would be played into this one.
    for (const suffix of PARTS.slice(1)) rmSync(draft + suffix, { force: true })
    copyFileSync(backup, draft)
    if (isFile(`${backup}-wal`)) copyFileSync(`${backup}-wal`, `${draft}-wal`)
    markAsCopy(draft)
    syncFile(draft)
    bringLogIn(path)
    aside = exchange(draft, path, at)
  } catch (error) {
    for (const suffix of PARTS) rmSync(draft + suffix, { force: true })
    if (error instanceof StoreRefusedError) throw error
    throw new StoreRefusedError(
      `DB_PATH ${path}: ${backup} could not be put in its place (${wordsOf(error)}). Nothing was changed. Make room on its disk if that is full (df -h), look at it if it is not, and try again.`,
    )
  }
  try {
    syncFile(dirname(path))
  } catch (error) {
    throw new StoreRefusedError(
      `DB_PATH ${path}: ${backup} is in its place, but the disk could not say that it stays there (${wordsOf(error)}). Look at the disk before the core is started.`,
    )
  }
  return aside
}

/**
 * A database that is whole takes in what its log holds: one file then gets another name, and no power cut can part the two. One that
 * is damaged stays as it is.
 */
function bringLogIn(path: string): void {
  if (!isFile(`${path}-wal`) || checkFile(path).kind !== 'good') return
  try {
    const db = new Database(path, { fileMustExist: true, timeout: 1000 })
    try {
      db.pragma('wal_checkpoint(TRUNCATE)')
    } finally {
      db.close()
    }
  } catch {
    // On a full disk it keeps its log, which is moved with it.
  }
}

/** The draft takes the database's name, and what had it gets another one. When that fails, everything has its name again. */
function exchange(draft: string, path: string, at: number): string | null {
  const aside = freeName(`${path}.aside-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z`)
  const there = PARTS.filter((suffix) => existsSync(path + suffix))
  // One that was closed well has nothing beside it: it keeps its name until the draft takes it, whenever the power is cut.
  const give = there.every((suffix) => suffix === '') ? linkOrRename : renameSync
  const moved: string[] = []
  try {
    for (const suffix of there) {
      give(path + suffix, aside + suffix)
      moved.push(suffix)
    }
    renameSync(draft, path)
  } catch (error) {
    putBack(path, aside, moved)
    throw error
  }
  const [first] = there
  return first === undefined ? null : aside + first
}

/** A Pi without a clock of its own may come to the same second again, and what was kept aside then is there for a reason. */
function freeName(name: string): string {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${name}-${n}`
    if (!PARTS.some((suffix) => isFile(candidate + suffix))) return candidate
  }
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

function putBack(path: string, aside: string, moved: readonly string[]): void {
  try {
    // The database last: without its log it lacks what was acknowledged last.
    for (const suffix of moved.toReversed()) {
      renameSync(aside + suffix, path + suffix)
      // Of two names for one file, a rename leaves both.
      rmSync(aside + suffix, { force: true })
    }
  } catch (error) {
    throw new StoreRefusedError(
      `DB_PATH ${path}: no backup could be put in its place, and the former database did not get its name back (${wordsOf(error)}). It is kept as ${aside}. Look at the disk, give it (and what has its name with -wal behind it) the name ${path} again, and try again.`,
    )
  }
}

function linkOrRename(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    // Not every file system knows second names.
    renameSync(from, to)
  }
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
