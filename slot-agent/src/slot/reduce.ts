import { LIGHT_COUNT } from '@eg/shared'
import { cardPresented, dayLinkChanged, dayModeChanged, dayPressed, dayTicked } from './day.js'
import { dayAnswered, roundNotKept } from './day-answers.js'
import { isDark } from './house.js'
import { isAnimated, isIdle } from './lights.js'
import type { Change, LedCommand, SlotEffect, SlotEvent, SlotModel } from './model.js'
import { modeHeard, stepHeard } from './night.js'
import { isOvertaken } from './overtaken.js'
import { reopened, tooLateTicked } from './reopened.js'
import { resetAsked } from './reset.js'
import { serviceAsked, serviceInterrupted, serviceTakesPress, serviceTicked } from './service.js'
import { memoryOf, viewOf } from './view.js'
import { answered, linkChanged, notKept, pressed } from './voting.js'

/**
 * The behaviour of a slot: what an event changes and what has to be done about it, in order. Pure; `at` is the monotonic
 * time in milliseconds. Lights and state are told only when they differ from what was last told.
 */
export function reduce(model: SlotModel, event: SlotEvent, at: number): Change {
  const change = apply(model, event, at)
  const view = viewOf(change.model, at)
  const effects: SlotEffect[] = [...change.effects]
  if (differs(view.lights, model.view?.lights)) effects.push({ type: 'publishLeds', states: view.lights })
  if (differs(view, model.view)) effects.push({ type: 'publishState', state: view })
  const memory = memoryOf(change.model)
  if (memory && differs(memory, memoryOf(model))) effects.push({ type: 'remember', memory })
  // A reset says it each time: what could not be kept before is tried again.
  const { forgottenRun: run } = change.model
  if (event.type === 'reset' || run !== model.forgottenRun) effects.push({ type: 'forget', run })
  return { model: { ...change.model, view }, effects }
}

function apply(model: SlotModel, event: SlotEvent, at: number): Change {
  switch (event.type) {
    case 'mode':
      return quiet(dayModeChanged(modeHeard(model, event.mode), at))
    case 'step':
      return after(event.step ? serviceInterrupted(model) : quiet(model), (m) =>
        quiet(reopened(m, stepHeard(m, event.step))),
      )
    case 'round':
      return quiet(reopened(model, { ...model, round: event.round }))
    case 'result':
      return quiet({ ...model, result: event.result })
    case 'game':
      return quiet({ ...model, day: { ...model.day, game: event.game } })
    case 'show':
      return quiet({ ...model, show: event.show, showSince: differs(model.show, event.show) ? at : model.showSince })
    case 'panic':
      return quiet({ ...model, panic: event.panic })
    case 'press':
      return (
        serviceTakesPress(model, event) ??
        (isDark(model) || isOvertaken(model, event, at) ? quiet(model) : null) ??
        (model.mode === 'day' ? dayPressed(model, event, at) : pressed(model, event, at))
      )
    case 'answer':
      return dayAnswered(answered(model, event.answer, at), event.answer, at)
    case 'notKept':
      return roundNotKept(notKept(model, event.reqId, event.reason, at), event.reqId, event.reason, at)
    case 'link':
      return dayLinkChanged(linkChanged(model, event.up), at)
    case 'led':
      return quiet(isIdle(model) ? { ...model, manual: lightsSet(model.manual, event.command) } : model)
    case 'lightTest':
      return quiet({ ...model, sequenceSince: at })
    case 'service':
      return serviceAsked(model, event, at)
    case 'card': {
      const change = after(serviceInterrupted(model), (m) => cardPresented(m, event.tagUid, event.reqId, at))
      return { ...change, effects: [{ type: 'publishRfid', tagUid: event.tagUid }, ...change.effects] }
    }
    case 'reset':
      return resetAsked(model)
    case 'resetOver':
      return quiet({ ...model, resetting: false })
    case 'session':
      return quiet({ ...model, session: event.open })
    case 'tick':
      return after(serviceTicked(isAnimated(model, at) ? model : { ...model, sequenceSince: null }, at), (m) =>
        dayTicked(tooLateTicked(m, at), at),
      )
  }
}

/** One change after another, with the effects of both. */
function after(first: Change, next: (model: SlotModel) => Change): Change {
  const second = next(first.model)
  return { model: second.model, effects: [...first.effects, ...second.effects] }
}

function quiet(model: SlotModel): Change {
  return { model, effects: [] }
}

function lightsSet(before: boolean[] | null, command: LedCommand): boolean[] {
  if ('states' in command) return command.states
  const lights = before ?? Array.from({ length: LIGHT_COUNT }, () => false)
  return lights.map((lit, index) => (index === command.index ? Boolean(command.state) : lit))
}

function differs(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) !== JSON.stringify(b)
}
