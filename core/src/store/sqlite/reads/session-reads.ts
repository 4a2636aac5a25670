import type { RunReport, SessionCounts, SessionPause, SessionSummary, VisitReport } from '@eg/shared'
import type Database from 'better-sqlite3'
import { countVotes } from '../../../game/tally.js'
import { FINE, INCIDENT_KINDS, type IncidentLine } from '../../../session/incidents.js'
import { type SessionMarks, countsBetween } from '../../../session/session-marks.js'
import type { ExportPage } from '../../money-reads.js'
import type { SessionBounds } from '../../session-reads.js'
import { marksNow } from '../session-marks.js'
import { type RawSession, prepareSessions } from '../session-statements.js'
import { createSessionSums } from './session-sums.js'
import { createCardsPreview } from './cards-preview.js'
import { toCsv } from './to-csv.js'

/** How many lines of the journal one step looks through: others of this thread's callers wait for one step at most. */
const LINES_STEP = 5000

/** Looks sessions up on a connection that can only read. */
export function createSessionReads(db: Database.Database) {
  const own = prepareSessions(db)
  const sql = {
    sessions: db.prepare(
      'SELECT * FROM sessions WHERE @before IS NULL OR session < @before ORDER BY session DESC LIMIT @limit',
    ),
    // The numbers of sessions have gaps: some are left out after a backup was put in place.
    former: db.prepare('SELECT * FROM sessions WHERE session < ? ORDER BY session DESC LIMIT 1'),
    runs: db.prepare('SELECT * FROM runs WHERE run > ? AND run <= ? ORDER BY run LIMIT ?'),
    currentRun: db.prepare(`SELECT run FROM runs WHERE status IN ('open', 'closed')`).pluck(),
    votes: db.prepare('SELECT device_id, choice, at FROM votes WHERE run = ? ORDER BY device_id'),
    lines: db.prepare(
      `SELECT j.*, CASE WHEN j.kind = 'coreStart' THEN
           (SELECT p.at FROM journal p WHERE p.seq < j.seq ORDER BY p.seq DESC LIMIT 1) END AS before_at
       FROM journal j WHERE j.seq > ? AND j.seq <= ? AND (j.outcome NOT IN (${quoted(FINE)}) OR j.kind IN (${quoted(INCIDENT_KINDS)}))
       ORDER BY j.seq`,
    ),
    transfers: db.prepare(
      `SELECT t.transfer, t.at, t.kind, d.name AS debit, c.name AS credit, t.amount AS amount_cents, t.actor, t.device_id,
         t.tag_uid, t.payout_id, t.round, t.bet, t.shift, t.receipt, t.reverses, t.reason, t.person AS "by"
       FROM transfers t JOIN accounts d ON d.account = t.debit JOIN accounts c ON c.account = t.credit
       WHERE t.transfer > @after AND t.transfer <= @until ORDER BY t.transfer LIMIT @limit`,
    ),
  }
  const hasVisits = db.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'show_visits'`).get() !== undefined
  const visits = hasVisits
    ? db.prepare(
        // The run it had at the session's end: asked again since, the visit names a later one.
        `SELECT visit, step_id, (SELECT max(r.run) FROM show_runs r WHERE r.visit = v.visit AND r.run <= @runs) AS run,
           entered_at, CASE WHEN left_at <= @until AND visit IS NOT @open THEN outcome END AS outcome,
           via, reason, "by" FROM show_visits v WHERE visit > @from AND visit <= @to ORDER BY visit`,
      )
    : null

  /** How everything stood before the first session. */
  const nothingYet = (): SessionCounts => ({ ...NOTHING_YET, runs: Number(own.runsBegin.get() ?? 0) })
  const marks = () => marksNow(own, (sql.currentRun.get() as number | undefined) ?? null)
  const summary = (row: RawSession, after: SessionMarks): SessionSummary => {
    const before = JSON.parse(row.marks_before) as SessionMarks
    const former = sql.former.get(row.session) as RawSession | undefined
    const since = former?.marks_after ? (JSON.parse(former.marks_after) as SessionMarks) : nothingYet()
    return {
      session: row.session,
      name: row.name,
      group_size: row.group_size,
      notes: row.notes,
      status: row.status,
      started_at: row.started_at,
      started_by: row.started_by,
      forced: row.forced,
      active_ms: row.active_ms,
      running_since: row.running_since,
      closed_at: row.closed_at,
      closed_by: row.closed_by,
      closed_though: row.closed_though,
      pauses: own.pauses.all(row.session) as SessionPause[],
      counts: countsBetween(before, after),
      outside_before: countsBetween(since, before),
    }
  }
  const afterOf = ({ marks_after: text }: RawSession) => (text === null ? marks() : (JSON.parse(text) as SessionMarks))
  const bounds = (session: number): SessionBounds | null => {
    const row = own.session.get(session) as RawSession | undefined
    if (!row) return null
    const after = afterOf(row)
    const before = JSON.parse(row.marks_before) as SessionMarks
    const last =
      row.last_seq ?? (own.numbers.all() as { name: string; seq: number }[]).find(({ name }) => name === 'journal')?.seq
    return { ...summary(row, after), first_seq: row.first_seq, last_seq: last ?? row.first_seq, before, after }
  }

  /** Marks and row of one moment. */
  const whole = db.transaction(bounds)

  return {
    sessions: (before: number | null, limit: number) =>
      (sql.sessions.all({ before, limit }) as RawSession[]).map((row) => summary(row, afterOf(row))),
    outsideNow(): SessionCounts | null {
      if (own.open.get() !== undefined) return null
      const last = (own.closed.get(1) as RawSession | undefined)?.marks_after
      return countsBetween(last ? (JSON.parse(last) as SessionMarks) : nothingYet(), marks())
    },
    sessionBounds: (session: number): SessionBounds | null => whole(session),
    sessionRuns(session: number, after: number, limit: number): RunReport[] {
      const found = bounds(session)
      if (!found) return []
      const left = found.status === 'closed' ? found.after.open_run : null
      const from = Math.max(after, found.before.runs)
      return (sql.runs.all(from, found.after.runs, limit) as RawRunRow[]).map((row) =>
        row.run === left
          ? leftOpen(row)
          : reported(row, row.status === 'revealed' ? (sql.votes.all(row.run) as Vote[]) : null),
      )
    },
    sessionVisits(session: number): VisitReport[] {
      const found = bounds(session)
      if (!visits || !found || found.after.visits === null) return []
      const range = { from: found.before.visits ?? 0, to: found.after.visits, runs: found.after.runs }
      const { open_visit: open } = found.after
      // Marks of an earlier release do not say where the show was: by the clock then.
      const until = open === undefined ? (found.closed_at ?? Number.MAX_SAFE_INTEGER) : Number.MAX_SAFE_INTEGER
      return visits.all({ ...range, until, open: open ?? null }) as VisitReport[]
    },
    sessionSums: createSessionSums(db),
    sessionLines(after: number, until: number): { lines: IncidentLine[]; last: number } {
      const last = Math.min(after + LINES_STEP, until)
      const rows = sql.lines.all(after, last) as (Omit<IncidentLine, 'data'> & { data: string })[]
      return { lines: rows.map((row) => ({ ...row, data: JSON.parse(row.data) as IncidentLine['data'] })), last }
    },
    sessionTransfersPage(
      range: { after: number; until: number; limit: number },
      format: 'json' | 'csv',
      first: boolean,
    ): ExportPage {
      const rows = sql.transfers.all(range) as { transfer: number; at: number }[]
      const text = format === 'csv' ? toCsv(sql.transfers, rows, first) : rows.map((r) => JSON.stringify(r)).join(',\n')
      return { text, count: rows.length, last: rows.at(-1)?.transfer ?? range.after }
    },
    sessionCardJobs: (session: number) => own.lastJobs.all(session) as Record<string, string | number | null>[],
    cardsPreview: createCardsPreview(db, own),
  }
}

/** Words of ours as a list of SQL. */
function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ')
}

const NOTHING_YET: SessionCounts = { runs: 0, votes: 0, rounds: 0, bets: 0, transfers: 0 }

interface Vote {
  device_id: string
  choice: string
  at: number
}

interface RawRunRow extends Omit<RunReport, 'options' | 'tally' | 'votes' | 'expected' | 'voted' | 'status'> {
  options: string
  status: 'open' | 'closed' | 'revealed' | 'voided'
  expected: number
  voted: number
}

function reported(row: RawRunRow, votes: Vote[] | null): RunReport {
  const options = JSON.parse(row.options) as string[]
  const { run, step, question, status, opened_at, closed_at, closed_by, expected, voted } = row
  const { winner, next_step, void_reason } = row
  const tally =
    votes &&
    countVotes(
      options,
      votes.map(({ choice }) => choice),
    )
  const head = { run, step, question, options, status, opened_at, closed_at, closed_by, expected, voted }
  return { ...head, winner, next_step, void_reason, tally, votes }
}

/** What became of it later belongs to no session. */
function leftOpen(row: RawRunRow): RunReport {
  const nothing = {
    closed_at: null,
    closed_by: null,
    expected: null,
    voted: null,
    winner: null,
    next_step: null,
    void_reason: null,
  }
  return { ...reported(row, null), ...nothing, status: 'not_revealed' }
}
