import { BUTTON_COUNT } from '@eg/shared'
import type { Action, Visit } from './day-model.js'
import { newVisit, resumed } from './day-model.js'
import { isFrozen } from './house.js'
import type { Change, SlotEvent, SlotModel } from './model.js'

/** How long the core may take to say a balance, and how long each screen stays by itself (milliseconds). */
export const READING_MS = 3000
export const CARD_REFUSED_MS = 5000
export const ROUND_REFUSED_MS = 4000
export const RESULT_MS = 4000
export const IDLE_MS = 30_000
export const OUT_MS = 2000

/** The last button leaves; the others play the stakes of the game, in its order. */
const OUT_BUTTON = BUTTON_COUNT - 1

type PressEvent = Extract<SlotEvent, { type: 'press' }>

/** A card was presented: a visit begins, or the balance of who is here is asked again. */
export function cardPresented(model: SlotModel, tagUid: string, reqId: string, at: number): Change {
  const { visit, unresolved, visits } = model.day
  if (model.mode !== 'day' || model.resetting) return still(model)
  if (unresolved) {
    const waits: Change = { model, effects: [{ type: 'note', note: { about: 'waiting', tagUid } }] }
    return tagUid === unresolved.tagUid ? still(model) : waits
  }
  if (visit?.tagUid === tagUid && !isLeaving(visit)) return askedAgain(model, visit, reqId, at)
  const begun = newVisit(visits + 1, tagUid, at)
  const known = { ...model, manual: null, day: { ...model.day, visits: begun.visit } }
  if (!model.linkUp) return cardRefused(known, begun, 'offline', at)
  return {
    model: withVisit(known, { ...begun, until: at + READING_MS, asked: reqId }),
    effects: [{ type: 'askBalance', reqId, tagUid }],
  }
}

/** Same card, same visit: money may have come onto it at the desk. */
function askedAgain(model: SlotModel, visit: Visit, reqId: string, at: number): Change {
  if (visit.phase === 'reading' || !model.linkUp) return still(model)
  const until = visit.phase === 'ready' ? at + IDLE_MS : visit.until
  return {
    model: withVisit(model, { ...visit, asked: reqId, until }),
    effects: [{ type: 'askBalance', reqId, tagUid: visit.tagUid }],
  }
}

/** Somebody pressed: a round if a stake is offered there, goodbye if that is, else nothing. */
export function dayPressed(model: SlotModel, event: PressEvent, at: number): Change {
  const { visit } = model.day
  const action = dayActions(model)[event.index]
  if (!visit || !action || !dayOffered(model)[event.index]) return still(model)
  if (event.source === 'screen' && (event.visit !== visit.visit || event.run !== null)) return still(model)
  if (action.do === 'out') return { model: withVisit(model, left(visit, at)), effects: [] }
  const { stake_cents: stakeCents } = action
  const round = { reqId: event.reqId, tagUid: visit.tagUid, stakeCents }
  const shown = { stakeCents, reels: null, outcome: null, winCents: null }
  const playing: Visit = { ...visit, phase: 'playing', since: at, until: null, round: shown, reason: null }
  const next = withVisit(model, playing)
  return { model: { ...next, day: { ...next.day, unresolved: round } }, effects: [{ type: 'playRound', round }] }
}

/** What each of the six buttons means to who is here, whether or not it can be pressed now. */
export function dayActions({ mode, day: { game, visit } }: SlotModel): Action[] {
  const here = mode === 'day' && visit && visit.phase !== 'reading' && !isLeaving(visit)
  return Array.from({ length: BUTTON_COUNT }, (_, index): Action => {
    if (!here) return null
    if (index === OUT_BUTTON) return { do: 'out' }
    const stake = game?.stakes_cents[index]
    return stake === undefined ? null : { do: 'play', stake_cents: stake }
  })
}

/** Which of the six can be pressed: what the balance covers, and never without a link or while a round is played. */
export function dayOffered(model: SlotModel): boolean[] {
  const { visit, unresolved } = model.day
  const open = model.linkUp && !unresolved && !model.resetting
  const balance = visit?.balanceCents ?? 0
  return dayActions(model).map((action) => {
    if (!open || !action) return false
    return action.do === 'out' || (action.stake_cents <= balance && !isFrozen(model, 'money'))
  })
}

/** Time has passed: what lasts a while by itself may be over. */
export function dayTicked(model: SlotModel, at: number): Change {
  const { visit } = model.day
  const until = deadlineOf(model)
  if (!visit || until === null || at < until) return still(model)
  if (visit.phase === 'reading') return cardRefused(model, visit, 'no_answer', at)
  if (isLeaving(visit)) return still(withVisit(model, null))
  return still(withVisit(model, visit.phase === 'ready' ? left(visit, at) : readied(visit, at)))
}

/** When a tick is needed next (monotonic ms); null: not before something happens. */
export function deadlineOf({ mode, day }: SlotModel): number | null {
  return mode === 'day' ? (day.visit?.until ?? null) : null
}

/** The link came or went: who waits for a balance is not kept waiting. */
export function dayLinkChanged(model: SlotModel, at: number): Change {
  const { visit } = model.day
  if (model.linkUp || !visit) return still(model)
  if (visit.phase === 'reading') return cardRefused(model, visit, 'no_answer', at)
  return still(withVisit(model, { ...visit, asked: null }))
}

/** The mode was heard. The night ends a visit at once; a round that is still unresolved has its player back by day. */
export function dayModeChanged(model: SlotModel, at: number): SlotModel {
  const { mode, day } = model
  if (mode === 'night') return withVisit(model, null)
  return mode === 'day' && day.unresolved && !day.visit ? { ...model, day: resumed(day, day.unresolved, at) } : model
}

/** The balance is not known or the card is no good: said for a while, then the next one may come. */
export function cardRefused(model: SlotModel, visit: Visit, reason: string, at: number): Change {
  const until = at + CARD_REFUSED_MS
  const refused: Visit = { ...visit, phase: 'refused', since: at, until, asked: null, reason, leaves: true }
  const note = { about: 'refusal' as const, tagUid: visit.tagUid, reason, stakeCents: null }
  return { model: withVisit(model, refused), effects: [{ type: 'note', note }] }
}

export function readied(visit: Visit, at: number): Visit {
  return { ...visit, phase: 'ready', since: at, until: at + IDLE_MS, round: null, reason: null }
}

export function withVisit(model: SlotModel, visit: Visit | null): SlotModel {
  return { ...model, day: { ...model.day, visit } }
}

export function still(model: SlotModel): Change {
  return { model, effects: [] }
}

function left(visit: Visit, at: number): Visit {
  return { ...visit, phase: 'out', since: at, until: at + OUT_MS, asked: null, round: null, reason: null }
}

function isLeaving({ phase, leaves }: Visit): boolean {
  return phase === 'out' || (phase === 'refused' && leaves)
}
