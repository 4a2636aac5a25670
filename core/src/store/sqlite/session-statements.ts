import type Database from 'better-sqlite3'
import { RUNS_BEGIN, SKIPPED } from './number-on.js'

type Name =
  | 'open'
  | 'session'
  | 'lastNumber'
  | 'closed'
  | 'add'
  | 'setStatus'
  | 'shiftRunning'
  | 'shiftPause'
  | 'close'
  | 'addPause'
  | 'endPause'
  | 'pauses'
  | 'numbers'
  | 'skipped'
  | 'runsBegin'
  | 'lastVisit'
  | 'votes'
  | 'balances'
  | 'playersCents'
  | 'waiting'
  | 'openBets'
  | 'openVisit'
  | 'playedIn'
  | 'resettable'
  | 'resets'
  | 'reset'
  | 'putReset'
  | 'addJob'
  | 'job'
  | 'runningJob'
  | 'lastJobs'
  | 'chosen'
  | 'setJob'
  | 'toList'
  | 'addCard'
  | 'payable'
  | 'dealtWith'
  | 'toMove'
  | 'setCard'
  | 'workingTag'

export type SessionStatements = Record<Name, Database.Statement>

/** The kinds of device that forget a group; a spare may have been tried by one. */
const RESET_KINDS = `'slot', 'table', 'change', 'spare'`

