import { type Decision, accept, refuse } from '../game/decision.js'

export type PanicScope = 'money' | 'game' | 'blackout' | 'message'

/** One press of panic. */
export interface Panic {
  panic: number
  scope: PanicScope
  /** Ended: somebody, or time, has taken it back. */
  ended: boolean
}

/** `message`: what is shown, for a message only. */
export interface Message {
  text: string
  severity: 'info' | 'attention' | 'alarm'
  seconds: number | null
}

export type PanicChange =
  | { type: 'begin'; scope: PanicScope; message: Message | null }
  | { type: 'end'; panic: number; scope: PanicScope }

/** Freezing what is frozen, or darkening what is dark, changes nothing (U2): whoever came second is answered `ok` with what holds. */
export function decideBegin(scope: Exclude<PanicScope, 'message'>, active: Panic | null): Decision<PanicChange> {
  return accept('ok', active ? [] : [{ type: 'begin', scope, message: null }])
}

/** A message takes the place of the one that is shown; of another one than was seen it does not (C70). */
export function decideShow(message: Message, active: Panic | null, expectPanic?: number | null): Decision<PanicChange> {
  if (expectPanic !== undefined && expectPanic !== (active?.panic ?? null)) {
    const now = active ? 'Another message is shown by now' : 'The message you saw is not shown any more'
    return refuse('stale', 'stale', `${now}. Nothing was changed; look again, then decide.`, { field: 'expect_panic' })
  }
  const changes: PanicChange[] = active ? [{ type: 'end', panic: active.panic, scope: 'message' }] : []
  changes.push({ type: 'begin', scope: 'message', message })
  return accept('ok', changes)
}

/**
 * Takes back what the operator saw, and nothing else (U3): the same one taken back twice is `ok`; if it was taken back and begun
 * again meanwhile, or whoever asks saw it hold (`expectHeld`, C70), the command is stale.
 */
export function decideEnd(
  scope: PanicScope,
  number: number,
  facts: { named: Panic | null; active: Panic | null; expectHeld?: boolean | undefined },
): Decision<PanicChange> {
  const { named, active, expectHeld } = facts
  if (!named || named.scope !== scope) {
    const now = active ? `What holds is ${active.panic}.` : 'Nothing of the kind holds.'
    const detail = `${number} is not a ${NAMES[scope]}. ${now} Look at the state and name that one.`
    return refuse('refused', 'unknown_panic', detail, { field: 'panic' })
  }
  if (!named.ended) return accept('ok', [{ type: 'end', panic: number, scope }])
  if (!active && expectHeld !== true) return accept('ok', [])
  if (!active) {
    const detail = `The ${NAMES[scope]} you saw (${number}) was taken back meanwhile. Nothing was changed; look again, then decide.`
    return refuse('stale', 'stale', detail, { field: 'expect_held' })
  }
  const detail = `The ${NAMES[scope]} you saw (${number}) was taken back, and there is another one (${active.panic}). Nothing was changed; look again, then decide.`
  return refuse('stale', 'stale', detail, { field: 'panic' })
}

const NAMES: Record<PanicScope, string> = {
  money: 'freeze of money',
  game: 'freeze of the game',
  blackout: 'blackout',
  message: 'message',
}
