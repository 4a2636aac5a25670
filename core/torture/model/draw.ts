import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Chance from a seed: the same seed draws the same. */
export interface Draw {
  /** A whole number from 0 to `below - 1`. */
  below(below: number): number
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number
  pick<T>(of: readonly T[]): T
  /** True once in `oneIn` times. */
  once(oneIn: number): boolean
}

export function createDraw(seed: number): Draw {
  const generator = xoroshiro128plus(seed)
  const between = (from: number, to: number) => uniformInt(generator, from, to)
  return {
    below: (below) => between(0, below - 1),
    between,
    pick: <T>(of: readonly T[]) => of[between(0, of.length - 1)] as T,
    once: (oneIn) => between(1, oneIn) === 1,
  }
}

/**
 * Brings a list out of order, as a network does: nothing is overtaken by what came more than `window` places behind it;
 * without a window anything by anything.
 */
export function shuffle<T>(list: readonly T[], draw: Draw, window = Number.POSITIVE_INFINITY): T[] {
  const span = Math.min(window, Math.max(1, list.length))
  return list
    .map((item, i) => ({ item, at: Number.isFinite(window) ? i + draw.below(span) : draw.below(2 ** 30) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
