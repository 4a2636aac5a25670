import type Database from 'better-sqlite3'
import type { ShowScript } from '@eg/shared'

type Name =
  | 'lastScript'
  | 'script'
  | 'content'
  | 'addScript'
  | 'lastShow'
  | 'addShow'
  | 'endShow'
  | 'lastRunOfShow'
  | 'position'
  | 'path'
  | 'enter'
  | 'leave'
  | 'standing'
  | 'visitOfRun'
  | 'revotes'
  | 'linkRun'
  | 'repeatRun'
  | 'setRun'
  | 'putOutcome'
  | 'setOutcome'

export interface ShowStatements extends Record<Name, Database.Statement> {
  /** A script as it was read, by its number and hash: parsed once. */
  contentOf(script: number, hash: string): ShowScript
}

const SCRIPT = 'script, hash, name, loaded_at AS loadedAt, loaded_by AS loadedBy'

/** The prepared statements of the script of the night. */
export function prepareShow(db: Database.Database): ShowStatements {
  const content = db.prepare('SELECT content FROM show_scripts WHERE script = ?').pluck()
  // By hash: a number that was rolled back may come again with another text. Two are in use at most: of the show, and loaded since.
  const parsed = new Map<string, ShowScript>()
  return {
    lastScript: db.prepare(`SELECT ${SCRIPT} FROM show_scripts ORDER BY script DESC LIMIT 1`),
    script: db.prepare(`SELECT ${SCRIPT} FROM show_scripts WHERE script = ?`),
    content,
    addScript: db.prepare(
      'INSERT INTO show_scripts (hash, name, text, content, loaded_at, loaded_by) VALUES (?, ?, ?, ?, ?, ?)',
    ),

    lastShow: db.prepare(
      `SELECT show, script, started_at AS startedAt, ended_at AS endedAt, end_reason AS endReason
       FROM shows ORDER BY show DESC LIMIT 1`,
    ),
    addShow: db.prepare('INSERT INTO shows (script, started_at, started_by) VALUES (?, ?, ?)'),
    endShow: db.prepare('UPDATE shows SET ended_at = ?, ended_by = ?, end_reason = ? WHERE ended_at IS NULL'),
    lastRunOfShow: db
      .prepare('SELECT coalesce(max(r.run), 0) FROM show_runs r JOIN show_visits USING (visit) WHERE show = ?')
      .pluck(),

    position: db.prepare('SELECT visit, show, step_id AS stepId, run FROM show_visits WHERE left_at IS NULL'),
    path: db.prepare(
      `SELECT v.visit, v.step_id AS stepId, v.run, v.outcome, v.via, v.reason, v.by, v.entered_at AS enteredAt,
              v.left_at AS leftAt,
              (SELECT winner FROM runs JOIN show_runs s USING (run)
               WHERE s.visit = v.visit AND status = 'revealed' ORDER BY run DESC LIMIT 1) AS winner
       FROM show_visits v WHERE v.show = ? ORDER BY v.visit DESC LIMIT 50`,
    ),
    enter: db.prepare(
      'INSERT INTO show_visits (show, step_id, run, entered_at, via, reason, by) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    leave: db.prepare('UPDATE show_visits SET left_at = ?, outcome = ? WHERE visit = ?'),

    standing: db.prepare(
      `SELECT run, next_step AS nextStep, winner, outcome FROM show_runs JOIN runs USING (run)
       WHERE visit = ? AND status = 'revealed' ORDER BY run DESC LIMIT 1`,
    ),
    visitOfRun: db.prepare(
      `SELECT visit, step_id AS stepId, script, hash FROM show_runs r
       JOIN show_visits USING (visit) JOIN shows USING (show) JOIN show_scripts USING (script)
       WHERE r.run = ? AND left_at IS NULL`,
    ),
    revotes: db
      .prepare(
        `SELECT count(*) FROM show_runs JOIN runs USING (run) WHERE visit = ? AND status = 'voided' AND void_reason = 'tie'`,
      )
      .pluck(),
    linkRun: db.prepare('INSERT INTO show_runs (run, visit) VALUES (?, ?)'),
    repeatRun: db.prepare('INSERT INTO show_runs (run, visit) SELECT ?, visit FROM show_runs WHERE run = ?'),
    setRun: db.prepare(
      'UPDATE show_visits SET run = ?, outcome = NULL WHERE visit = (SELECT visit FROM show_runs WHERE run = ?)',
    ),
    putOutcome: db.prepare('UPDATE show_runs SET outcome = ? WHERE run = ?'),
    setOutcome: db.prepare(
      'UPDATE show_visits SET outcome = ? WHERE left_at IS NULL AND visit = (SELECT visit FROM show_runs WHERE run = ?)',
    ),

    contentOf(script, hash) {
      const known = parsed.get(hash)
      if (known) return known
      if (parsed.size > 1) parsed.clear()
      const read = JSON.parse(content.get(script) as string) as ShowScript
      parsed.set(hash, read)
      return read
    },
  }
}

export interface RawScript {
  script: number
  hash: string
  name: string | null
  loadedAt: number
  loadedBy: string
}

export interface RawShow {
  show: number
  script: number
  startedAt: number
  endedAt: number | null
  endReason: string | null
}

export interface RawPosition {
  visit: number
  show: number
  stepId: string
  run: number | null
}

export interface RawStanding {
  run: number
  nextStep: number
  winner: string | null
  outcome: string | null
}
