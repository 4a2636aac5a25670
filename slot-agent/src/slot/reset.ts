import type { DeviceFound } from '@eg/shared'
import type { Change, SlotModel } from './model.js'
import { openQuestion, phaseOf } from './phase.js'
import { serviceEnded } from './service.js'

/** Why a slot cannot forget the last group now; null: it can. */
export function resetProblem(model: SlotModel): 'question_open' | null {
  return openQuestion(model) ? 'question_open' : null
}

/**
 * The next group comes: visit and service end, lights and screen are as at the beginning. What the core has not answered yet is
 * kept, and a round that is being played or whose result is on show ends first: whoever pressed must see what came of it.
 */
export function resetAsked(model: SlotModel): Change {
  if (resetProblem(model)) return { model, effects: [] }
  const { model: served, effects } = serviceEnded(model)
  const { day } = model
  const ends = !day.unresolved && day.visit?.phase !== 'won' && day.visit?.phase !== 'lost'
  // Started anew, it may be told to before it has heard of the night: what it remembers counts then, and what it had forgotten.
  const run = model.round?.run ?? model.endedRun ?? model.result?.run ?? model.shown?.run ?? model.forgottenRun
  return {
    model: {
      ...served,
      day: ends ? { ...day, visit: null } : day,
      manual: null,
      sequenceSince: null,
      resetting: true,
      forgottenRun: model.mode === 'day' ? null : run,
    },
    effects,
  }
}

/** What is left of the last group, as this slot sees it. `waiting`: votes and rounds that wait for the core's answer. */
export function foundBy(model: SlotModel, lights: readonly boolean[], waiting: number): DeviceFound {
  return {
    card: model.day.visit !== null || model.day.unresolved !== null,
    lights_off: !lights.some(Boolean),
    outbox: waiting,
    screen: phaseOf(model),
  }
}
