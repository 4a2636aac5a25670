import type { Door } from './doors.js'

/** A venue's day begins at this hour of its own clock: an evening goes beyond midnight. */
const DAY_BEGINS = 6

/** The last 06:00 of the venue's clock at or before `at` (ms since 1970). */
export function dayBegan(at: number): number {
  const morning = new Date(at)
  morning.setHours(DAY_BEGINS, 0, 0, 0)
  if (morning.getTime() > at) morning.setDate(morning.getDate() - 1)
  return morning.getTime()
}

/** The next 06:00 of the venue's clock after `at`. */
export function dayEnds(at: number): number {
  const morning = new Date(dayBegan(at))
  morning.setDate(morning.getDate() + 1)
  return morning.getTime()
}

/**
 * Since when a test counts as today's (U16): 06:00, or the last closing of doors if that is later. While doors are open it stays
 * what it was when they opened, so that an evening does not turn red at six in the morning.
 */
export function todayBegan(at: number, last: Door | null): number {
  if (last && last.closedAt === null) return last.from
  const closedAt = last?.closedAt ?? 0
  // A closing that is yet to come was before the clock was set back: it must not void what is tested until then.
  return Math.max(dayBegan(at), closedAt <= at ? closedAt : 0)
}
