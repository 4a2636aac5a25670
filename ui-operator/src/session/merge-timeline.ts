import type { TimelineEntry } from '@eg/shared'
import type { Timeline } from './live-store'

/** How many lines a page keeps; older ones are read again from the core when asked for. */
export const KEPT_LINES = 3000

export interface HistoryPage {
  items: TimelineEntry[]
  next_before: number | null
}

/** Newest first, each `seq` once. */
export function mergeLines(
  held: readonly TimelineEntry[],
  arrived: readonly TimelineEntry[],
): readonly TimelineEntry[] {
  const known = new Set(held.map((line) => line.seq))
  const fresh = arrived.filter((line) => !known.has(line.seq) && known.add(line.seq))
  if (fresh.length === 0) return held
  return [...fresh, ...held].sort((a, b) => b.seq - a.seq)
}

/** A line as it is written, live. */
export function addLive(timeline: Timeline, line: TimelineEntry): Timeline {
  const lines = mergeLines(timeline.lines, [line])
  if (lines.length <= KEPT_LINES) return { ...timeline, lines }
  const kept = lines.slice(0, KEPT_LINES)
  return { ...timeline, lines: kept, nextBefore: kept.at(-1)?.seq ?? null }
}

/** A page of older lines, below those held. */
export function addOlder(timeline: Timeline, page: HistoryPage): Timeline {
  return { lines: mergeLines(timeline.lines, page.items), nextBefore: page.next_before, status: 'ready' }
}

/**
 * The newest page, read at the start and whenever the link came back. When it does not reach down to what is held,
 * lines in between are missing, so what lies below it is dropped and can be loaded again without a hole.
 */
export function addNewest(timeline: Timeline, page: HistoryPage): Timeline {
  const oldest = page.items.at(-1)?.seq
  const reaches =
    page.next_before === null || timeline.lines.some((line) => page.items.some((item) => item.seq === line.seq))
  const held = reaches || oldest === undefined ? timeline.lines : timeline.lines.filter((line) => line.seq >= oldest)
  const below = held.at(-1)?.seq
  const keepsOlder = reaches && below !== undefined && oldest !== undefined && below < oldest
  return {
    lines: mergeLines(held, page.items),
    nextBefore: keepsOlder ? timeline.nextBefore : page.next_before,
    status: 'ready',
  }
}
