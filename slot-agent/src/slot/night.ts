import type { Mode } from '@eg/shared'
import type { NightStep, Question, SlotModel } from './model.js'

/** The mode was heard. The day forgets the night's questions; so does a new night, whatever was replayed by day. */
export function modeHeard(model: SlotModel, mode: Mode | null): SlotModel {
  if (mode === 'day') {
    const nothing = { step: null, shown: null, endedRun: null, round: null, result: null, ballot: null }
    return { ...model, mode, ...nothing, forgottenRun: null }
  }
  if (mode !== 'night' || model.mode !== 'day') return { ...model, mode }
  const round = model.round?.status === 'open' ? model.round : null
  return { ...model, mode, round, result: null, endedRun: null }
}

/** A step was opened, changed (more time), or cleared (null: its run has ended). */
export function stepHeard(model: SlotModel, step: NightStep | null): SlotModel {
  if (!step) return model.step ? { ...model, step: null, endedRun: model.step.run } : model
  const question = questionOf(step)
  // A step is published when its run opens, so a round about another run is older than it.
  const round = model.round?.run === step.run ? model.round : null
  const same = model.ballot?.run === step.run
  return {
    ...model,
    step: question,
    shown: question,
    endedRun: null,
    forgottenRun: null,
    round,
    ballot: same ? model.ballot : { run: step.run, press: null, counted: null },
    manual: same ? model.manual : null,
  }
}

function questionOf({ run, step, question, options, closes_at, remaining_ms, final }: NightStep): Question {
  const held = remaining_ms == null ? {} : { remaining_ms }
  return { run, step, text: question, options, closes_at, ...held, final }
}
