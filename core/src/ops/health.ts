import type { OpBooks } from '@eg/shared'
import type { TlsState } from '../tls/tls-keeper.js'
import { VERSION } from '../version.js'
import type { BackupState } from './backup-watch.js'
import type { Counters } from './counters.js'

/** What `/health` is made of. */
export interface HealthParts {
  auth: 'open' | 'enrolled'
  /** Absent: the evening is real. */
  rehearsal?: true
  failing: string | null
  mode: 'day' | 'night'
  books: OpBooks | null
  backup: BackupState | null
  tls: TlsState | null
  uptimeMs: number
  clients: number
  /** Commands that wait for their commit. */
  queue: number
  counters: Pick<Counters, 'all'>
}

/** `GET /health` as it is for those who may know it. */
export function healthOf({ failing, books, uptimeMs, counters, ...parts }: HealthParts) {
  return {
    ok: failing === null,
    version: VERSION,
    store: failing === null ? 'ok' : 'failing',
    books: booksWord(books),
    uptime_s: Math.round(uptimeMs / 1000),
    counters: counters.all(),
    ...parts,
  }
}

function booksWord(books: OpBooks | null): 'ok' | 'wrong' | 'unknown' {
  if (!books) return 'unknown'
  return books.ok ? 'ok' : 'wrong'
}
