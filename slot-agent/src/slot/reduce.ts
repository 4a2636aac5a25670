import { LIGHT_COUNT } from '@eg/shared'
import { isAnimated, isIdle } from './lights.js'
import type { Change, LedCommand, SlotEffect, SlotEvent, SlotModel } from './model.js'
import { modeHeard, stepHeard } from './night.js'
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
  return { model: { ...change.model, view }, effects }
}

function apply(model: SlotModel, event: SlotEvent, at: number): Change {
  switch (event.type) {
    case 'mode':
      return quiet(modeHeard(model, event.mode))
    case 'step':
      return quiet(stepHeard(model, event.step))
    case 'round':
      return quiet({ ...model, round: event.round })
    case 'result':
      return quiet({ ...model, result: event.result })
    case 'press':
      return pressed(model, event, at)
    case 'answer':
      return quiet(answered(model, event.answer, at))
    case 'notKept':
      return quiet(notKept(model, event.reqId, event.reason, at))
    case 'link':
      return quiet(linkChanged(model, event.up))
    case 'led':
      return quiet(isIdle(model) ? { ...model, manual: lightsSet(model.manual, event.command) } : model)
    case 'test':
      if (event.command.action === 'led_sequence') return quiet({ ...model, sequenceSince: at })
      return { model, effects: [{ type: 'publishRfid', tagUid: event.command.tag_uid }] }
    case 'card':
      return { model, effects: [{ type: 'publishRfid', tagUid: event.tagUid }] }
    case 'tick':
      return quiet(isAnimated(model, at) ? model : { ...model, sequenceSince: null })
  }
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
