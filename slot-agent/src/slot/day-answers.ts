import type { Answer } from '@eg/shared'
import { cardRefused, readied, RESULT_MS, ROUND_REFUSED_MS, still, withVisit } from './day.js'
import type { Round, Visit } from './day-model.js'
import type { Change, SlotModel } from './model.js'
import { roundOver } from './overtaken.js'

/** The core answered a balance or a round. What it does not know (`unavailable`) is asked again, not shown. */
export function dayAnswered(model: SlotModel, answer: Answer, at: number): Change {
  const { unresolved } = model.day
  if (unresolved && answer.req_id === unresolved.reqId) return roundAnswered(model, unresolved, answer, at)
  return answer.type === 'wallet_get' ? balanceAnswered(model, answer, at) : still(model)
}

/** The round could not be kept on this slot: it was not sent, nothing was taken, and whoever pressed must know. */
export function roundNotKept(model: SlotModel, reqId: string, reason: string, at: number): Change {
  const { unresolved } = model.day
  if (unresolved?.reqId !== reqId) return still(model)
  return roundRefused(resolved(model, at), unresolved, { reason, leaves: false }, null, at)
}

function balanceAnswered(model: SlotModel, answer: Answer, at: number): Change {
  const { visit } = model.day
  if (!visit) return still(model)
  const asked = answer.req_id !== undefined && answer.req_id === visit.asked
  if (!asked && answer.tag_uid !== visit.tagUid) return still(model)
  const settled = { ...visit, asked: asked ? null : visit.asked, balanceCents: cents(answer.balance_cents, visit) }
  if (answer.status === 'ok') {
    if (visit.phase !== 'reading') return still(withVisit(model, settled))
    const { tagUid, balanceCents } = settled
    const note = { about: 'visit' as const, tagUid, visit: visit.visit, balanceCents }
    return { model: withVisit(model, readied(settled, at)), effects: [{ type: 'note', note }] }
  }
  if (!asked) return still(model)
  // A visit that has begun goes on while the balance is merely not known; a card that went bad ends it.
  const { reason, leaves } = refusalOf(answer)
  const ends = visit.phase === 'reading' || (leaves && visit.phase !== 'playing')
  return ends ? cardRefused(model, settled, reason, at) : still(withVisit(model, { ...visit, asked: null }))
}

function roundAnswered(before: SlotModel, round: Round, answer: Answer, at: number): Change {
  if (answer.status === 'unavailable') return still(before)
  const model = resolved(before, at)
  if (answer.status !== 'ok') return roundRefused(model, round, refusalOf(answer), answer, at)
  const winCents = cents(answer.win_cents, null) ?? 0
  const balanceCents = cents(answer.new_balance_cents, null)
  const visit = playingVisit(model)
  const { tagUid, stakeCents } = round
  const note = { about: 'round' as const, tagUid, stakeCents, winCents, balanceCents, shown: visit !== null }
  if (!visit) return { model, effects: [{ type: 'note', note }] }
  const shown: Visit = {
    ...visit,
    phase: winCents > 0 ? 'won' : 'lost',
    since: at,
    until: at + RESULT_MS,
    balanceCents,
    round: { stakeCents, reels: symbols(answer.reels), outcome: text(answer.outcome), winCents },
  }
  return { model: withVisit(model, shown), effects: [{ type: 'note', note }] }
}

function roundRefused(model: SlotModel, round: Round, refusal: Refusal, answer: Answer | null, at: number): Change {
  const { reason, leaves } = refusal
  const note = { about: 'refusal' as const, tagUid: round.tagUid, reason, stakeCents: round.stakeCents }
  const visit = playingVisit(model)
  if (!visit) return { model, effects: [{ type: 'note', note }] }
  const until = at + ROUND_REFUSED_MS
  const balanceCents = cents(answer?.new_balance_cents, visit)
  const refused: Visit = { ...visit, phase: 'refused', since: at, until, balanceCents, reason, leaves }
  return { model: withVisit(model, refused), effects: [{ type: 'note', note }] }
}

interface Refusal {
  reason: string
  /** The card cannot play on here. */
  leaves: boolean
}

function refusalOf({ status, reason }: Answer): Refusal {
  if (status === 'frozen') return { reason: reason ?? status, leaves: true }
  if (status === 'unavailable') return { reason: 'no_answer', leaves: false }
  // Money is frozen, not this card.
  if (status === 'refused' && reason === 'frozen') return { reason: 'paused', leaves: false }
  if (status === 'refused') return { reason: reason ?? status, leaves: false }
  return { reason: status, leaves: status === 'unknown_card' }
}

function resolved(model: SlotModel, at: number): SlotModel {
  return roundOver({ ...model, day: { ...model.day, unresolved: null } }, at)
}

function playingVisit({ day: { visit } }: SlotModel): Visit | null {
  return visit?.phase === 'playing' ? visit : null
}

function cents(value: unknown, visit: Visit | null): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : (visit?.balanceCents ?? null)
}

function symbols(value: unknown): string[] | null {
  return Array.isArray(value) ? value.map(String) : null
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
