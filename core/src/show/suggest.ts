import type { OpShow, Suggestion } from '@eg/shared'

/** What the night itself suggests, and the run it is about. */
export interface NightNow {
  suggested: 'begin_night' | 'open' | 'wait' | 'close' | 'decide' | 'reveal' | 'next'
  run: { run: number; status: 'open' | 'closed' | 'revealed' | 'voided'; voted: number; expected: number } | null
}

export interface ShowNow {
  status: OpShow['status']
  /** Where a show with the loaded script begins; null: no script is loaded. */
  start: string | null
  /** The loaded script was played to its end since this night began. */
  played: boolean
  /** The last run of the position. */
  run: number | null
  /** Where Next leads; null: nowhere yet. */
  leadsTo: string | null
}

/** What lets a game that stands still go on: its freeze is taken back, or the session that is paused goes on. */
export type Held = 'unfreeze' | 'resume'

/** The one thing to do next (F40): always exactly one, also without a script. `held`: nothing else could be done. */
export function suggestNext(night: NightNow, show: ShowNow, held: Held | null = null): Suggestion {
  const { run } = night
  if (held !== null) return say(held, run?.status === 'open' || run?.status === 'closed' ? { run: run.run } : {})
  if (night.suggested === 'begin_night') return say('begin_night')
  if (run?.status === 'open' || run?.status === 'closed') {
    const votes = night.suggested === 'close' ? { voted: run.voted, expected: run.expected } : {}
    // While a run is current the night suggests what concerns it.
    return say(night.suggested === 'open' || night.suggested === 'next' ? 'wait' : night.suggested, {
      run: run.run,
      ...votes,
    })
  }
  // With nothing asked it says so only of a frozen game, in which nothing is opened (U5).
  if (night.suggested === 'wait') return say('wait')
  if (show.status === 'running') {
    return show.leadsTo === null
      ? say('redo', { run: show.run })
      : say('next', { run: show.run, leads_to: show.leadsTo })
  }
  if (show.start === null) return say('open')
  return show.played ? say('end_night') : say('start', { leads_to: show.start })
}

function say(action: Suggestion['action'], more: Partial<Suggestion> = {}): Suggestion {
  return { action, run: null, leads_to: null, voted: null, expected: null, ...more }
}

/** Whether nothing moving is worth an alert (F45): something is asked or a show runs, and no timer is going to end it. */
export function isWaitedOn({ action }: Suggestion, timerRuns: boolean): boolean {
  if (action === 'wait') return !timerRuns
  return action === 'close' || action === 'decide' || action === 'reveal' || action === 'next' || action === 'redo'
}
