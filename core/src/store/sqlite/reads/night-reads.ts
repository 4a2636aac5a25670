import type { OpCommands, TimelineLine } from '@eg/shared'
import { and, desc, eq, lt } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { countVotes } from '../../../game/tally.js'
import type { RunSummary, TimelineQuery } from '../../store.js'
import { deviceCommands, journal, runs, votes } from '../schema.js'

export function createNightReads(db: BetterSQLite3Database) {
  return {
    timeline(query: TimelineQuery): TimelineLine[] {
      const before = query.before === undefined ? undefined : lt(journal.seq, query.before)
      const device = query.deviceId === undefined ? undefined : eq(journal.deviceId, query.deviceId)
      const rows = db
        .select()
        .from(journal)
        .where(and(before, device))
        .orderBy(desc(journal.seq))
        .limit(query.limit)
        .all()
      return rows.map(({ deviceId: device_id, reqId: req_id, ...row }) => ({ ...row, device_id, req_id }))
    },

    /** What a device was told to do, newest first. */
    deviceCommands(deviceId: string): OpCommands['items'] {
      const rows = db
        .select()
        .from(deviceCommands)
        .where(eq(deviceCommands.deviceId, deviceId))
        .orderBy(desc(deviceCommands.command))
        .limit(100)
        .all()
      return rows.map(({ cmdId: cmd_id, action, status, reason, detail, result, askedAt, changedAt }) => ({
        cmd_id,
        action,
        status,
        reason,
        detail,
        result: result === null ? null : (JSON.parse(result) as OpCommands['items'][number]['result']),
        asked_at: askedAt,
        changed_at: changedAt,
      }))
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
