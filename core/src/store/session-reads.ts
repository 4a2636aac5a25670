// What can be looked up about sessions. All amounts are whole cents, all times milliseconds since 1970 on the core's clock.

import type { CardsPreview, RunReport, SessionCounts, SessionSummary, VisitReport } from '@eg/shared'
import type { SessionMarks } from '../session/session-marks.js'
import type { IncidentLine } from '../session/incidents.js'
import type { LedgerSums } from '../session/ledger-sums.js'
import type { ExportPage } from './money-reads.js'

/** A session with what bounds it: rows numbered above `before` and up to `after` are its own. */
export interface SessionBounds extends SessionSummary {
  first_seq: number
  last_seq: number
  before: SessionMarks
  after: SessionMarks
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
