import { BUTTON_COUNT, type SlotPhase } from '@eg/shared'
import { dayOffered } from './day.js'
import { isDark, isFrozen } from './house.js'
import type { Ballot, Question, SlotModel } from './model.js'

/**
 * The question that can be voted on now, else null. That a step was cleared while this slot was away is known only when the core
 * has handed over what it keeps; until then the round (always retained) has the last word about a step heard earlier.
 */
export function openQuestion({ mode, step, round }: SlotModel): Question | null {
  if (mode !== 'night' || !step) return null
  if (!round) return step
  if (round.run === null || round.run > step.run) return null
  return round.run === step.run && round.status !== 'open' ? null : step
}

export function phaseOf(model: SlotModel): SlotPhase {
  if (model.mode === null) return 'starting'
  if (model.mode === 'day') return model.day.visit?.phase ?? 'attract'
  if (openQuestion(model)) return 'question'
  const { round, result, endedRun } = model
  const run = round ? round.run : endedRun
  if (run === null || round?.status === 'voided' || isForgotten(model, run)) return 'waiting'
  if (round?.status === 'revealed' || result?.run === run) return 'reveal'
  return round?.status === 'closed' || endedRun === run ? 'closed' : 'waiting'
}

/** The next group has nothing to do with a run of the last one. */
function isForgotten({ forgottenRun }: SlotModel, run: number): boolean {
  return forgottenRun !== null && run <= forgottenRun
}

/** The question on show: while asked, closed or revealed. Null if it was asked before this slot heard of it. */
export function questionOnShow(model: SlotModel): Question | null {
  const open = openQuestion(model)
  if (open) return open
  const phase = phaseOf(model)
  if (phase !== 'closed' && phase !== 'reveal') return null
  const run = model.round ? model.round.run : model.endedRun
  return model.shown?.run === run ? model.shown : null
}

/** What this slot did in the run on show. */
export function ballotOnShow(model: SlotModel): Ballot | null {
  const question = questionOnShow(model)
  return question && model.ballot?.run === question.run ? model.ballot : null
}

/** Which of the six buttons mean something now. */
export function offeredOf(model: SlotModel): boolean[] {
  if (isDark(model) || model.service?.do === 'press_test') return Array.from({ length: BUTTON_COUNT }, () => false)
  if (model.mode === 'day') return dayOffered(model)
  const open = openQuestion(model)
  const ballot = ballotOnShow(model)
  const done =
    isFrozen(model, 'game') || (open?.final && ballot?.counted != null) || ballot?.press?.status === 'too_late'
  const count = open && !done ? open.options.length : 0
  return Array.from({ length: BUTTON_COUNT }, (_, index) => index < count)
}
