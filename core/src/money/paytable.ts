/** One outcome of the game. */
export interface Outcome {
  name: string
  /** A symbol for each reel; `*` stands for any. */
  reels: string[]
  /** The win in stakes. */
  pays: number
  /** How often it comes, of `oddsOf`. */
  odds: number
}

/** A paytable that was checked: its outcomes have `oddsOf` odds together with losing. */
export interface Paytable {
  name: string
  stakes: number[]
  symbols: string[]
  oddsOf: number
  /** What pays; what is left of the odds loses. */
  outcomes: Outcome[]
}

/** A uniform whole number from 0 (included) to `below` (excluded). */
export type Random = (below: number) => number

export interface Draw {
  outcome: Outcome | null
  reels: string[]
}

/** What players get back of what they stake, on average: the sum of odds × pays, over all odds. */
export function returnToPlayer({ outcomes, oddsOf }: Paytable): number {
  return outcomes.reduce((sum, { odds, pays }) => sum + odds * pays, 0) / oddsOf
}

/**
 * The combinations each outcome shows, then those that lose: a combination belongs to the first outcome it matches, in the
 * order of the table, so that what the reels show never says more than what is paid.
 */
export function combinations(table: Pick<Paytable, 'symbols' | 'outcomes'>): string[][][] {
  const reels = table.outcomes[0]?.reels.length ?? 3
  const shown: string[][][] = Array.from({ length: table.outcomes.length + 1 }, () => [])
  const total = table.symbols.length ** reels
  for (let i = 0; i < total; i++) {
    const combination = Array.from(
      { length: reels },
      (_, reel) => table.symbols[Math.floor(i / table.symbols.length ** reel) % table.symbols.length] ?? '',
    )
    const first = table.outcomes.findIndex((outcome) => matches(outcome.reels, combination))
    shown[first < 0 ? table.outcomes.length : first]?.push(combination)
  }
  return shown
}

/** A game that can be drawn from: the table, and what each outcome may show. */
export interface Game {
  table: Paytable
  shown: string[][][]
}

export function createGame(table: Paytable): Game {
  return { table, shown: combinations(table) }
}

/** Draws one round: first the outcome by its odds, then one of the combinations that show it. */
export function draw({ table, shown }: Game, random: Random): Draw {
  let rest = random(table.oddsOf)
  let index = 0
  while (index < table.outcomes.length) {
    rest -= table.outcomes[index]?.odds ?? 0
    if (rest < 0) break
    index += 1
  }
  const choices = shown[index] ?? []
  return { outcome: table.outcomes[index] ?? null, reels: choices[random(choices.length)] ?? [] }
}

function matches(pattern: readonly string[], combination: readonly string[]): boolean {
  return pattern.every((symbol, i) => symbol === '*' || symbol === combination[i])
}
