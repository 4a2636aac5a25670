import type { TimelineEntry } from '@eg/shared'
import { and, desc, eq, lt } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { countVotes } from '../../../game/tally.js'
import type { RunSummary, TimelineQuery } from '../../store.js'
import { journal, runs, votes } from '../schema.js'

export function createNightReads(db: BetterSQLite3Database) {
  return {
    timeline(query: TimelineQuery): TimelineEntry[] {
      const before = query.before === undefined ? undefined : lt(journal.seq, query.before)
      const device = query.deviceId === undefined ? undefined : eq(journal.deviceId, query.deviceId)
      const rows = db
        .select()
        .from(journal)
        .where(and(before, device))
        .orderBy(desc(journal.seq))
        .limit(query.limit)
        .all()
      return rows.map(({ deviceId, ...row }) => ({ ...row, device_id: deviceId }))
    },

    /** The latest runs, newest first; the tally only of those that were revealed. */
    runs(limit: number): RunSummary[] {
      const rows = db.select().from(runs).orderBy(desc(runs.run)).limit(limit).all()
      return rows.map((row) => {
        const cast =
          row.status === 'revealed'
            ? db.select({ choice: votes.choice }).from(votes).where(eq(votes.run, row.run)).all()
            : null
        const tally =
          cast &&
          countVotes(
            row.options,
            cast.map((vote) => vote.choice),
          )
        const { run, step, question, status, voted, expected, winner, openedAt: opened_at } = row
        return { run, step, question, status, voted, expected, winner, tally, opened_at }
      })
    },
  }
}
