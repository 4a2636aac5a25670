import type { SessionCounts } from '@eg/shared'

/**
 * How everything stood at a moment: the numbers given out last, and the balances (cents). What is numbered above the marks at a
 * session's beginning and up to those at its end belongs to it, whatever was done to the clock meanwhile.
 */
export interface SessionMarks {
  transfers: number
  runs: number
  rounds: number
  bets: number
  /** Visits of steps of a script; null where there are none. */
  visits: number | null
  /** How many numbers were left out of each kind since a backup was put in place; absent from marks of an earlier release. */
  skipped?: number
  /** All votes ever. */
  votes: number
  /** The run that was open or not revealed. */
  open_run: number | null
  /** The visit of a step at which the show was; absent from marks of an earlier release. */
  open_visit?: number | null
  /** Payouts that waited. */
  waiting: { count: number; cents: number }
  /** What all players had together. */
  players_cents: number
  /** Every other account by its name. */
  accounts: Record<string, number>
}

/** What is counted, by the numbers given out last. */
export type Counted = SessionCounts & Pick<SessionMarks, 'skipped'>

/** How much there was between two moments. */
export function countsBetween(before: Counted, after: Counted): SessionCounts {
  const skipped = (after.skipped ?? 0) - (before.skipped ?? 0)
  return {
    runs: after.runs - before.runs - skipped,
    // A core of before counted votes of a run that went on as another one twice, and its marks stay.
    votes: Math.max(0, after.votes - before.votes),
    rounds: after.rounds - before.rounds - skipped,
    bets: after.bets - before.bets - skipped,
    transfers: after.transfers - before.transfers - skipped,
  }
}
