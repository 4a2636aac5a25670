// What can be looked up about sessions. All amounts are whole cents, all times milliseconds since 1970 on the core's clock.

import type { SessionCounts, SessionMarks } from '../session/session-marks.js'
import type { IncidentLine } from '../session/incidents.js'
import type { LedgerSums } from '../session/ledger-sums.js'
import type { ExportPage } from './money-reads.js'

export interface SessionPause {
  from: number
  by: string
  reason: string | null
  until: number | null
  resumed_by: string | null
}

export interface SessionSummary {
  session: number
  name: string
  group_size: number
  notes: string | null
  status: 'open' | 'paused' | 'closed'
  started_at: number
  started_by: string
  /** Why it was begun though not everything was ready; null: everything was. */
  forced: string | null
  /** Up to `running_since`, which is null while it is paused or closed. */
  active_ms: number
  running_since: number | null
  closed_at: number | null
  closed_by: string | null
  closed_though: string | null
  pauses: SessionPause[]
  counts: SessionCounts
  /** What happened outside any session, after the one before this. */
  outside_before: SessionCounts
}

/** A session with what bounds it: rows numbered above `before` and up to `after` are its own. */
export interface SessionBounds extends SessionSummary {
  first_seq: number
  last_seq: number
  before: SessionMarks
  after: SessionMarks
}

export interface RunReport {
  run: number
  step: number
  question: string
  options: string[]
  /** `not_revealed`: the session was closed while it was open or waited to be revealed. */
  status: 'open' | 'closed' | 'revealed' | 'voided' | 'not_revealed'
  opened_at: number
  closed_at: number | null
  closed_by: string | null
  expected: number | null
  voted: number | null
  winner: string | null
  next_step: number | null
  void_reason: string | null
  /** Only of a run that was revealed. */
  tally: Record<string, number> | null
  votes: { device_id: string; choice: string; at: number }[] | null
}

/** Where a script led. */
export interface VisitReport {
  visit: number
  step_id: string | null
  run: number | null
  entered_at: number
  outcome: string | null
  via: string | null
  reason: string | null
  by: string | null
}

/** What can be chosen for the cards that played in a session, and what it would come to. */
export interface CardsPreview {
  session: number
  /** Cards with money on them that were not dealt with. */
  cards: number
  cents: number
  /** Of those: frozen ones, which no choice but `keep` touches. */
  frozen: number
  frozen_cents: number
  /** Desks with an open shift, and what their drawers hold. */
  desks: { desk_id: string; by: string; drawer_cents: number }[]
}

/** Looks sessions up, a bounded step at a time: methods that take `after` are asked again from where they ended. */
export interface SessionReads {
  sessions(before: number | null, limit: number): Promise<SessionSummary[]>
  /** What happened after the last session was closed; null while one is open. */
  outsideNow(): Promise<SessionCounts | null>
  sessionBounds(session: number): Promise<SessionBounds | null>
  sessionRuns(session: number, after: number, limit: number): Promise<RunReport[]>
  sessionVisits(session: number): Promise<VisitReport[]>
  /** Sums over the transfers above `after`, up to `until`, and where the next step begins; null: there are no more. */
  sessionSums(after: number, until: number): Promise<{ sums: LedgerSums; last: number }>
  /** Lines of the journal that may be worth telling. */
  sessionLines(after: number, until: number): Promise<{ lines: IncidentLine[]; last: number }>
  sessionTransfersPage(
    range: { after: number; until: number; limit: number },
    format: 'json' | 'csv',
    first: boolean,
  ): Promise<ExportPage>
  /** Choices for its cards that have ended. */
  sessionCardJobs(session: number): Promise<Record<string, string | number | null>[]>
  /** Whether looking through for the preview has come to its end; null: ask again. */
  cardsPreview(session: number, anew: boolean): Promise<CardsPreview | null>
}
