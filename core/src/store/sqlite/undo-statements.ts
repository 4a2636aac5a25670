import type Database from 'better-sqlite3'
import type { Publication } from '../../commit/command.js'

type Name =
  | 'add'
  | 'trim'
  | 'find'
  | 'lineOf'
  | 'setUndone'
  | 'shift'
  | 'last'
  | 'transferOf'
  | 'reopen'
  | 'copyVotes'
  | 'copyExcuses'
  | 'setVoted'
  | 'addContinue'
  | 'continued'
  | 'lastOfCard'
  | 'lastOfExcuse'
  | 'lastSwap'
  | 'votedSpare'

export type UndoStatements = Record<Name, Database.Statement>

/** So many commands that can be undone are kept, far more than are given within the window. */
const KEPT = 200
const SHOWN = 20

export function prepareUndo(db: Database.Database): UndoStatements {
  return {
    add: db.prepare('INSERT INTO undoables (seq, kind, by, at, run, facts) VALUES (?, ?, ?, ?, ?, ?)'),
    trim: db.prepare(
      `DELETE FROM undoables WHERE seq <= (SELECT seq FROM undoables ORDER BY seq DESC LIMIT 1 OFFSET ${KEPT})`,
    ),
    find: db.prepare('SELECT kind, at, facts, undone_by AS undoneBy FROM undoables WHERE seq = ?'),
    lineOf: db.prepare('SELECT kind FROM journal WHERE seq = ?').pluck(),
    setUndone: db.prepare('UPDATE undoables SET undone_by = ? WHERE seq = ?'),
    shift: db.prepare('UPDATE undoables SET at = min(at + ?, ?)'),
    last: db.prepare(`SELECT seq, kind, by, at, run, undone_by FROM undoables ORDER BY seq DESC LIMIT ${SHOWN}`),
    transferOf: db.prepare('SELECT max(transfer) FROM transfers WHERE actor = ? AND req_id = ?').pluck(),
    reopen: db.prepare(
      `UPDATE runs SET status = 'open', closed_at = NULL, closed_by = NULL, remaining_ms = @leftMs,
         closes_at = iif(@leftMs IS NULL, NULL, @at + @leftMs), timer_version = timer_version + 1
       WHERE run = @run AND status = 'closed'`,
    ),
    copyVotes: db.prepare(
      'INSERT INTO votes (run, device_id, choice, at) SELECT ?, device_id, choice, at FROM votes WHERE run = ?',
    ),
    copyExcuses: db.prepare(
      'INSERT INTO run_excuses (run, device_id, excused, at) SELECT ?, device_id, excused, at FROM run_excuses WHERE run = ?',
    ),
    setVoted: db.prepare('UPDATE runs SET voted = (SELECT count(*) FROM votes v WHERE v.run = runs.run) WHERE run = ?'),
    addContinue: db.prepare('INSERT INTO run_continues (run, from_run) VALUES (?, ?)'),
    continued: db.prepare('SELECT from_run FROM run_continues WHERE run = ?').pluck(),
    lastOfCard: db
      .prepare(
        `SELECT max(seq) FROM undoables
         WHERE kind IN ('opCardFreeze', 'opCardUnfreeze') AND json_extract(facts, '$.tag_uid') = ?`,
      )
      .pluck(),
    lastOfExcuse: db
      .prepare(
        `SELECT max(seq) FROM undoables
         WHERE kind = 'opNightExcuse' AND run = ? AND json_extract(facts, '$.slot_id') = ?`,
      )
      .pluck(),
    lastSwap: db.prepare('SELECT coalesce(max(swap), 0) FROM swaps').pluck(),
    // Of swaps before the command none counts: whoever has the spare's name since is another machine.
    votedSpare: db.prepare(
      `SELECT s.spare_id AS spareId, s.slot_id AS slotId FROM swaps s
       JOIN votes v ON v.run = ? AND v.device_id = s.spare_id
       WHERE s.swap > ? AND s.status IN ('sent', 'done') ORDER BY s.swap DESC LIMIT 1`,
    ),
  }
}

/** What operators see of the last commands that can be undone. */
export function undoState(sql: UndoStatements, windowMs: number): Publication {
  const rows = sql.last.all() as { at: number }[]
  const items = rows.map((row) => ({ ...row, until: row.at + windowMs }))
  return { contract: 'opUndoable', params: {}, payload: { window_s: Math.round(windowMs / 1000), items } }
}
