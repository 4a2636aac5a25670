import type Database from 'better-sqlite3'
import type { RoundOutbox } from './ports.js'

type Row = { req_id: string; tag_uid: string; stake_cents: number }

/** The unresolved round of `deviceId` in an open store file. The table's key allows one a slot. */
export function createSqliteRoundOutbox(db: Database.Database, deviceId: string): RoundOutbox {
  const load = db.prepare('SELECT req_id, tag_uid, stake_cents FROM round_outbox WHERE device_id = ?')
  const insert = db.prepare(
    'INSERT INTO round_outbox (device_id, req_id, tag_uid, stake_cents, ts) VALUES (?, @reqId, @tagUid, @stakeCents, @ts)',
  )
  const remove = db.prepare('DELETE FROM round_outbox WHERE device_id = ? AND req_id = ?')

  return {
    keep: (round, ts) => void insert.run(deviceId, { ...round, ts }),
    remove: (reqId) => remove.run(deviceId, reqId).changes > 0,
    load() {
      const row = load.get(deviceId) as Row | undefined
      return row ? { reqId: row.req_id, tagUid: row.tag_uid, stakeCents: row.stake_cents } : null
    },
  }
}
