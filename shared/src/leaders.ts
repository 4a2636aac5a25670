/**
 * The options with the most votes, in the order they were offered; none when nobody voted, several when it is a tie. For the pages:
 * the rules of the night, which import nothing, have their own.
 */
export function leaders(options: readonly string[], tally: Readonly<Record<string, number>>): string[] {
  const most = Math.max(0, ...options.map((option) => tally[option] ?? 0))
  return most === 0 ? [] : options.filter((option) => tally[option] === most)
}
