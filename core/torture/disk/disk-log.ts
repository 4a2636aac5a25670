import { readFileSync } from 'node:fs'

/** The files that are followed: a database, its log, its rollback journal, their folder, and the draft of a new database. */
export type FileName = 'db' | 'wal' | 'journal' | 'folder' | 'draft'

/** One event of the log that the shim writes. Its place in the list is its moment. */
export type DiskEvent =
  | { event: 'create' | 'unlink'; file: FileName }
  /** The draft is the database now. */
  | { event: 'rename'; file: 'draft' }
  | { event: 'write'; file: FileName; offset: number; bytes: Buffer }
  | { event: 'truncate'; file: FileName; size: number }
  /** Returned well. What was noted before `since` is on disk. */
  | { event: 'sync'; file: FileName; since: number }
  | { event: 'accept'; fd: number; port: number }
  | { event: 'send'; fd: number; bytes: Buffer }

// As in shim-log.h.
const HEAD = 24
const FILES: readonly (FileName | undefined)[] = [undefined, 'db', 'wal', 'journal', 'folder', 'draft']
const [CREATE, WRITE, TRUNCATE, SYNC, UNLINK, SEND, ACCEPT, RENAME] = [1, 2, 3, 4, 5, 6, 7, 8]

/** Reads a log of the shim. What a kill -9 cut off at its end is left out. */
export function readDiskLog(path: string): DiskEvent[] {
  const log = readFileSync(path)
  const events: DiskEvent[] = []
  for (let at = 0; at + HEAD <= log.length;) {
    const length = log.readUInt32LE(at + 20)
    if (at + HEAD + length > log.length) break
    events.push(decode(log, at, log.subarray(at + HEAD, at + HEAD + length)))
    at += HEAD + length
  }
  return events
}

function decode(log: Buffer, at: number, bytes: Buffer): DiskEvent {
  const kind = log.readUInt32LE(at)
  const file = FILES[log.readUInt32LE(at + 4)]
  const offset = Number(log.readBigUInt64LE(at + 8))
  const fd = log.readUInt32LE(at + 16)
  if (kind === SEND) return { event: 'send', fd, bytes }
  if (kind === ACCEPT) return { event: 'accept', fd, port: offset }
  if (file === undefined) throw new Error(`the shim's log has an event ${kind} without a file`)
  switch (kind) {
    case CREATE:
      return { event: 'create', file }
    case UNLINK:
      return { event: 'unlink', file }
    case RENAME:
      return { event: 'rename', file: 'draft' }
    case WRITE:
      return { event: 'write', file, offset, bytes }
    case TRUNCATE:
      return { event: 'truncate', file, size: offset }
    case SYNC:
      return { event: 'sync', file, since: offset }
    default:
      throw new Error(`the shim's log has an unknown event ${kind}`)
  }
}
