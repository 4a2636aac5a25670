/** A copy of the database on disk. */
export interface Backup {
  file: string
  /** When it was taken (ms since 1970), by a clock that may have been wrong. */
  at: number
  /** Counts up with every backup of its folder; 0: taken before backups had numbers. */
  number: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** How many of the latest minutes, hours and days that have a backup keep their last one. */
const KEPT = [
  { slot: MINUTE_MS, count: 60 },
  { slot: HOUR_MS, count: 24 },
  { slot: DAY_MS, count: 14 },
]
const NAME = /^core-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z(?:-(\d{1,15}))?\.db$/
const DRAFT = /^core-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ(-\d+)?\.db\.draft(-journal|-wal|-shm)?$/

/** `core-2026-11-21T21-05-00Z-42.db`: its time for people, its number for the order; a file name everywhere. */
export function backupName(at: number, number: number): string {
  return `core-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z-${number}.db`
}

/**
 * The backups among file names, newest first: in the order in which they were taken, whatever the clock said then. Those
 * without a number are older than all that have one, and go by their time.
 */
export function backupsAmong(names: readonly string[]): Backup[] {
  return names
    .flatMap((file) => {
      const [, day, hour, minute, second, number = '0'] = NAME.exec(file) ?? []
      if (day === undefined) return []
      return [{ file, at: Date.parse(`${day}T${hour}:${minute}:${second}Z`), number: Number(number) }]
    })
    .sort((a, b) => b.number - a.number || b.at - a.at)
}

/** What backups that never became whole left behind. */
export function draftsAmong(names: readonly string[]): string[] {
  return names.filter((name) => DRAFT.test(name))
}

/**
 * The backups that need not be kept any more, of those given newest first. Kept are the last of each of the 60 latest minutes,
 * the 24 latest hours and the 14 latest days that have one. Nothing is too old by the clock: one that jumps deletes nothing.
 */
export function outdated(newestFirst: readonly Backup[]): Backup[] {
  return unneededFor(KEPT, newestFirst)
}

/** The backups that no hour and no day needs, of those given newest first: where there is no room for all, they go. Never the newest. */
export function onlyForMinutes(newestFirst: readonly Backup[]): Backup[] {
  return unneededFor(
    KEPT.filter(({ slot }) => slot > MINUTE_MS),
    newestFirst,
  )
}

function unneededFor(slots: typeof KEPT, newestFirst: readonly Backup[]): Backup[] {
  const seen = slots.map(({ slot, count }) => ({ slot, count, kept: new Set<number>() }))
  return newestFirst.filter(({ at }) => {
    let needed = false
    for (const { slot, count, kept } of seen) {
      const of = Math.floor(at / slot)
      if (kept.size >= count || kept.has(of)) continue
      kept.add(of)
      needed = true
    }
    return !needed
  })
}
