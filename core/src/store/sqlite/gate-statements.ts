import type Database from 'better-sqlite3'

type Name =
  | 'panicsActive'
  | 'panic'
  | 'addPanic'
  | 'endPanic'
  | 'holdTimer'
  | 'releaseTimer'
  | 'tests'
  | 'testsOf'
  | 'putTest'
  | 'shiftTests'
  | 'dropTests'
  | 'renameTests'
  | 'clockReading'
  | 'putClockReading'
  | 'dropClockReading'
  | 'waiversInForce'
  | 'waiver'
  | 'addWaiver'
  | 'revokeWaiver'
  | 'revokeAllWaivers'
  | 'lastDoor'
  | 'openDoor'
  | 'closeDoor'
  | 'shiftDoor'

export type GateStatements = Record<Name, Database.Statement>

const PANIC =
  'panic, scope, text, severity, seconds, began_at AS beganAt, began_by AS beganBy, reason, ended_at AS endedAt'
const WAIVER =
  'waiver, check_id AS "check", problem, params, reason, waived_by AS "by", at, ends_at AS until, revoked_at AS revokedAt'

/** The prepared statements of the ready gate and of panic. */
export function prepareGate(db: Database.Database): GateStatements {
  return {
    panicsActive: db.prepare(`SELECT ${PANIC} FROM panics WHERE ended_at IS NULL`),
    panic: db.prepare(`SELECT ${PANIC} FROM panics WHERE panic = ?`),
    addPanic: db.prepare(
      'INSERT INTO panics (scope, text, severity, seconds, began_at, began_by, reason) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    endPanic: db.prepare('UPDATE panics SET ended_at = ?, ended_by = ?, end_reason = ? WHERE panic = ?'),
    // Another version: what the timer that ran until now still says is not about this one.
    holdTimer: db.prepare('UPDATE runs SET remaining_ms = ?, timer_version = timer_version + 1 WHERE run = ?'),
    releaseTimer: db.prepare('UPDATE runs SET closes_at = ?, timer_version = timer_version + 1 WHERE run = ?'),

    tests: db.prepare('SELECT device_id AS deviceId, part, number, at FROM ready_tests'),
    testsOf: db.prepare('SELECT device_id AS deviceId, part, number, at FROM ready_tests WHERE device_id = ?'),
    putTest: db.prepare(
      `INSERT INTO ready_tests (device_id, part, number, at, seen_by) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (device_id, part, number) DO UPDATE SET at = excluded.at, seen_by = excluded.seen_by
       WHERE excluded.at > at`,
    ),
    shiftTests: db.prepare('UPDATE ready_tests SET at = at + ?'),
    dropTests: db.prepare('DELETE FROM ready_tests WHERE device_id = ?'),
    renameTests: db.prepare('UPDATE ready_tests SET device_id = ? WHERE device_id = ?'),
    clockReading: db.prepare('SELECT offset_ms AS offsetMs, at FROM ready_clock'),
    putClockReading: db.prepare(
      `INSERT INTO ready_clock (one, offset_ms, at, read_by) VALUES (1, ?, ?, ?)
       ON CONFLICT (one) DO UPDATE SET offset_ms = excluded.offset_ms, at = excluded.at, read_by = excluded.read_by`,
    ),
    dropClockReading: db.prepare('DELETE FROM ready_clock'),
    waiversInForce: db.prepare(
      `SELECT ${WAIVER} FROM waivers WHERE revoked_at IS NULL AND ends_at > ? ORDER BY waiver DESC`,
    ),
    waiver: db.prepare(`SELECT ${WAIVER} FROM waivers WHERE waiver = ?`),
    addWaiver: db.prepare(
      'INSERT INTO waivers (check_id, problem, params, reason, waived_by, at, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    revokeWaiver: db.prepare('UPDATE waivers SET revoked_at = ?, revoked_by = ? WHERE waiver = ?'),
    revokeAllWaivers: db.prepare('UPDATE waivers SET revoked_at = ?, revoked_by = ? WHERE revoked_at IS NULL'),
    lastDoor: db.prepare(
      `SELECT door, opened_at AS openedAt, opened_by AS openedBy, since_at AS "from", closed_at AS closedAt, closed_by AS closedBy
       FROM doors ORDER BY door DESC LIMIT 1`,
    ),
    openDoor: db.prepare('INSERT INTO doors (opened_at, opened_by, since_at, waived) VALUES (?, ?, ?, ?)'),
    shiftDoor: db.prepare('UPDATE doors SET since_at = since_at + ? WHERE closed_at IS NULL'),
    closeDoor: db.prepare('UPDATE doors SET closed_at = ?, closed_by = ? WHERE door = ?'),
  }
}

/** A row of `panics` as these statements return it. */
export interface RawPanic {
  panic: number
  scope: 'money' | 'game' | 'blackout' | 'message'
  text: string | null
  severity: 'info' | 'attention' | 'alarm' | null
  seconds: number | null
  beganAt: number
  beganBy: string
  reason: string | null
  endedAt: number | null
}

/** A row of `waivers` as these statements return it. */
export interface RawWaiver {
  waiver: number
  check: string
  problem: string
  params: string
  reason: string
  by: string
  at: number
  until: number
  revokedAt: number | null
}
