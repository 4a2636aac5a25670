import type Database from 'better-sqlite3'

type Name =
  | 'slots'
  | 'isHere'
  | 'slotsHere'
  | 'putHere'
  | 'excuses'
  | 'excuse'
  | 'putExcuse'
  | 'addCommand'
  | 'command'
  | 'unfinished'
  | 'allUnfinished'
  | 'setCommand'
  | 'lastCommands'
  | 'commanded'

export type FleetStatements = Record<Name, Database.Statement>

const COMMAND =
  'cmd_id AS cmdId, device_id AS deviceId, action, args, status, reason, detail, result, asked_at AS askedAt, changed_at AS changedAt'

/** The prepared statements of what concerns devices: which slots are there, and what devices were told to do. */
export function prepareFleet(db: Database.Database): FleetStatements {
  return {
    slots: db.prepare(
      `SELECT device_id AS deviceId, coalesce(here, 0) AS here FROM devices LEFT JOIN slot_roll USING (device_id)
       WHERE kind = 'slot' ORDER BY device_id`,
    ),
    isHere: db.prepare('SELECT here FROM slot_roll WHERE device_id = ?').pluck(),
    slotsHere: db
      .prepare(`SELECT count(*) FROM devices JOIN slot_roll USING (device_id) WHERE kind = 'slot' AND here = 1`)
      .pluck(),
    putHere: db.prepare(
      `INSERT INTO slot_roll (device_id, here, at) VALUES (?, ?, ?)
       ON CONFLICT (device_id) DO UPDATE SET here = excluded.here, at = excluded.at`,
    ),
    excuses: db.prepare('SELECT device_id FROM run_excuses WHERE run = ? AND excused = 1').pluck(),
    excuse: db.prepare('SELECT excused FROM run_excuses WHERE run = ? AND device_id = ?').pluck(),
    putExcuse: db.prepare(
      `INSERT INTO run_excuses (run, device_id, excused, at) VALUES (?, ?, ?, ?)
       ON CONFLICT (run, device_id) DO UPDATE SET excused = excluded.excused, at = excluded.at`,
    ),

    addCommand: db.prepare(
      `INSERT INTO device_commands (cmd_id, device_id, action, args, status, asked_at, changed_at)
       VALUES (?, ?, ?, ?, 'sent', ?, ?)`,
    ),
    command: db.prepare(`SELECT ${COMMAND} FROM device_commands WHERE cmd_id = ?`),
    unfinished: db
      .prepare(
        `SELECT cmd_id FROM device_commands WHERE device_id = ? AND action = ? AND status IN ('sent', 'accepted')`,
      )
      .pluck(),
    allUnfinished: db.prepare(
      `SELECT ${COMMAND} FROM device_commands WHERE status IN ('sent', 'accepted') ORDER BY command`,
    ),
    setCommand: db.prepare(
      'UPDATE device_commands SET status = ?, reason = ?, detail = ?, result = ?, changed_at = ? WHERE cmd_id = ?',
    ),
    lastCommands: db.prepare(
      `SELECT ${COMMAND} FROM device_commands
       WHERE command IN (SELECT max(command) FROM device_commands WHERE device_id = ? GROUP BY action)
       ORDER BY command DESC`,
    ),
    commanded: db.prepare('SELECT DISTINCT device_id FROM device_commands').pluck(),
  }
}

/** A row of `device_commands` as these statements return it. */
export interface RawCommand {
  cmdId: string
  deviceId: string
  action: string
  args: string
  status: 'sent' | 'accepted' | 'done' | 'failed'
  reason: string | null
  detail: string | null
  result: string | null
  askedAt: number
  changedAt: number
}
