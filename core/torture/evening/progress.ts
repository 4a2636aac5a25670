import { seed } from '../seed.js'

const EVERY_MS = 10_000

/** Tells now and then how far a torture is, and at its end; with the seed, so that an end in the middle can be replayed. */
export function progress(what: string): (words: string, last?: boolean) => void {
  let told = performance.now()
  console.log(`${what}: seed ${seed}`)
  return (words, last = false) => {
    if (!last && performance.now() - told < EVERY_MS) return
    told = performance.now()
    console.log(`${what}: ${words} (seed ${seed})`)
  }
}
