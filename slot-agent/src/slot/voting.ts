import type { Answer, PressStatus } from '@eg/shared'
import type { Change, Press, SlotEvent, SlotModel } from './model.js'
import { votedByHand } from './overtaken.js'
import { offeredOf, openQuestion } from './phase.js'

type PressEvent = Extract<SlotEvent, { type: 'press' }>

/** Somebody pressed an option: a vote if it is offered in the open run, else nothing. */
export function pressed(before: SlotModel, event: PressEvent, at: number): Change {
  const nothing: Change = { model: before, effects: [] }
  const question = openQuestion(before)
  const choice = question?.options[event.index]
  if (!question || choice === undefined || !offeredOf(before)[event.index]) return nothing
  if (event.source === 'screen' && event.run !== question.run) return nothing
  // Also where it changes nothing: who presses again what is counted says that it stands.
  const model = event.source === 'screen' ? before : votedByHand(before, at)
  const ballot = model.ballot?.run === question.run ? model.ballot : { run: question.run, press: null, counted: null }
  if (isSettled(ballot.press, choice)) return { model, effects: [] }
  const press: Press = {
    reqId: event.reqId,
    index: event.index,
    choice,
    status: model.linkUp ? 'pending' : 'kept',
    reason: null,
    since: at,
  }
  const vote = { reqId: event.reqId, run: question.run, step: question.step, choice }
  return { model: { ...model, ballot: { ...ballot, press } }, effects: [{ type: 'vote', vote }] }
}

/** The core answered a vote. An answer about another run says nothing about what is on show. */
export function answered(model: SlotModel, answer: Answer, at: number): SlotModel {
  const known = withReplayed(model, answer)
  if (known) return known
  const { ballot } = model
  if (!ballot || answer.type !== 'night_vote' || answer.status === 'unavailable') return model
  const press = ballot.press && isAbout(ballot.press, answer) ? ballot.press : null
  const run = answer.run ?? (press ? ballot.run : null)
  if (run !== ballot.run) return model
  const status = statusOf(answer)
  const choice = status === 'counted' ? (answer.choice ?? press?.choice) : answer.stands
  const counted = choice ?? ballot.counted
  const reason = status === 'refused' ? (answer.reason ?? answer.detail ?? answer.status) : null
  const next = press ? { ...press, status, reason, since: at } : ballot.press
  return { ...model, ballot: { ...ballot, counted, press: next } }
}

/** The core tells what it holds of this slot's vote in a run that this program knows nothing of: it was pressed on another one. */
function withReplayed(model: SlotModel, answer: Answer): SlotModel | null {
  const { type, replayed, status, run, choice } = answer
  if (type !== 'night_vote' || !replayed || status !== 'counted' || run === undefined || choice === undefined)
    return null
  if (model.ballot?.run === run) return null
  return { ...model, ballot: { run, press: null, counted: choice } }
}

/** The vote could not be kept on this slot: it was not sent, and whoever pressed must know. */
export function notKept(model: SlotModel, reqId: string, reason: string, at: number): SlotModel {
  const { ballot } = model
  if (ballot?.press?.reqId !== reqId) return model
  return { ...model, ballot: { ...ballot, press: { ...ballot.press, status: 'refused', reason, since: at } } }
}

/** The link came or went: an unanswered press is pending with it and kept without it. */
export function linkChanged(model: SlotModel, up: boolean): SlotModel {
  const { ballot } = model
  const press = ballot?.press
  const waits = press?.status === 'pending' || press?.status === 'kept'
  if (!ballot || !press || !waits) return { ...model, linkUp: up }
  return { ...model, linkUp: up, ballot: { ...ballot, press: { ...press, status: up ? 'pending' : 'kept' } } }
}

function isSettled(press: Press | null, choice: string): boolean {
  return press?.choice === choice && ['pending', 'kept', 'counted'].includes(press.status)
}

function isAbout(press: Press, answer: Answer): boolean {
  return answer.req_id === undefined ? answer.choice === press.choice : answer.req_id === press.reqId
}

function statusOf(answer: Answer): PressStatus {
  if (answer.status === 'counted') return 'counted'
  return answer.status === 'closed' ? 'too_late' : 'refused'
}
