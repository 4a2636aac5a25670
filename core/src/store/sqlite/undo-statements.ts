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
  }
}

/** What operators see of the last commands that can be undone. */
export function undoState(sql: UndoStatements, windowMs: number): Publication {
  const rows = sql.last.all() as { at: number }[]
  const items = rows.map((row) => ({ ...row, until: row.at + windowMs }))
  return { contract: 'opUndoable', params: {}, payload: { window_s: Math.round(windowMs / 1000), items } }
}
