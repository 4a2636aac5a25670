import type Database from 'better-sqlite3'
import type { KeptVote, Outbox } from './ports.js'

/** So many unanswered votes are kept for one slot; a night has fewer runs. */
export const OUTBOX_LIMIT = 200

type Row = { req_id: string; run: number; step: number; choice: string; ts: string }

/** The outbox of `deviceId` in an open store file. */
export function createSqliteOutbox(db: Database.Database, deviceId: string, limit = OUTBOX_LIMIT): Outbox {
  const count = db.prepare('SELECT count(*) FROM outbox WHERE device_id = ?').pluck()
  const supersede = db.prepare('DELETE FROM outbox WHERE device_id = ? AND run = ?')
  const insert = db.prepare(
    'INSERT INTO outbox (device_id, req_id, run, step, choice, ts) VALUES (?, @reqId, @run, @step, @choice, @ts)',
  )
  const remove = db.prepare('DELETE FROM outbox WHERE device_id = ? AND req_id = ?')
  const list = db.prepare('SELECT req_id, run, step, choice, ts FROM outbox WHERE device_id = ? ORDER BY seq')

  const add = db.transaction((vote: KeptVote): 'kept' | 'full' => {
    supersede.run(deviceId, vote.run)
    if (Number(count.get(deviceId)) >= limit) return 'full'
    insert.run(deviceId, vote)
    return 'kept'
  })

  return {
    add: (vote) => add.immediate(vote),
    remove: (reqId) => remove.run(deviceId, reqId).changes > 0,
    list: () =>
      (list.all(deviceId) as Row[]).map(({ req_id: reqId, run, step, choice, ts }) => ({
        reqId,
        run,
        step,
        choice,
        ts,
      })),
  }
}
