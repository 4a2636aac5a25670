import type { OperatorRun, OpSession, OpShow, Suggestion } from '@eg/shared'
import type { Night } from '../session/live-store'

/** What can be done to the night from where it stands. The core decides again; this only keeps dead buttons dim. */
export interface Possible {
  open: boolean
  close: boolean
  reveal: boolean
  void: boolean
  redo: boolean
  extend: boolean
}

export function possibleActions(night: Night, frozen: boolean): Possible {
  const { run } = night
  const isNight = night.mode === 'night' && !frozen
  const status = run?.status
  return {
    open: isNight,
    close: status === 'open',
    reveal: status === 'closed' && !frozen,
    void: status === 'open' || status === 'closed',
    redo: isNight && run !== null,
    extend: status === 'open' && (run?.closes_at !== null || run.remaining_ms != null),
  }
}

/**
 * The one thing to do next, as the core says it. Without a word of the show (a core of an earlier release) the night's own stands in,
 * which knows no script: its `next` is to ask another question.
 */
export function suggestionOf(night: Night, show: OpShow | null): Suggestion {
  if (show) return show.suggested
  const action = night.suggested === 'next' ? 'open' : night.suggested
  return { action, run: night.run?.run ?? null, leads_to: null, voted: null, expected: null }
}

/**
 * The night of the open session was played: what comes next is to close the session, not the night once more, which the mode's
 * switch still begins.
 */
export function playedSession(suggested: Suggestion, evening: OpSession | null): boolean {
  return suggested.action === 'begin_night' && (evening?.current?.counts.runs ?? 0) > 0
}

/** A run that still waits for something: opening another one voids it, and the core calls it the current one. */
export function currentRun(night: Night): OperatorRun | null {
  const { run } = night
  return run && (run.status === 'open' || run.status === 'closed') ? run : null
}
