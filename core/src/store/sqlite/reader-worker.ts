import { workerData } from 'node:worker_threads'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { openReadOnly } from './open-database.js'
import { createBooksCheck } from './reads/books-check.js'
import { createMoneyReads } from './reads/money-reads.js'
import { createNightReads } from './reads/night-reads.js'
import { serveCalls } from './serve-calls.js'
import type { CallResult, WorkerData } from './worker-protocol.js'

// A second thread with a connection that can only read, so that no report stalls a vote.
const { path } = workerData as WorkerData
const sqlite = openReadOnly(path)
const reads: Record<string, (...given: never[]) => unknown> = {
  ...createNightReads(drizzle(sqlite)),
  ...createMoneyReads(sqlite),
  booksStep: createBooksCheck(sqlite),
}

serveCalls((call) => {
  if (call.call === 'close') {
    sqlite.close()
    return null
  }
  const read = call.call === 'read' ? reads[call.read] : undefined
  if (call.call !== 'read' || !read) throw new Error(`the reader's thread does not serve ${call.call}`)
  return read(...(call.given as never[])) as CallResult
})
