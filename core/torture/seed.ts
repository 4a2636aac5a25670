/** The long form (`npm run torture`) takes hours; the short one is part of `scripts/test.sh`. */
export const isLong = process.env.EG_TORTURE === 'long'

/**
 * How many rounds a torture takes: its short or its long number, or what EG_TORTURE_ROUNDS says, for a run between the two.
 */
export function rounds(short: number, long: number): number {
  const asked = Number(process.env.EG_TORTURE_ROUNDS)
  return asked > 0 ? asked : isLong ? long : short
}

/** The seed of this run: EG_SEED to replay one, otherwise a new one. Whoever draws from it prints it. */
export const seed = Number(process.env.EG_SEED) || Math.floor(Math.random() * 0x7fff_ffff) + 1

/** What a failure is told with, so that it can be replayed; `part`: the seed of the part that failed, to begin there. */
export const replay = (suite: string, part = seed) =>
  `seed ${seed}; replay with: EG_SEED=${part} npx vitest run --project torture ${suite}`
