import type Database from 'better-sqlite3'
import type { Publication, SwapUnderWay } from '../../commit/command.js'
import type { FormerSecret } from '../../identity/records.js'

type Name =
  | 'install'
  | 'putInstall'
  | 'votedAs'
  | 'add'
  | 'find'
  | 'ofSlot'
  | 'ofSpare'
  | 'latest'
  | 'end'
  | 'setProblem'
  | 'noteReturn'
  | 'fencedOf'
  | 'underWay'
  | 'last'
  | 'former'
  | 'keptStates'
  | 'dropStates'
  | 'setKind'
  | 'setExpected'
  | 'unfinished'

export type SwapStatements = Record<Name, Database.Statement>

/** A row of `swaps` as the handlers read it. */
export interface SwapRow {
  swap: number
  slotId: string
  spareId: string | null
  installKey: string
  secretHash: string | null
  former: string | null
  formerHash: string | null
  fenced: 0 | 1
  status: 'sent' | 'done' | 'cancelled' | 'superseded'
}

const ROW = `swap, slot_id AS slotId, spare_id AS spareId, install_key AS installKey, secret_hash AS secretHash, former,
  former_hash AS formerHash, fenced, status`

/** How many swaps operators see. */
const SHOWN = 20
/** Of how many of a slot's former holders the secret is known again. */
const FORMERS = 5

export function prepareSwaps(db: Database.Database): SwapStatements {
  return {
    install: db.prepare('SELECT install_key FROM device_installs WHERE device_id = ?').pluck(),
    putInstall: db.prepare(
      `INSERT INTO device_installs (device_id, install_key, at) VALUES (?, ?, ?)
       ON CONFLICT (device_id) DO UPDATE SET install_key = excluded.install_key, at = excluded.at
       WHERE install_key <> excluded.install_key`,
    ),
    votedAs: db
      .prepare(
        `SELECT 1 FROM device_installs i JOIN votes v ON v.run = ? AND v.device_id = i.device_id
         WHERE i.install_key = ? AND i.device_id <> ? LIMIT 1`,
      )
      .pluck(),
    add: db.prepare(
      `INSERT INTO swaps (slot_id, spare_id, install_key, secret_hash, former, former_hash, fenced, status, reason, by, at)
       VALUES (@slotId, @spareId, @installKey, @secretHash, @former, @formerHash, @fenced, 'sent', @reason, @by, @at)`,
    ),
    find: db.prepare(`SELECT ${ROW} FROM swaps WHERE swap = ?`),
    ofSlot: db.prepare(`SELECT ${ROW} FROM swaps WHERE slot_id = ? AND status = 'sent'`),
    ofSpare: db.prepare(`SELECT ${ROW} FROM swaps WHERE spare_id = ? AND status = 'sent'`),
    latest: db.prepare(
      `SELECT ${ROW} FROM swaps WHERE slot_id = ? AND status IN ('sent', 'done') ORDER BY swap DESC LIMIT 1`,
    ),
    end: db.prepare('UPDATE swaps SET status = ?, ended_at = ?, problem = NULL WHERE swap = ?'),
    setProblem: db.prepare('UPDATE swaps SET problem = ? WHERE swap = ?'),
    noteReturn: db.prepare('UPDATE swaps SET returned_at = ?, returned_from = ? WHERE swap = ?'),
    fencedOf: db.prepare(
      `SELECT ${ROW} FROM swaps WHERE slot_id = ? AND former_hash = ? AND status IN ('sent', 'done')
       ORDER BY swap DESC LIMIT 1`,
    ),
    underWay: db.prepare(
      `SELECT s.swap, s.slot_id AS slotId, s.spare_id AS spareId, e.core_key AS coreKey, e.sealed
       FROM swaps s LEFT JOIN enrolments e ON e.device_id = s.slot_id AND e.secret_hash = s.secret_hash
       WHERE s.status = 'sent' AND s.spare_id IS NOT NULL ORDER BY s.swap`,
    ),
    last: db.prepare(
      `SELECT swap, slot_id, spare_id, status, fenced, reason, by, at, ended_at, problem, returned_at, returned_from
       FROM swaps ORDER BY swap DESC LIMIT ${SHOWN}`,
    ),
    former: db.prepare(
      `SELECT slot_id AS deviceId, former_hash AS secretHash FROM (
         SELECT slot_id, former_hash, row_number() OVER (PARTITION BY slot_id ORDER BY swap DESC) AS place FROM swaps
         WHERE former_hash IS NOT NULL AND status IN ('sent', 'done'))
       WHERE place <= ${FORMERS}`,
    ),
    keptStates: db.prepare('SELECT contract FROM device_states WHERE device_id = ?').pluck(),
    dropStates: db.prepare('DELETE FROM device_states WHERE device_id = ?'),
    setExpected: db.prepare('UPDATE runs SET expected = ? WHERE run = ?'),
    setKind: db.prepare(
      `UPDATE devices SET kind = ? WHERE device_id = ?
       RETURNING device_id AS deviceId, kind, version, last_seen AS lastSeen`,
    ),
    unfinished: db
      .prepare(`SELECT cmd_id FROM device_commands WHERE device_id = ? AND status IN ('sent', 'accepted')`)
      .pluck(),
  }
}

/** Spares that have yet to come in, for whoever tells them. */
export function swapsUnderWay(sql: SwapStatements): SwapUnderWay[] {
  return sql.underWay.all() as SwapUnderWay[]
}

/** Secrets that held until a spare took the identity: who shows one is the device that was replaced. */
export function formerSecrets(sql: SwapStatements): FormerSecret[] {
  return sql.former.all() as FormerSecret[]
}

/** What operators see of swaps. */
export function swapsState(sql: SwapStatements): Publication {
  const rows = sql.last.all() as ({ fenced: number } & Record<string, unknown>)[]
  const items = rows.map((row) => ({ ...row, fenced: row.fenced === 1 }))
  return { contract: 'opSwaps', params: {}, payload: { items } }
}

export function swapOf(row: unknown): SwapRow | null {
  return (row as SwapRow | undefined) ?? null
}
