import type { ShowScript, ShowState, ShowStep } from '@eg/shared'

/** The run that the cues are about, as it stands. */
export interface CuedRun {
  run: number
  status: 'open' | 'closed' | 'revealed' | 'voided'
  closesAt: number | null
}

/**
 * What screens, lights and props are told at this moment (F50). Null while the step waits to be asked again: its run was
 * voided, and none was shown.
 */
export function cuesAt(
  script: ShowScript,
  step: ShowStep,
  at: { visit: number; run: CuedRun; shown: boolean },
): ShowState | null {
  const { visit, run } = at
  const moment = run.status === 'voided' ? (at.shown ? 'revealed' : null) : run.status
  if (moment === null) return null
  const { closing, ...cues } = step.cues
  const soon =
    moment === 'open' && closing && run.closesAt !== null
      ? { at: run.closesAt - closing.before_s * 1000, text: closing.text, lights: closing.lights, sound: closing.sound }
      : null
  return {
    title: script.title,
    language: script.language,
    visit,
    step_id: step.id,
    step: step.step,
    run: run.run,
    moment,
    cue: cues[moment],
    closing: soon,
  }
}
