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

/** How much there was between two moments. */
export function countsBetween(before: SessionCounts, after: SessionCounts): SessionCounts {
  return {
    runs: after.runs - before.runs,
    // A core of before counted votes of a run that went on as another one twice, and its marks stay.
    votes: Math.max(0, after.votes - before.votes),
    rounds: after.rounds - before.rounds,
    bets: after.bets - before.bets,
    transfers: after.transfers - before.transfers,
  }
}
