import { LIGHT_COUNT, type LightPattern } from '@eg/shared'
import type { SlotModel } from './model.js'
import { openQuestion } from './phase.js'

/** How long a moving pattern moves, and how long each of its pictures stays (ms). Each picture is a message and a commit. */
const SHOW_FOR_MS = 6000
const PICTURE_MS = 500

/**
 * The lights of the show's cue at `at` (monotonic ms), or null where they belong to somebody else: while a question is open they
 * say what can be pressed and what was counted. A moving pattern ends dark.
 */
export function cueLights(model: SlotModel, at: number): boolean[] | null {
  const pattern = patternOnShow(model)
  if (!pattern) return null
  if (pattern === 'on' || pattern === 'off') return picture(() => pattern === 'on')
  const passed = at - model.showSince
  if (passed >= SHOW_FOR_MS) return null
  const nth = Math.floor(passed / PICTURE_MS)
  switch (pattern) {
    case 'blink':
      return picture(() => nth % 2 === 0)
    case 'alternate':
      return picture((index) => (index + nth) % 2 === 0)
    case 'chase':
      return picture((index) => index === nth % LIGHT_COUNT)
  }
}

/** Whether the cue's lights still move by themselves. */
export function cueMoves(model: SlotModel, at: number): boolean {
  const pattern = patternOnShow(model)
  return pattern !== null && pattern !== 'on' && pattern !== 'off' && at - model.showSince < SHOW_FOR_MS
}

const PATTERNS: readonly string[] = ['off', 'on', 'blink', 'chase', 'alternate'] satisfies LightPattern[]

function patternOnShow(model: SlotModel): LightPattern | null {
  const { show } = model
  const lights = show?.cue?.lights ?? null
  if (model.mode !== 'night' || show?.moment === 'open' || openQuestion(model)) return null
  // A name that a later core knows is nothing to do.
  return lights !== null && PATTERNS.includes(lights) ? (lights as LightPattern) : null
}

function picture(isLit: (index: number) => boolean): boolean[] {
  return Array.from({ length: LIGHT_COUNT }, (_, index) => isLit(index))
}
