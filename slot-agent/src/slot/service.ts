import { BUTTON_COUNT } from '@eg/shared'
import type { Change, SlotEffect, SlotEvent, SlotModel } from './model.js'
import { openQuestion } from './phase.js'

type ServiceEvent = Extract<SlotEvent, { type: 'service' }>
type PressEvent = Extract<SlotEvent, { type: 'press' }>

/** What an operator has the slot do for a while. Times are monotonic ms. */
export type Service =
  | { do: 'identify'; cmdId: string; since: number; until: number }
  | { do: 'press_test'; cmdId: string; since: number; until: number; pressed: boolean[] }

/** What a command of the core came to, as far as the rules know. */
export interface ServiceReport {
  cmdId: string
  status: 'accepted' | 'done' | 'failed'
  reason?: string
  pressed?: boolean[]
}

/** An operator has the slot say where it is, or wait for each of its buttons. Who votes or plays here goes first. */
export function serviceAsked(model: SlotModel, event: ServiceEvent, at: number): Change {
  const { cmdId } = event
  const refused = (reason: string): Change => ({ model, effects: [told({ cmdId, status: 'failed', reason })] })
  if (model.service) return refused('busy')
  const until = at + event.seconds * 1000
  if (event.do === 'identify') {
    return { model: { ...model, service: { do: 'identify', cmdId, since: at, until } }, effects: [] }
  }
  if (openQuestion(model)) return refused('question_open')
  if (model.mode === 'day' && model.day.visit) return refused('in_use')
  const pressed = Array.from({ length: BUTTON_COUNT }, () => false)
  return { model: { ...model, service: { do: 'press_test', cmdId, since: at, until, pressed } }, effects: [] }
}

/**
 * A press while buttons are tested: it counts for the test and for nothing else. Null: no test, or the test does not want it.
 * A press on the screen is no button; while a test runs it means nothing.
 */
export function serviceTakesPress(model: SlotModel, event: PressEvent): Change | null {
  const { service } = model
  if (service?.do !== 'press_test') return null
  if (event.source === 'screen' || service.pressed[event.index] !== false) return { model, effects: [] }
  const pressed = service.pressed.with(event.index, true)
  const { cmdId } = service
  if (pressed.every(Boolean)) {
    return { model: { ...model, service: null }, effects: [told({ cmdId, status: 'done', pressed })] }
  }
  return {
    model: { ...model, service: { ...service, pressed } },
    effects: [told({ cmdId, status: 'accepted', pressed })],
  }
}

/** A question was opened or a card presented: the players' buttons are their own again. */
export function serviceInterrupted(model: SlotModel): Change {
  return model.service?.do === 'press_test' ? serviceEnded(model) : { model, effects: [] }
}

/** Whatever it is, it is over: the core waits to hear what its command came to. */
export function serviceEnded(model: SlotModel): Change {
  const { service } = model
  if (!service) return { model, effects: [] }
  return { model: { ...model, service: null }, effects: [ended(service, 'interrupted')] }
}

/** Time has passed: identify is done, and a test in which not every button was pressed has failed. */
export function serviceTicked(model: SlotModel, at: number): Change {
  const { service } = model
  if (!service || at < service.until) return { model, effects: [] }
  const effect =
    service.do === 'identify' ? told({ cmdId: service.cmdId, status: 'done' }) : ended(service, 'not_all_pressed')
  return { model: { ...model, service: null }, effects: [effect] }
}

function ended(service: Service, reason: string): SlotEffect {
  const pressed = service.do === 'press_test' ? { pressed: service.pressed } : {}
  return told({ cmdId: service.cmdId, status: 'failed', reason, ...pressed })
}

function told(report: ServiceReport): SlotEffect {
  return { type: 'report', report }
}
