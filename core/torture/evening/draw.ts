import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Seeded draws: the same seed draws the same. */
export interface Draw {
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number
  /** True in one of `n` draws. */
  oneIn(n: number): boolean
  of<T>(list: readonly T[]): T
}

export function drawFrom(seed: number): Draw {
  const generator = xoroshiro128plus(seed)
  const between = (min: number, max: number) => uniformInt(generator, min, max)
  return {
    between,
    oneIn: (n) => between(1, n) === 1,
    of: <T>(list: readonly T[]) => list[between(0, list.length - 1)] as T,
  }
}
