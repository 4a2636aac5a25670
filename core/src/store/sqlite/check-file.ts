import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { APPLICATION_ID, REHEARSAL_ID } from './application-id.js'

/** What a database file is: usable (`blank`: without tables yet), not there, somebody else's, or damaged; `why` for people. */
export type FileState =
  | { kind: 'good'; blank: boolean }
  | { kind: 'missing' }
  | { kind: 'foreign'; why: string }
  | { kind: 'damaged'; why: string }
  | { kind: 'unusable'; why: string }

const HEADER = 'SQLite format 3\0'

/** Looks at a database file of ours (by its application id), with its write-ahead log, without changing either. Reads every page. */
export function checkFile(path: string, id = APPLICATION_ID): FileState {
  let size: number
  try {
    const stat = statSync(path)
    if (!stat.isFile()) return { kind: 'unusable', why: 'it is not a file' }
    size = stat.size
  } catch (error) {
    const { code, message } = error as Error & { code?: string }
    return code === 'ENOENT' ? { kind: 'missing' } : { kind: 'unusable', why: message }
  }
  try {
    if (size === 0) return { kind: 'damaged', why: 'it is empty' }
    if (!startsWith(path, HEADER)) return { kind: 'damaged', why: 'it is not an SQLite database' }
    const state = examine(path, id)
    if (state.kind !== 'damaged') return state
    // SQLite takes a read that fails for damage. What can be read is looked at again; what cannot is no damage to be mended.
    for (const file of [path, `${path}-wal`]) if (existsSync(file)) readThrough(file)
    return examine(path, id)
  } catch (error) {
    return { kind: 'unusable', why: (error as Error).message }
  }
}

/** As `checkFile`, for what is to be put in the database's place: a database can begin without tables, a backup cannot. */
export function checkBackup(path: string): FileState {
  const state = checkFile(path)
  if (state.kind !== 'good' || !state.blank) return state
  return { kind: 'foreign', why: 'it has no tables, so it is no backup' }
}

function examine(path: string, id: number): FileState {
  try {
    return examineOpen(path, id)
  } catch (error) {
    const { code = '', message } = error as Error & { code?: string }
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return { kind: 'damaged', why: message }
    throw error
  }
}

function examineOpen(path: string, ours: number): FileState {
  const db = new Database(path, { readonly: true, timeout: 1000 })
  try {
    const id = db.pragma('application_id', { simple: true })
    const faults = db.pragma('integrity_check(3)') as { integrity_check: string }[]
    const [first] = faults
    if (first?.integrity_check !== 'ok') {
      return { kind: 'damaged', why: first?.integrity_check.replaceAll('\n', '; ') ?? 'no answer' }
    }
    const tables = db.prepare('SELECT count(*) FROM sqlite_master').pluck().get() as number
    if (id === ours || tables === 0) return { kind: 'good', blank: tables === 0 }
    if (id === REHEARSAL_ID) return { kind: 'foreign', why: 'it is of a rehearsal, and its money is not real' }
    return { kind: 'foreign', why: 'it is another program’s database' }
  } finally {
    db.close()
  }
}

/** Reads a file to its end. Throws what the system says when it cannot. */
function readThrough(path: string): void {
  const file = openSync(path, 'r')
  const bytes = Buffer.alloc(1024 * 1024)
  try {
    for (let at = 0, read = 1; read > 0; at += read) read = readSync(file, bytes, 0, bytes.length, at)
  } finally {
    closeSync(file)
  }
}

function startsWith(path: string, text: string): boolean {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(text.length)
    return readSync(file, bytes, 0, bytes.length, 0) === bytes.length && bytes.toString('latin1') === text
  } finally {
    closeSync(file)
  }
}
