import { type OperatorRun, type OpShow, type ShowOutcome, leaders } from '@eg/shared'
import type { TextKey } from '../words/words'

/**
 * What became of a run that was revealed; null while it was not. Where the show says it, that is it; else the tally tells: leaders that
 * are level and no winner is a tie that led elsewhere, one leader and no winner is too few votes.
 */
export function outcomeOf(run: OperatorRun, path: OpShow['path'] = []): ShowOutcome | null {
  if (run.status !== 'revealed' || run.tally === null) return null
  const told = path.find((visit) => visit.run === run.run)?.outcome
  if (told) return told
  if (run.winner !== null) return 'winner'
  const { length } = leaders(run.options, run.tally)
  if (length === 0) return 'nobody'
  return length > 1 ? 'tie' : 'no_quorum'
}

/** How a result with a winner is said: of a tie the room has decided only so much. */
export function withWinner(run: OperatorRun): TextKey {
  return leaders(run.options, run.tally ?? {}).length > 1 ? 'run.winner_of_tie' : 'run.winner'
}

/** How a result without a winner is said. */
export function withoutWinner(outcome: ShowOutcome | null): TextKey {
  if (outcome === 'tie' || outcome === 'no_quorum' || outcome === 'timeout') return `outcome.${outcome}`
  return 'run.nobody'
}
