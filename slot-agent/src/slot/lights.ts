import { LIGHT_COUNT } from '@eg/shared'
import { dayActions } from './day.js'
import { isDark } from './house.js'
import type { Press, SlotModel } from './model.js'
import { ballotOnShow, offeredOf, openQuestion, phaseOf } from './phase.js'
import { cueLights, cueMoves } from './show-lights.js'

export const BLINK_MS = 250
export const FLASH_COUNT = 3
export const SEQUENCE_STEP_MS = 200
const FLASH_MS = FLASH_COUNT * 2 * BLINK_MS
const SEQUENCE_MS = LIGHT_COUNT * SEQUENCE_STEP_MS

type Blinking = Pick<Press, 'index' | 'status' | 'since'>

/** The six lights at `at` (monotonic ms): what can be pressed, what is pending, what is counted. */
export function lightsOf(model: SlotModel, at: number): boolean[] {
  if (isDark(model)) return only(-1)
  if (sequenceRuns(model, at)) return only(Math.floor((at - (model.sequenceSince ?? 0)) / SEQUENCE_STEP_MS))
  const { service } = model
  if (service?.do === 'identify') return all(Math.floor((at - service.since) / BLINK_MS) % 2 === 0)
  if (service?.do === 'press_test') return service.pressed.map((is) => !is)
  const pressed = roundPress(model)
  if (pressed && blinks(pressed, at)) return only(isOnPhase(pressed, at) ? pressed.index : -1)
  if (model.mode === 'day' && model.day.visit) return offeredOf(model)
  const question = openQuestion(model)
  if (!question) return isIdle(model) && model.manual ? model.manual : (cueLights(model, at) ?? only(-1))
  const ballot = ballotOnShow(model)
  if (ballot?.press && blinks(ballot.press, at)) return only(isOnPhase(ballot.press, at) ? ballot.press.index : -1)
  if (ballot?.counted != null) return only(question.options.indexOf(ballot.counted))
  return offeredOf(model)
}

/** Whether the lights change by themselves from here on, so that ticks are needed. */
export function isAnimated(model: SlotModel, at: number): boolean {
  const press = openQuestion(model) ? ballotOnShow(model)?.press : roundPress(model)
  if (model.service?.do === 'identify') return true
  return sequenceRuns(model, at) || cueMoves(model, at) || Boolean(press && blinks(press, at))
}

/** Whether an operator may set the lights: no card is here, and no question asked, closed or revealed. */
export function isIdle(model: SlotModel): boolean {
  return ['starting', 'attract', 'waiting'].includes(phaseOf(model))
}

function sequenceRuns({ sequenceSince }: SlotModel, at: number): boolean {
  return sequenceSince !== null && at - sequenceSince < SEQUENCE_MS
}

/** The press behind a round that is being played, or was refused. */
function roundPress(model: SlotModel): Blinking | null {
  const { visit } = model.day
  if (model.mode !== 'day' || !visit?.round || (visit.phase !== 'playing' && visit.phase !== 'refused')) return null
  const { stakeCents } = visit.round
  const index = dayActions(model).findIndex((action) => action?.do === 'play' && action.stake_cents === stakeCents)
  return { index, since: visit.since, status: visit.phase === 'playing' ? 'pending' : 'refused' }
}

function blinks(press: Blinking, at: number): boolean {
  if (press.status === 'pending' || press.status === 'kept') return true
  return press.status === 'refused' && at - press.since < FLASH_MS
}

function isOnPhase(press: Blinking, at: number): boolean {
  return Math.floor((at - press.since) / BLINK_MS) % 2 === 0
}

function all(lit: boolean): boolean[] {
  return Array.from({ length: LIGHT_COUNT }, () => lit)
}

function only(lit: number): boolean[] {
  return Array.from({ length: LIGHT_COUNT }, (_, index) => index === lit)
}
