import type { SlotModel } from './model.js'
import { openQuestion } from './phase.js'

/** So long (ms) a press stays too late though the core tells its run as open: that it closed may be on its way here. */
export const STILL_OPEN_MS = 3000

/**
 * The run was closed too early and is open again (U60): a press that came in between was not counted, and may be made again. The
 * open step alone tells nothing, because it may be an old one that comes late; the round must say so too.
 */
export function reopened(before: SlotModel, after: SlotModel): SlotModel {
  return isToldOpen(after) && !isToldOpen(before) ? withoutTooLate(after) : after
}

/**
 * When a press is no longer too late (monotonic ms): its run goes on being told as open, so it is the answer that is old. The core
 * answers a vote that comes again as it did the first time, also where the run was opened again since. Null: it stays too late.
 */
export function tooLateUntil(model: SlotModel): number | null {
  const { ballot, step, linkUp } = model
  if (!linkUp || ballot?.press?.status !== 'too_late' || ballot.run !== step?.run || !isToldOpen(model)) return null
  return ballot.press.since + STILL_OPEN_MS
}

export function tooLateTicked(model: SlotModel, at: number): SlotModel {
  const until = tooLateUntil(model)
  return until === null || at < until ? model : withoutTooLate(model)
}

function isToldOpen(model: SlotModel): boolean {
  const question = openQuestion(model)
  return question !== null && model.round?.run === question.run && model.round.status === 'open'
}

function withoutTooLate(model: SlotModel): SlotModel {
  const { ballot, step } = model
  if (!ballot || ballot.run !== step?.run || ballot.press?.status !== 'too_late') return model
  return { ...model, ballot: { ...ballot, press: null } }
}
