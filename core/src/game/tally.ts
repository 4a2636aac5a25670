import type { Tally } from './run.js'

/** Counts votes; every offered option is in the tally, also with 0. */
export function countVotes(options: readonly string[], choices: Iterable<string>): Tally {
  const tally: Tally = Object.fromEntries(options.map((option) => [option, 0]))
  for (const choice of choices) tally[choice] = (tally[choice] ?? 0) + 1
  return tally
}

/** The options with the most votes, in the order they were offered; none when nobody voted. */
export function leaders(options: readonly string[], tally: Tally): string[] {
  const most = Math.max(0, ...options.map((option) => tally[option] ?? 0))
  return most === 0 ? [] : options.filter((option) => tally[option] === most)
}
