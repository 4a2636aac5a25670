import type { TimelineEntry } from '@eg/shared'
import type { Timeline } from './live-store'

/** How many lines a page keeps by itself; older ones are read again from the core when asked for. */
export const KEPT_LINES = 3000
/** How many it keeps of those that somebody asked for. */
export const MOST_LINES = 30_000

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
  const { most = KEPT_LINES } = timeline
  if (lines.length <= most) return { ...timeline, lines }
  const kept = lines.slice(0, most)
  return { ...timeline, lines: kept, nextBefore: kept.at(-1)?.seq ?? null }
}

/** What somebody asks for stays while as many live lines arrive as are kept otherwise. */
const roomFor = (lines: readonly TimelineEntry[]): number => Math.min(MOST_LINES, lines.length + KEPT_LINES)

/** Older lines are being read: nothing is cut off meanwhile, or what is read would not join on. */
export function askOlder(timeline: Timeline): Timeline {
  return { ...timeline, most: roomFor(timeline.lines), status: 'loading' }
}

/** A page of older lines, below those held. */
export function addOlder(timeline: Timeline, page: HistoryPage): Timeline {
  const lines = mergeLines(timeline.lines, page.items)
  return { lines, nextBefore: page.next_before, most: roomFor(lines), status: 'ready' }
}

/**
 * The newest page, read at the start and whenever the link came back. When it does not reach down to what is held,
 * lines in between are missing, so what lies below it is dropped and can be loaded again without a hole. Only its oldest
 * line tells: a newer one may have come live since the link is back, and one above `wholeTo` has. What lies below that one may
 * be missing.
 */
export function addNewest(timeline: Timeline, page: HistoryPage, wholeTo: number | null = null): Timeline {
  const oldest = page.items.at(-1)?.seq
  const reaches =
    page.next_before === null ||
    timeline.lines.some(({ seq }) => seq === oldest && (wholeTo === null || seq <= wholeTo))
  const held = reaches || oldest === undefined ? timeline.lines : timeline.lines.filter((line) => line.seq >= oldest)
  const below = held.at(-1)?.seq
  const keepsOlder = reaches && below !== undefined && oldest !== undefined && below < oldest
  const { most } = timeline
  return {
    lines: mergeLines(held, page.items),
    nextBefore: keepsOlder ? timeline.nextBefore : page.next_before,
    ...(keepsOlder && most !== undefined ? { most } : {}),
    status: 'ready',
  }
}
