import { workerData } from 'node:worker_threads'
import { openReadOnly } from './open-database.js'
import { createBooksCheck } from './reads/books-check.js'
import { createDisputeReads } from './reads/dispute-reads.js'
import { createMoneyReads } from './reads/money-reads.js'
import { createShowReads } from './reads/show-reads.js'
import { serveCalls } from './serve-calls.js'
import type { CallResult, WorkerData } from './worker-protocol.js'

// A second thread with a connection that can only read, so that no report stalls a vote.
const { path } = workerData as WorkerData
const sqlite = openReadOnly(path)
type Reads = Record<string, (...given: never[]) => unknown>
const reads: Reads = {
  ...createMoneyReads(sqlite),
  ...createShowReads(sqlite),
  ...createDisputeReads(sqlite),
  booksStep: createBooksCheck(sqlite),
}

/** The reads that drizzle writes come with their first use: it takes 15 MB (measured), and few ask for the timeline. */
async function loadNightReads(): Promise<Reads> {
  const { drizzle } = await import('drizzle-orm/better-sqlite3')
  const { createNightReads } = await import('./reads/night-reads.js')
  return createNightReads(drizzle(sqlite))
}
let nightReads: Promise<Reads> | undefined

/** Reports of sessions are asked for once an evening. */
async function loadSessionReads(): Promise<Reads> {
  const { createSessionReads } = await import('./reads/session-reads.js')
  return createSessionReads(sqlite)
}
let sessionReads: Promise<Reads> | undefined
const isOfSessions = (name: string) => /^(session|outsideNow$|cardsPreview$)/.test(name)

serveCalls((call) => {
  if (call.call === 'close') {
    sqlite.close()
    return null
  }
  if (call.call !== 'read') throw new Error(`the reader's thread does not serve ${call.call}`)
  const run = (found: Reads) => {
    const read = found[call.read]
    if (!read) throw new Error(`the reader's thread does not serve ${call.read}`)
    return read(...(call.given as never[])) as CallResult
  }
  if (call.read in reads) return run(reads)
  if (isOfSessions(call.read)) {
    sessionReads ??= loadSessionReads()
    return sessionReads.then(run)
  }
  nightReads ??= loadNightReads()
  return nightReads.then(run)
})
