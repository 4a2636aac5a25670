import { PRESS_ANSWER_MS } from '@eg/shared'
import type { SlotEvent, SlotModel } from './model.js'

/**
 * How far page and agent may be apart in the core's time (ms). Each counts on from the last clock that it heard, on a connection of
 * its own: Wi-Fi that sleeps holds one back for two or three beacons of 102 ms.
 */
export const CLOCK_ERROR_MS = 300

/** A button or key spoke about a vote at `at` (monotonic ms). In doubt the page's press is the newer one: a vote can be changed. */
export function votedByHand(model: SlotModel, at: number): SlotModel {
  return { ...model, screenFrom: at - CLOCK_ERROR_MS }
}

/**
 * A round of the day is over at `at` (monotonic ms): what was pressed before that is no stake on the next one. Without a margin, as
 * a stake cannot be taken back and nobody has seen the result and pressed within one.
 */
export function roundOver(model: SlotModel, at: number): SlotModel {
  return model.mode === 'day' ? { ...model, screenFrom: at } : model
}

/**
 * Whether a press of the page comes too late to be anybody's last word, at `at`: it was made before what a button or key said since,
 * or before a round that is over, or by day so long ago that the page has called it not counted.
 */
export function isOvertaken(
  { mode, screenFrom }: SlotModel,
  event: SlotEvent & { type: 'press' },
  at: number,
): boolean {
  const madeAt = event.madeAt ?? at
  return event.source === 'screen' && (madeAt < screenFrom || (mode === 'day' && at - madeAt > PRESS_ANSWER_MS))
}
