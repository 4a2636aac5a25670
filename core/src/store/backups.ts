/** A copy of the database on disk. */
export interface Backup {
  file: string
  /** When it was taken (ms since 1970). */
  at: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const NAME = /^core-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z\.db$/

/** `core-2026-11-21T21-05-00Z.db`: sorts by time and is a file name everywhere. */
export function backupName(at: number): string {
  return `core-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z.db`
}

/** The backups among file names, newest first. */
export function backupsAmong(names: readonly string[]): Backup[] {
  return names
    .flatMap((file) => {
      const [, day, hour, minute, second] = NAME.exec(file) ?? []
      return day === undefined ? [] : [{ file, at: Date.parse(`${day}T${hour}:${minute}:${second}Z`) }]
    })
    .sort((a, b) => b.at - a.at)
}

/**
 * The backups that need not be kept any more: of the last 60 minutes all are kept, of the last 24 hours the newest an
 * hour, of the last 14 days the newest a day. The newest of all is always kept; so is what a wrong clock put in the future.
 */
export function outdated(backups: readonly Backup[], now: number): Backup[] {
  const newestFirst = [...backups].sort((a, b) => b.at - a.at)
  const kept = new Set<string>()
  return newestFirst.filter(({ at }, i) => {
    const age = now - at
    if (i === 0 || age <= HOUR_MS) return false
    if (age > 14 * DAY_MS) return true
    const slot = age <= DAY_MS ? `hour ${Math.floor(at / HOUR_MS)}` : `day ${Math.floor(at / DAY_MS)}`
    if (kept.has(slot)) return true
    kept.add(slot)
    return false
  })
}
