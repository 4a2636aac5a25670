import { workerData } from 'node:worker_threads'
import { and, desc, eq, lt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import type { RunSummary, TimelineQuery } from '../store.js'
import { countVotes } from '../../game/tally.js'
import { openReadOnly } from './open-database.js'
import { journal, runs, votes } from './schema.js'
import { serveCalls } from './serve-calls.js'
import type { WorkerData } from './worker-protocol.js'
import type { TimelineEntry } from '@eg/shared'

// A second thread with a connection that can only read, so that no report stalls a vote.
const { path } = workerData as WorkerData
const sqlite = openReadOnly(path)
const db = drizzle(sqlite)

function timeline(query: TimelineQuery): TimelineEntry[] {
  const before = query.before === undefined ? undefined : lt(journal.seq, query.before)
  const device = query.deviceId === undefined ? undefined : eq(journal.deviceId, query.deviceId)
  const rows = db.select().from(journal).where(and(before, device)).orderBy(desc(journal.seq)).limit(query.limit).all()
  return rows.map(({ deviceId, ...row }) => ({ ...row, device_id: deviceId }))
}

/** The latest runs, newest first; the tally only of those that were revealed. */
function latestRuns(limit: number): RunSummary[] {
  const rows = db.select().from(runs).orderBy(desc(runs.run)).limit(limit).all()
  return rows.map((row) => {
    const cast =
      row.status === 'revealed'
        ? db.select({ choice: votes.choice }).from(votes).where(eq(votes.run, row.run)).all()
        : null
    return {
      run: row.run,
      step: row.step,
      question: row.question,
      status: row.status,
      voted: row.voted,
      expected: row.expected,
      winner: row.winner,
      tally:
        cast &&
        countVotes(
          row.options,
          cast.map((vote) => vote.choice),
        ),
      opened_at: row.openedAt,
    }
  })
}

serveCalls((call) => {
  switch (call.call) {
    case 'timeline':
      return timeline(call.query)
    case 'runs':
      return latestRuns(call.limit)
    case 'close':
      sqlite.close()
      return null
    default:
      throw new Error(`the reader's thread does not serve ${call.call}`)
  }
})
