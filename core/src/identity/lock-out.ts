import type { Clock } from '@eg/shared'

/** How many failures are free. */
const FREE = 5
const FIRST_LOCK_MS = 30_000
const LONGEST_LOCK_MS = 15 * 60_000
/** Failures are forgotten this long after the last one (or after the lock that followed it). */
const FORGET_MS = 30 * 60_000
/** So that strange names and addresses do not fill the memory. */
const MAX_KEYS = 10_000

/**
 * Who fails five times waits 30 s, then twice as long with each further failure, up to 15 min. In memory only: a restart of
 * the core forgets it, which helps nobody who guesses.
 */
export interface LockOut {
  /** How long somebody must still wait, in ms; 0 for not at all. */
  waitMs(key: string): number
  failed(key: string): void
  succeeded(key: string): void
}

export function createLockOut(clock: Pick<Clock, 'monotonic'>): LockOut {
  const entries = new Map<string, { failures: number; until: number; last: number }>()
  return {
    waitMs(key) {
      const entry = entries.get(key)
      return entry ? Math.max(0, entry.until - clock.monotonic()) : 0
    },
    failed(key) {
      const now = clock.monotonic()
      const before = entries.get(key)
      const fresh = !before || now - Math.max(before.last, before.until) > FORGET_MS
      const failures = fresh ? 1 : before.failures + 1
      const lock = failures < FREE ? 0 : Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** (failures - FREE))
      entries.delete(key)
      entries.set(key, { failures, until: now + lock, last: now })
      const [oldest] = entries.keys()
      if (entries.size > MAX_KEYS && oldest !== undefined) entries.delete(oldest)
    },
    succeeded: (key) => void entries.delete(key),
  }
}
