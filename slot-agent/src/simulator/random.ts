import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

const WARM_UP = 8

/** Numbers from 0 (included) to 1 (excluded) that the same seed repeats. Not for anything that must not be guessed. */
export function seededRandom(seed: number): () => number {
  const generator = xoroshiro128plus(seed)
  const next = () => uniformFloat64(generator)
  // Seeds that are close to each other begin alike.
  for (let i = 0; i < WARM_UP; i++) next()
  return next
}

/** A seed from words, 32 bits: FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/). */
export function seedOf(...words: (string | number)[]): number {
  let hash = 0x811c9dc5
  for (const letter of words.join('/')) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}
