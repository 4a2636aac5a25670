import type { OperatorRun } from '@eg/shared'
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

export function possibleActions(night: Night): Possible {
  const { run } = night
  const isNight = night.mode === 'night'
  const status = run?.status
  return {
    open: isNight,
    close: status === 'open',
    reveal: status === 'closed',
    void: status === 'open' || status === 'closed',
    redo: isNight && run !== null,
    extend: status === 'open' && run?.closes_at !== null,
  }
}

/** The one button in the accent, and what Enter does. `null`: nothing to do but wait. */
export type NextAction = 'mode' | 'new' | 'close' | 'reveal' | 'decide' | null

const NEXT: Record<Night['suggested'], NextAction> = {
  begin_night: 'mode',
  open: 'new',
  next: 'new',
  wait: null,
  close: 'close',
  reveal: 'reveal',
  decide: 'decide',
}

export function nextAction(night: Night): NextAction {
  return NEXT[night.suggested]
}

/** A run that still waits for something: opening another one voids it, and the core calls it the current one. */
export function currentRun(night: Night): OperatorRun | null {
  const { run } = night
  return run && (run.status === 'open' || run.status === 'closed') ? run : null
}
