import { type Decision, accept, refuse } from '../game/decision.js'

/** The open session as the rules see it. Times are ms since 1970 on the core's clock. */
export interface OpenSession {
  session: number
  name: string
  status: 'open' | 'paused'
  activeMs: number
  /** Null while it is paused. */
  runningSince: number | null
}

/** What stands between the last group and the next; the words of `reset.missing`. */
export type Missing = 'session_open' | 'run_open' | 'cards_running' | 'cards_undecided' | 'show_running' | 'devices'

export interface SessionFacts {
  current: OpenSession | null
  /** The number of the last session, open or not; null before the first. */
  last: number | null
  /** The run that is open or not revealed. */
  run: { run: number; step: number; status: string } | null
  /** The step at which the show of this group is; null: none runs. */
  showAt: string | null
  /** How many bets of devices stand open. */
  openBets: number
  /** Devices that are not ready for the next group. */
  notReady: readonly string[]
  /** The money on the cards of the last session. */
  cards: 'settled' | 'undecided' | 'running'
}

export interface SessionPlan {
  name: string
  groupSize: number
  notes: string | null
}

export type SessionChange =
  | { type: 'start'; plan: SessionPlan; forced: string | null }
  | { type: 'pause'; session: number; activeMs: number; reason: string | null }
  | { type: 'resume'; session: number }
  | { type: 'close'; session: number; activeMs: number; though: string | null }

type Outcome = Decision<SessionChange>

const NAMED_DEVICES = 5

/** Everything that is in the way of the next session, worst first; a reason overrules the last three only. */
export function missingFor(facts: SessionFacts): Missing[] {
  const { current, run, cards, showAt, notReady } = facts
  return [
    ...(current ? (['session_open'] as const) : []),
    ...(run ? (['run_open'] as const) : []),
    ...(cards === 'running' ? (['cards_running'] as const) : []),
    ...(cards === 'undecided' ? (['cards_undecided'] as const) : []),
    // Of an open session it is its own show.
    ...(showAt !== null && !current ? (['show_running'] as const) : []),
    ...(notReady.length > 0 ? (['devices'] as const) : []),
  ]
}

/** A group's evening begins (J1, J2, J33). `reason`: begin though something is not ready. */
export function decideStart(
  plan: SessionPlan,
  asked: { expectLast?: number | null | undefined; reason: string | null },
  facts: SessionFacts,
): Outcome {
  const { current, last, run } = facts
  if (asked.expectLast !== undefined && asked.expectLast !== last) {
    const now = last === null ? 'There is no session yet' : `Session ${last} is the last one now`
    return refuse('stale', 'stale', `${now}. Nothing was begun. Look again, then decide.`, { field: 'expect_last' })
  }
  if (current) {
    const detail = `Session ${current.session} (${current.name}) is ${current.status}. Nothing was begun; close it first.`
    return refuse('refused', 'session_open', detail)
  }
  if (run) {
    const detail = `Run ${run.run} (step ${run.step}) of before is ${run.status}. Nothing was begun; reveal or void it first.`
    return refuse('refused', 'run_open', detail)
  }
  if (facts.cards === 'running') {
    const detail =
      'The cards of the last session are being worked on. Nothing was begun; it takes moments, then try again.'
    return refuse('refused', 'cards_running', detail)
  }
  const missing = missingFor(facts)
  if (missing.length > 0 && asked.reason === null) return notReadyYet(facts, missing)
  return accept('ok', [{ type: 'start', plan, forced: missing.length > 0 ? asked.reason : null }])
}

function notReadyYet(facts: SessionFacts, missing: readonly Missing[]): Outcome {
  const force = 'Or begin all the same with a reason.'
  if (missing.includes('cards_undecided')) {
    const detail = `Nobody has chosen what becomes of the money on the cards of session ${facts.last}. Nothing was begun. Choose keep, cash out or expire. ${force}`
    return refuse('refused', 'cards_undecided', detail)
  }
  if (missing.includes('show_running')) {
    const detail = `The show of the last group is still at step "${facts.showAt}", and this group would go on from there. Nothing was begun. End the show. ${force}`
    return refuse('refused', 'show_running', detail)
  }
  const { notReady } = facts
  const more = notReady.length > NAMED_DEVICES ? ` and ${notReady.length - NAMED_DEVICES} more` : ''
  const who = `${notReady.slice(0, NAMED_DEVICES).join(', ')}${more}`
  const detail = `Not ready for the next group: ${who}. Nothing was begun. Send the reset, or say by hand that a device is ready. ${force}`
  return refuse('refused', 'not_ready', detail)
}

/** The open session stands still (J3). */
export function decidePause(session: number, reason: string | null, facts: SessionFacts, at: number): Outcome {
  const { current } = facts
  if (current?.session !== session) return notOpen(session, facts)
  if (current.status === 'paused') return accept('ok', [])
  return accept('ok', [{ type: 'pause', session, activeMs: activeUntil(current, at), reason }])
}

/** It goes on (J3). */
export function decideResume(session: number, facts: SessionFacts): Outcome {
  const { current } = facts
  if (current?.session !== session) return notOpen(session, facts)
  return accept('ok', current.status === 'open' ? [] : [{ type: 'resume', session }])
}

/** The group's evening ends (J4). `reason`: close though something stands open. */
export function decideClose(session: number, reason: string | null, facts: SessionFacts, at: number): Outcome {
  const { current, run, openBets, showAt } = facts
  if (current?.session !== session) return notOpen(session, facts)
  const force = 'Or close all the same with a reason.'
  if (run && reason === null) {
    const detail = `Run ${run.run} (step ${run.step}) is ${run.status}: its votes would not stand in the report. Nothing was changed. Reveal or void it first. ${force}`
    return refuse('refused', 'run_open', detail)
  }
  if (openBets > 0 && reason === null) {
    const detail = `${openBets} bets of devices that debit by themselves stand open, and their wins would come after the end. Nothing was changed. They end with their win, the next bet or within 10 minutes. ${force}`
    return refuse('refused', 'bets_open', detail)
  }
  if (showAt !== null && reason === null) {
    const detail = `The show is at step "${showAt}": its outcome would not stand in the report, and the next group would go on from there. Nothing was changed. Go on to its end, or end it. ${force}`
    return refuse('refused', 'show_running', detail)
  }
  const though = run || openBets > 0 || showAt !== null ? reason : null
  return accept('ok', [{ type: 'close', session, activeMs: activeUntil(current, at), though }])
}

/** How long a session was on without its pauses (ms). A clock that was set back takes nothing away. */
export function activeUntil({ activeMs, runningSince }: OpenSession, at: number): number {
  return runningSince === null ? activeMs : activeMs + Math.max(0, at - runningSince)
}

function notOpen(session: number, { current }: SessionFacts): Outcome {
  const now = current ? `session ${current.session} (${current.name}) is ${current.status}` : 'no session is open'
  return refuse(
    'stale',
    'stale',
    `Session ${session} is not open: ${now}. Nothing was changed. Look again, then decide.`,
    {
      field: 'session',
    },
  )
}
