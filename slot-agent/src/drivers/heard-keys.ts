import type { Clock } from '@eg/shared'

/** How far the page's word for a key may be from the moment it was read here (ms): what clocks are wrong by, and a little. */
export const NEAR_MS = 500
/** So many are remembered. At least half a second is between them, so they reach back half a minute. */
const REMEMBERED_SPANS = 64

/** When keys were read, of any kind and any device. */
export interface HeardKeys {
  /** A key is read now. */
  add(): void
  /** Whether one was read within half a second of `at` (monotonic ms). */
  near(at: number): boolean
}

export function createHeardKeys(clock: Clock): HeardKeys {
  const spans: { from: number; to: number }[] = []
  return {
    add() {
      const at = clock.monotonic()
      const last = spans.at(-1)
      if (last && at - last.to <= NEAR_MS) last.to = at
      else spans.push({ from: at, to: at })
      if (spans.length > REMEMBERED_SPANS) spans.shift()
    },
    near: (at) => spans.some(({ from, to }) => at >= from - NEAR_MS && at <= to + NEAR_MS),
  }
}
