const DAY_MS = 24 * 3_600_000

export interface PurgeArguments {
  /** What was last active before this (ms since 1970) is purged; 0: nothing for its age. */
  cutoff: number
  /** The player of this card alone, however young. */
  card: string | null
  /** Without it nothing is changed. */
  yes: boolean
  /** Also delete the backups and kept databases that still hold what is purged. */
  backups: boolean
}

export const USAGE = `Usage: npm run purge -- --older-than 90d [--backups] [--yes]
       npm run purge -- --before 2026-08-01 [--backups] [--yes]
       npm run purge -- --card 04A37C91 [--backups] [--yes]
Shows what would be purged of the players who were last active before that day (UTC), or of the one with that card. With --yes,
and the core stopped, it is done.
--backups also deletes the backups that still hold it. docs/privacy.md says what is kept, and why.`

/**
 * @param now ms since 1970
 * @throws Error whose message says which argument is wrong and what would be right
 */
export function readArguments(given: readonly string[], now: number): PurgeArguments {
  const rest = [...given]
  const flag = (name: string) => {
    const at = rest.indexOf(name)
    if (at >= 0) rest.splice(at, 1)
    return at >= 0
  }
  const value = (name: string) => {
    const at = rest.indexOf(name)
    return at < 0 ? undefined : (rest.splice(at, 2)[1] ?? '')
  }
  const [yes, backups] = [flag('--yes'), flag('--backups')]
  const [before, olderThan, card] = [value('--before'), value('--older-than'), value('--card')]
  if (rest.length > 0) throw new Error(`${rest.join(' ')}: not known here.\n${USAGE}`)
  if ([before, olderThan, card].filter((text) => text !== undefined).length !== 1)
    throw new Error(`Give one of --before, --older-than and --card.\n${USAGE}`)
  if (card !== undefined) return { cutoff: 0, card: cardId(card), yes, backups }
  return { cutoff: before === undefined ? daysAgo(olderThan ?? '', now) : dayOf(before, now), card: null, yes, backups }
}

function daysAgo(text: string, now: number): number {
  const days = /^(\d{1,5})d$/.exec(text)?.[1]
  if (days === undefined || Number(days) < 1)
    throw new Error(`--older-than ${text}: must be a number of days, at least 1d, such as 90d.`)
  return now - Number(days) * DAY_MS
}

function dayOf(text: string, now: number): number {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(at)) throw new Error(`--before ${text}: must be a day, such as 2026-08-01.`)
  if (at > now) throw new Error(`--before ${text}: that day has not come. Name one that has passed.`)
  return at
}

function cardId(text: string): string {
  if (!/^[0-9A-Za-z_.:-]{1,64}$/.test(text))
    throw new Error(`--card ${text}: must be the id of a card, such as 04A37C91.`)
  return text.toUpperCase()
}
