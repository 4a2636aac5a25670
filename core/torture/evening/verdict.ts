/** What a checker found, a line each; nothing found is what every torture wants to see. */
export interface Verdict {
  /** Acknowledged, and not (or not as it was told) in the database. */
  lost: string[]
  /** More than one effect of one command. */
  doubled: string[]
  /** Books, indexes or counts that do not fit together. */
  broken: string[]
}

export const isClean = ({ lost, doubled, broken }: Verdict) => lost.length + doubled.length + broken.length === 0

/** For people: how many of each, and the first lines. */
export function inWords({ lost, doubled, broken }: Verdict): string {
  const lines = [...lost, ...doubled, ...broken].slice(0, 12)
  return [`${lost.length} lost, ${doubled.length} doubled, ${broken.length} broken`, ...lines].join('\n  ')
}
