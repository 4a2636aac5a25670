import type { Clock } from '@eg/shared'

const WINDOW_MS = 60_000
const MOST = 5
const MAX_KEYS = 10_000

/** Notices client ids that are taken over again and again: two programs that use the same one throw each other out. */
export interface Flapping {
  /** A connection has taken the place of another; true the moment this becomes too often. */
  takenOver(clientId: string): boolean
  /** Whether it was taken over more than five times within the last minute. */
  isFlapping(clientId: string): boolean
}

export function createFlapping(clock: Pick<Clock, 'monotonic'>): Flapping {
  const times = new Map<string, number[]>()
  const recent = (clientId: string) => {
    const list = times.get(clientId)
    if (!list) return []
    const since = clock.monotonic() - WINDOW_MS
    const live = list.filter((at) => at > since)
    if (live.length === 0) times.delete(clientId)
    else times.set(clientId, live)
    return live
  }
  return {
    takenOver(clientId) {
      const before = recent(clientId)
      if (times.size >= MAX_KEYS && before.length === 0) times.clear()
      // Only so many are kept as are needed to say that it is too often.
      times.set(clientId, [...before, clock.monotonic()].slice(-MOST - 1))
      return before.length === MOST
    },
    isFlapping: (clientId) => recent(clientId).length > MOST,
  }
}
