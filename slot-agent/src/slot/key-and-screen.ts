import type { PressSource } from './model.js'

/** A key on the slot's own keyboard reaches the agent twice, by the kernel and by the page, within this time (ms). */
export const TWIN_MS = 500

/** The last press by a key or the screen, while its twin may still come. */
export interface SinglePress {
  index: number
  source: PressSource
  at: number
}

/**
 * Takes a press at `at` (monotonic ms); `twin` says whether it is the other half of the one before: the same button, once by
 * a key and once by the screen. By day that would be two stakes.
 */
export function takePress(before: SinglePress | null, press: SinglePress): { last: SinglePress | null; twin: boolean } {
  if (press.source === 'button') return { last: before, twin: false }
  const twin = before?.index === press.index && before.source !== press.source && press.at - before.at < TWIN_MS
  return { last: twin ? null : press, twin }
}