/** The prepared statements of sessions and of what is between two groups. */
export function prepareSessions(db: Database.Database): SessionStatements {
  const has = (table: string) => db.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(table) !== undefined
  const hasVisits = has('show_visits')
  const continues = has('run_continues') ? ' WHERE run NOT IN (SELECT from_run FROM run_continues)' : ''
  return {
    open: db.prepare('SELECT * FROM sessions WHERE closed_at IS NULL'),
    session: db.prepare('SELECT * FROM sessions WHERE session = ?'),
    lastNumber: db.prepare('SELECT max(session) FROM sessions').pluck(),
    closed: db.prepare('SELECT * FROM sessions WHERE closed_at IS NOT NULL ORDER BY session DESC LIMIT ?'),
    add: db.prepare(
      `INSERT INTO sessions (name, group_size, notes, status, started_at, started_by, forced, first_seq, marks_before, running_since)
       VALUES (@name, @groupSize, @notes, 'open', @at, @by, @forced, @firstSeq, @marks, @at)`,
    ),
    setStatus: db.prepare('UPDATE sessions SET status = ?, active_ms = ?, running_since = ? WHERE session = ?'),
    shiftRunning: db.prepare(
      `UPDATE sessions SET running_since = running_since + ? WHERE closed_at IS NULL AND running_since IS NOT NULL`,
    ),
    shiftPause: db.prepare('UPDATE session_pauses SET from_at = from_at + ? WHERE until_at IS NULL'),
    close: db.prepare(
      `UPDATE sessions SET status = 'closed', active_ms = @activeMs, running_since = NULL, closed_at = @at, closed_by = @by,
         closed_though = @though, last_seq = @lastSeq, marks_after = @marks WHERE session = @session`,
    ),
    addPause: db.prepare('INSERT INTO session_pauses (session, from_at, paused_by, reason) VALUES (?, ?, ?, ?)'),
    endPause: db.prepare(
      'UPDATE session_pauses SET until_at = ?, resumed_by = ? WHERE session = ? AND until_at IS NULL',
    ),
    pauses: db.prepare(
      `SELECT from_at AS "from", paused_by AS "by", reason, until_at AS "until", resumed_by FROM session_pauses
       WHERE session = ? ORDER BY pause`,
    ),

    // The numbers that were given out last: also of rows that a purge has taken away since.
    numbers: db.prepare(
      `SELECT name, seq FROM sqlite_sequence WHERE name IN ('journal', 'transfers', 'runs', 'rounds', 'bets')`,
    ),
    skipped: db.prepare(`SELECT value FROM meta WHERE key = '${SKIPPED}'`).pluck(),
    runsBegin: db.prepare(`SELECT value FROM meta WHERE key = '${RUNS_BEGIN}'`).pluck(),
    openVisit: db
      .prepare(hasVisits ? 'SELECT visit FROM show_visits WHERE left_at IS NULL' : 'SELECT NULL WHERE FALSE')
      .pluck(),
    lastVisit: db.prepare(hasVisits ? 'SELECT max(visit) FROM show_visits' : 'SELECT NULL').pluck(),
    // A run that goes on as another one has given its votes to that.
    votes: db.prepare(`SELECT coalesce(sum(voted), 0) FROM runs${continues}`).pluck(),
    balances: db.prepare(`SELECT name, balance FROM accounts WHERE kind <> 'player' ORDER BY name`),
    playersCents: db.prepare(`SELECT coalesce(sum(balance), 0) FROM accounts WHERE kind = 'player'`).pluck(),
    waiting: db.prepare(
      `SELECT count(*) AS count, coalesce(sum(amount), 0) AS cents FROM payouts WHERE status = 'ready'`,
    ),
    openBets: db.prepare(`SELECT count(*) FROM bets WHERE status = 'open'`).pluck(),
    playedIn: db
      .prepare('SELECT 1 FROM transfers WHERE transfer > ? AND transfer <= ? AND player IS NOT NULL LIMIT 1')
      .pluck(),

    // Whoever was put out, or gave its name up for another one's, comes to no group any more.
    resettable: db.prepare(
      `SELECT d.device_id AS deviceId, d.kind, r.status, e.legacy_from IS NOT NULL AS legacy
       FROM devices d LEFT JOIN device_resets r USING (device_id) LEFT JOIN enrolments e USING (device_id)
       WHERE d.kind IN (${RESET_KINDS}) AND e.revoked_at IS NULL ORDER BY d.device_id`,
    ),
    resets: db.prepare(
      `SELECT r.device_id, d.kind, r.status, r.reason, r.detail, r.confirmed_by AS "by", r.changed_at
       FROM device_resets r JOIN devices d USING (device_id) LEFT JOIN enrolments e USING (device_id)
       WHERE d.kind IN (${RESET_KINDS}) AND e.revoked_at IS NULL ORDER BY r.device_id`,
    ),
    reset: db.prepare('SELECT status, cmd_id AS cmdId FROM device_resets WHERE device_id = ?'),
    putReset: db.prepare(
      `INSERT INTO device_resets (device_id, status, reason, detail, cmd_id, confirmed_by, changed_at)
       VALUES (@deviceId, @status, @reason, @detail, @cmdId, @by, @at)
       ON CONFLICT (device_id) DO UPDATE SET status = excluded.status, reason = excluded.reason, detail = excluded.detail,
         cmd_id = excluded.cmd_id, confirmed_by = excluded.confirmed_by, changed_at = excluded.changed_at`,
    ),

    addJob: db.prepare(
      `INSERT INTO session_card_jobs (session, choice, status, desk_id, why, actor, person, at, expect_cards, expect_cents, listed_to)
       VALUES (@session, @choice, 'listing', @deskId, @why, @actor, @person, @at, @expectCards, @expectCents, @listedTo)`,
    ),
    job: db.prepare('SELECT * FROM session_card_jobs WHERE job = ?'),
    runningJob: db.prepare('SELECT job FROM session_card_jobs WHERE ended_at IS NULL').pluck(),
    lastJobs: db.prepare(
      `SELECT job, session, choice, status, reason, desk_id, why, person AS "by", at, ended_at, cards, cents, done, done_cents, skipped
       FROM session_card_jobs WHERE session = ? ORDER BY job DESC LIMIT 10`,
    ),
    chosen: db.prepare(`SELECT 1 FROM session_card_jobs WHERE session = ? AND status = 'done' LIMIT 1`).pluck(),
    setJob: db.prepare(
      `UPDATE session_card_jobs SET status = @status, reason = @reason, ended_at = @ended_at, listed_to = @listed_to,
         moved_to = @moved_to, cards = @cards, cents = @cents, done = @done, done_cents = @done_cents, skipped = @skipped
       WHERE job = @job`,
    ),
    toList: db.prepare(
      'SELECT transfer, player FROM transfers WHERE transfer > ? AND transfer <= ? ORDER BY transfer LIMIT ?',
    ),
    addCard: db.prepare(
      `INSERT INTO session_cards (job, player, cents, listed_after)
       SELECT @job, p.player, a.balance, (SELECT max(transfer) FROM transfers WHERE player = p.player)
       FROM players p JOIN accounts a ON a.account = p.account
       WHERE p.player = @player AND a.balance > 0 ON CONFLICT DO NOTHING RETURNING cents`,
    ),
    // What is active is not lost: said too, so that the index of working cards is used.
    payable: db
      .prepare(
        `SELECT coalesce(sum(c.cents), 0) FROM session_cards c JOIN cards k ON k.player = c.player AND k.status <> 'lost'
         WHERE c.job = ? AND k.status = 'active'`,
      )
      .pluck(),
    // Taken back by a reversal, it was not dealt with.
    dealtWith: db
      .prepare(
        `SELECT 1 FROM session_cards c JOIN session_card_jobs j USING (job)
         WHERE c.player = ? AND j.session = ? AND c.transfer IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM transfers r WHERE r.reverses = c.transfer)`,
      )
      .pluck(),
    // What was moved takes the place of what was listed. `left`: no more of that is there than the card held at its lowest since,
    // also where a cash-out was taken back.
    toMove: db.prepare(
      `SELECT c.player, min(c.cents, coalesce((SELECT min(t.player_balance) FROM transfers t
         WHERE t.player = c.player AND t.transfer > c.listed_after), c.cents)) AS "left"
       FROM session_cards c WHERE c.job = ? AND c.player > ? ORDER BY c.player LIMIT ?`,
    ),
    setCard: db.prepare(`UPDATE session_cards SET outcome = ?, cents = ?, transfer = ? WHERE job = ? AND player = ?`),
    workingTag: db.prepare(`SELECT tag_uid FROM cards WHERE player = ? AND status <> 'lost'`).pluck(),
  }
}

/** A row of `sessions`. Times are ms since 1970 on the core's clock; the marks are JSON (session-marks.ts). */
export interface RawSession {
  session: number
  name: string
  group_size: number
  notes: string | null
  status: 'open' | 'paused' | 'closed'
  started_at: number
  started_by: string
  forced: string | null
  first_seq: number
  marks_before: string
  active_ms: number
  running_since: number | null
  closed_at: number | null
  closed_by: string | null
  closed_though: string | null
  last_seq: number | null
  marks_after: string | null
}

/** A row of `session_card_jobs`. */
export interface RawCardJob {
  job: number
  session: number
  choice: 'keep' | 'cash_out' | 'expire'
  status: 'listing' | 'moving' | 'done' | 'stopped'
  reason: string | null
  desk_id: string | null
  why: string | null
  actor: string
  person: string
  at: number
  ended_at: number | null
  expect_cards: number | null
  expect_cents: number | null
  listed_to: number
  moved_to: number
  cards: number
  cents: number
  done: number
  done_cents: number
  skipped: number
}
