import type Database from 'better-sqlite3'

type Name =
  | 'begin'
  | 'commit'
  | 'rollback'
  | 'savepoint'
  | 'release'
  | 'undo'
  | 'currentRun'
  | 'run'
  | 'lastRun'
  | 'lastRunNumber'
  | 'latestOfStep'
  | 'shiftTimer'
  | 'saveTimer'
  | 'vote'
  | 'votesOf'
  | 'addVote'
  | 'changeVote'
  | 'countVote'
  | 'deviceKind'
  | 'addDevice'
  | 'seenDevice'
  | 'putDeviceState'
  | 'request'
  | 'putRequest'
  | 'journal'
  | 'lastChange'
  | 'lastLineAt'
  | 'meta'
  | 'putMeta'

export type Statements = Record<Name, Database.Statement>

/** The prepared statements of the hot path. Everything else goes through drizzle. */
export function prepareStatements(db: Database.Database): Statements {
  return {
    begin: db.prepare('BEGIN IMMEDIATE'),
    commit: db.prepare('COMMIT'),
    rollback: db.prepare('ROLLBACK'),
    savepoint: db.prepare('SAVEPOINT command'),
    release: db.prepare('RELEASE command'),
    undo: db.prepare('ROLLBACK TO command'),

    currentRun: db.prepare(`SELECT * FROM runs WHERE status IN ('open', 'closed')`),
    run: db.prepare('SELECT * FROM runs WHERE run = ?'),
    lastRun: db.prepare('SELECT * FROM runs WHERE run > ? ORDER BY run DESC LIMIT 1'),
    lastRunNumber: db.prepare('SELECT coalesce(max(run), 0) FROM runs').pluck(),
    latestOfStep: db.prepare('SELECT * FROM runs WHERE step = ? AND (? IS NULL OR run = ?) ORDER BY run DESC LIMIT 1'),

    shiftTimer: db.prepare(`UPDATE runs SET closes_at = closes_at + ? WHERE status = 'open' AND closes_at IS NOT NULL`),
    saveTimer: db.prepare('UPDATE runs SET remaining_ms = ?, closes_at = ? WHERE run = ?'),

    vote: db.prepare('SELECT choice FROM votes WHERE run = ? AND device_id = ?').pluck(),
    votesOf: db.prepare('SELECT device_id, choice, at FROM votes WHERE run = ? ORDER BY at, device_id'),
    addVote: db.prepare('INSERT INTO votes (choice, at, run, device_id) VALUES (?, ?, ?, ?)'),
    changeVote: db.prepare('UPDATE votes SET choice = ?, at = ? WHERE run = ? AND device_id = ?'),
    countVote: db.prepare('UPDATE runs SET voted = voted + 1 WHERE run = ?'),

    deviceKind: db.prepare('SELECT kind FROM devices WHERE device_id = ?').pluck(),
    addDevice: db.prepare(
      `INSERT INTO devices (device_id, kind, version, first_seen, last_seen) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (device_id) DO UPDATE
       SET kind = excluded.kind, version = coalesce(excluded.version, version), last_seen = excluded.last_seen
       RETURNING device_id AS deviceId, kind, version, last_seen AS lastSeen`,
    ),
    seenDevice: db.prepare('UPDATE devices SET last_seen = ? WHERE device_id = ?'),
    putDeviceState: db.prepare(
      `INSERT INTO device_states (topic, device_id, contract, payload, at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (topic) DO UPDATE SET payload = excluded.payload, at = excluded.at
       WHERE payload IS NOT excluded.payload`,
    ),

    request: db.prepare('SELECT hash, answer FROM requests WHERE actor = ? AND req_id = ?'),
    putRequest: db.prepare('INSERT INTO requests (actor, req_id, hash, answer, at) VALUES (?, ?, ?, ?, ?)'),

    // Bounded: a command that is stale is so by something recent, and nobody must wait for the whole journal.
    lastChange: db.prepare(
      `SELECT seq, kind, actor, at, data FROM journal
       WHERE seq > (SELECT max(seq) FROM journal) - 20000 AND outcome = 'ok' AND kind IN (SELECT value FROM json_each(@kinds))
         AND (@run IS NULL OR run = @run) AND (@deviceId IS NULL OR device_id = @deviceId)
         AND (@tagUid IS NULL OR json_extract(data, '$.tag_uid') = @tagUid)
         AND (@name IS NULL OR json_extract(data, '$.name') = @name)
       ORDER BY seq DESC LIMIT 1`,
    ),
    lastLineAt: db.prepare('SELECT at FROM journal ORDER BY seq DESC LIMIT 1').pluck(),
    journal: db.prepare(
      `INSERT INTO journal (at, kind, outcome, reason, actor, device_id, run, data, req_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    meta: db.prepare('SELECT value FROM meta WHERE key = ?').pluck(),
    putMeta: db.prepare(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    ),
  }
}

/** A row of `runs` as SQLite returns it. */
export interface RawRun {
  run: number
  step: number
  question: string
  options: string
  status: 'open' | 'closed' | 'revealed' | 'voided'
  expected: number
  final: 0 | 1
  tie: 'revote' | 'operator' | 'first'
  reveal: 'auto' | 'operator'
  duration_ms: number | null
  remaining_ms: number | null
  timer_version: number
  voted: number
  opened_at: number
  closes_at: number | null
  closed_at: number | null
  closed_by: 'expected' | 'timer' | 'operator' | null
  winner: string | null
  next_step: number | null
  void_reason: string | null
  expects: 'number' | 'slots'
}
