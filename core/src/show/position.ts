import type { ShowScript, ShowStep } from '@eg/shared'
import { END } from '@eg/shared/show-words'
import { type Decision, accept, refuse } from '../game/decision.js'
import { type NightFacts, decideOpen } from '../game/night.js'
import type { NightChange } from '../game/run.js'
import { stepById, stepOf, targetOf } from './script-steps.js'

/** Where a show stands: one visit of one step. A redo or a revote is the same visit. */
export interface Position {
  visit: number
  stepId: string
  /** The outcome that stands: the last run of this visit that was shown; null while there is none. */
  standing: { run: number; nextStep: number } | null
}

export interface ShowFacts {
  /** The show that was started last; null: none was. */
  lastShow: number | null
  /** The script that is loaded last; null: none. */
  loaded: { script: number; hash: string; content: ShowScript } | null
  /** The show that runs, with its own script, and where it is; null: none runs. */
  running: { show: number; content: ShowScript; position: Position } | null
  night: NightFacts
  /** How many votes close a run whose step does not say it. */
  usual: number | 'slots'
}

/** What a rule of the show may do. Applied in order, in one transaction. */
export type ShowChange =
  | { type: 'start'; script: number }
  | { type: 'leave'; visit: number }
  /** `night` opens its run; without an opening the current run asks this very question already. */
  | { type: 'enter'; step: ShowStep; via: Via; reason: string | null; night: NightChange[] }
  | { type: 'end'; reason: string | null }

export type Via = 'start' | 'next' | 'jump'
type Outcome = Decision<ShowChange>

/** Starts the show with the first step of the loaded script (F30). */
export function decideStart(facts: ShowFacts, expectScript?: string, expectShow?: number | null): Outcome {
  const { loaded, running, lastShow } = facts
  if (expectShow !== undefined && expectShow !== lastShow) {
    const detail = `Show ${lastShow} was started meanwhile${running ? ' and runs' : ' and has ended'}. Look again, then decide.`
    return refuse('stale', 'stale', detail, { field: 'expect_show' })
  }
  if (running) return alreadyRunning('Go on with it, or end it first.')
  if (!loaded)
    return refuse('refused', 'no_script', 'No script is loaded, so there is no show to start. Load one first.')
  if (expectScript !== undefined && expectScript !== loaded.hash) {
    const detail = `Another script has been loaded: "${loaded.content.title}". Look at it, then start.`
    return refuse('stale', 'stale', detail, { field: 'expect_script' })
  }
  return enter(facts, loaded.content, loaded.content.start, {
    via: 'start',
    reason: null,
    before: [{ type: 'start', script: loaded.script }],
  })
}

/** Follows the branch of the outcome that stands: to the step it leads to, or to the end (F31). */
export function decideNext(facts: ShowFacts, expectVisit?: number | null): Outcome {
  const { running, night } = facts
  if (!running) return noShow(expectVisit)
  const { position, content } = running
  const stale = staleAt(position, expectVisit)
  if (stale) return stale
  if (night.current) return stillCurrent(night.current, 'go on')
  if (!position.standing) {
    const detail = `Step "${position.stepId}" has no outcome that stands, so it leads nowhere yet. Redo it, or jump to a step.`
    return refuse('refused', 'no_outcome', detail)
  }
  const target = targetOf(content, position.standing.nextStep)
  const leave: ShowChange = { type: 'leave', visit: position.visit }
  if (target === END) return accept('ok', [leave, { type: 'end', reason: null }])
  return enter(facts, content, target, { via: 'next', reason: null, before: [leave] })
}

/** Goes to any step; a run that is open or not revealed is voided as by any other question (F33, N3). */
export function decideJump(
  asked: { step: string; reason: string; expectVisit?: number | null },
  facts: ShowFacts,
): Outcome {
  const { running, night } = facts
  if (!running) return noShow(asked.expectVisit)
  const { position, content } = running
  const stale = staleAt(position, asked.expectVisit)
  if (stale) return stale
  const step = stepById(content, asked.step)
  if (!step) {
    const detail = `The script has no step "${asked.step}". Nothing was changed; choose one that it has.`
    return refuse('refused', 'unknown_step', detail, { field: 'step' })
  }
  if (position.stepId === step.id && night.current?.status === 'open' && night.current.step === step.step) {
    const detail = `Step "${step.id}" is open already. Nothing was changed; redo it if it is to be asked again.`
    return refuse('refused', 'already_there', detail, { field: 'step' })
  }
  const leave: ShowChange = { type: 'leave', visit: position.visit }
  return enter(facts, content, step.id, { via: 'jump', reason: asked.reason, before: [leave] })
}

/** Ends the show before its script does (F34). */
export function decideEnd(facts: ShowFacts, reason: string, expectVisit?: number | null): Outcome {
  const { running, night } = facts
  if (!running) return noShow(expectVisit)
  const stale = staleAt(running.position, expectVisit)
  if (stale) return stale
  if (night.current) return stillCurrent(night.current, 'end the show')
  return accept('ok', [
    { type: 'leave', visit: running.position.visit },
    { type: 'end', reason },
  ])
}

/** Whether a script may be loaded now (F10): never under a show that runs. */
export function decideLoad(
  showRuns: boolean,
  seen: { loaded: string | null; expectScript?: string | null | undefined } = { loaded: null },
): Decision<never> {
  if (seen.expectScript !== undefined && seen.expectScript !== seen.loaded) {
    const detail = 'Another script was loaded meanwhile. Nothing was loaded. Look at it, then decide.'
    return refuse('stale', 'stale', detail, { field: 'expect_script' })
  }
  return showRuns
    ? alreadyRunning('Its script stays as it is. End the show first, then load another.')
    : accept('ok', [])
}

/** Opens a step by the rules of the night: what they refuse, the show refuses. */
function enter(
  facts: ShowFacts,
  content: ShowScript,
  id: string,
  how: { via: Via; reason: string | null; before: ShowChange[] },
): Outcome {
  const step = stepById(content, id)
  if (!step) throw new Error(`an accepted script has no step ${id}`)
  const opened = decideOpen(stepOf(step, facts.usual), facts.night)
  if (opened.status !== 'ok') return { ...opened, changes: [] }
  const { via, reason, before } = how
  return accept('ok', [...before, { type: 'enter', step, via, reason, night: opened.changes }])
}

function staleAt(position: Position, expectVisit: number | null | undefined): Decision<never> | null {
  if (expectVisit == null || expectVisit === position.visit) return null
  const detail = `The show has moved on: it is at step "${position.stepId}" (visit ${position.visit}). Look again, then decide.`
  return refuse('stale', 'stale', detail, { field: 'expect_visit' })
}

function stillCurrent(run: { run: number; status: string }, then: string): Decision<never> {
  if (run.status === 'open')
    return refuse('refused', 'run_open', `Run ${run.run} is still open. Close and reveal it, or void it, then ${then}.`)
  return refuse('refused', 'not_revealed', `Run ${run.run} is not revealed. Reveal it, or void it, then ${then}.`)
}

function alreadyRunning(then: string): Decision<never> {
  return refuse('refused', 'show_running', `A show is running. Nothing was changed. ${then}`)
}

function noShow(expectVisit?: number | null): Decision<never> {
  if (expectVisit != null) {
    const detail = 'The show has ended meanwhile. Nothing was changed. Look again, then decide.'
    return refuse('stale', 'stale', detail, { field: 'expect_visit' })
  }
  return refuse('refused', 'no_show', 'No show is running. Nothing was changed; start one first.')
}
