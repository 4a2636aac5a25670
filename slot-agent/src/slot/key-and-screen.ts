import type { PressSource } from './model.js'

/**
 * A key on the slot's own keyboard reaches the agent twice, by the kernel and by the page, within this time (ms). The page waits 70 ms of it
 * to tell a person from a reader.
 */
export const TWIN_MS = 500

/** A press by a key or the screen, while its twin may still come. */
export interface SinglePress {
  index: number
  source: PressSource
  at: number
}

/**
 * Takes a press at `at` (monotonic ms); `twin` says whether it is the other half of one before: the same button, once by a key and once by
 * the screen. By day that would be two stakes. Of two keys pressed quickly both may be `open` before the page tells the first.
 */
export function takePress(
  before: readonly SinglePress[],
  press: SinglePress,
): { open: readonly SinglePress[]; twin: boolean } {
  if (press.source === 'button') return { open: before, twin: false }
  const open = before.filter(({ at }) => press.at - at < TWIN_MS)
  const other = open.find(({ index, source }) => index === press.index && source !== press.source)
  return other ? { open: open.filter((each) => each !== other), twin: true } : { open: [...open, press], twin: false }
}
