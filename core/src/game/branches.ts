import { leaders } from './tally.js'
import type { ClosedBy, OutcomeKind, Run, Tally } from './run.js'

/** Where the outcomes of a step of the show lead, as numbers of steps. */
export interface Branches {
  /** Fewer votes than this decide nothing; null: any number does. */
  quorum: number | null
  noQuorum: number
  /** When the timer closed it; null: as when anything else did. */
  timeout: number | null
  /** When the leaders are level; null: the tie rule of the run decides. */
  tie: number | null
  /** When an option wins, in the order offered. */
  options: number[]
  /** When nobody voted. */
  otherwise: number
  /** How often a tie may still be asked again. */
  revotesLeft: number
}

export type Verdict =
  | { type: 'shown'; outcome: OutcomeKind; winner: string | null; nextStep: number }
  | { type: 'revote' }
  /** The operator chooses among the leaders. */
  | { type: 'undecided'; leaders: string[] }

/**
 * What becomes of a run that has closed (N17, N19, F20): a failed quorum goes before a time-out, a time-out before a tie, a
 * tie before the option that won. Without branches (a question asked by hand) everything leads to the step after it.
 */
export function judge(run: Run, tally: Tally, by: ClosedBy | null, branches: Branches | null): Verdict {
  const first = leaders(run.options, tally)
  const single = first.length === 1 ? (first[0] ?? null) : null
  const votes = Object.values(tally).reduce((sum, n) => sum + n, 0)
  if (branches && branches.quorum !== null && votes < branches.quorum)
    return shown('no_quorum', null, branches.noQuorum)
  if (branches && branches.timeout !== null && by === 'timer') return shown('timeout', single, branches.timeout)
  if (first.length === 0) return shown('nobody', null, branches?.otherwise ?? run.step + 1)
  if (first.length > 1) {
    if (branches && branches.tie !== null) return shown('tie', null, branches.tie)
    if (run.tie === 'operator') return { type: 'undecided', leaders: first }
    if (run.tie === 'revote') return { type: 'revote' }
  }
  const winner = first[0] as string
  return shown('winner', winner, leadsTo(run, winner, branches))
}

/** The number of the step that an option leads to. */
export function leadsTo(run: Run, winner: string, branches: Branches | null): number {
  return branches?.options[run.options.indexOf(winner)] ?? run.step + 1
}

function shown(outcome: OutcomeKind, winner: string | null, nextStep: number): Verdict {
  return { type: 'shown', outcome, winner, nextStep }
}
