import { contracts, validate, type TimelineEntry } from '@eg/shared'
import type { LiveState } from './live-store'
import { addNewest, addOlder, askOlder, type HistoryPage } from './merge-timeline'
import type { Update } from './frame-batch'

/** Reads one page of the journal: the newest, or what lies before a line. Rejects when it cannot be read. */
export type ReadHistory = (before: number | null) => Promise<HistoryPage>

const PAGE_LINES = 200

export const readHistoryOver =
  (fetcher: typeof fetch): ReadHistory =>
  async (before) => {
    const query = new URLSearchParams({ limit: String(PAGE_LINES) })
    if (before !== null) query.set('before', String(before))
    const answer = await fetcher(`/api/timeline?${query}`, { signal: AbortSignal.timeout(8000) })
    if (!answer.ok) throw new Error(`GET /api/timeline answered ${answer.status}`)
    return asHistoryPage(await answer.json())
  }

/** The answer of the core, checked line by line: one that does not fit is left out, as the bus does. */
export function asHistoryPage(raw: unknown): HistoryPage {
  const { items, next_before: nextBefore } = (raw ?? {}) as Partial<Record<keyof HistoryPage, unknown>>
  if (!Array.isArray(items)) throw new Error('GET /api/timeline answered without items')
  const lines = items.flatMap((item: unknown): TimelineEntry[] => {
    const line = validate(contracts.opTimeline, item)
    return line.ok ? [line.value] : []
  })
  return { items: lines, next_before: typeof nextBefore === 'number' ? nextBefore : null }
}

export interface History {
  readNewest(): Promise<void>
  /** The link is lost: what is written from here on is not heard. */
  lost(): void
  readOlder(): Promise<void>
}

/**
 * Brings history into the store. One reading at a time: the newest lines, asked for meanwhile because the link came back, are
 * read when it ends. A failure is a state on the screen, not an exception.
 */
export function createHistory(
  read: ReadHistory,
  getState: () => LiveState,
  update: (change: Update<LiveState>) => void,
): History {
  let reading = false
  let again = false
  /** The line below which nothing is missing, while lines above it may be; null: none are. Before the first read none was heard. */
  let wholeTo: number | null = 0
  let losses = 0
  const load = async (before: number | null) => {
    if (reading) {
      if (before === null) again = true
      return
    }
    reading = true
    const lossesBefore = losses
    update((s) => ({ timeline: before === null ? { ...s.timeline, status: 'loading' } : askOlder(s.timeline) }))
    try {
      const page = await read(before)
      if (before === null) {
        const to = wholeTo
        update((s) => ({ timeline: addNewest(s.timeline, page, to) }))
        wholeTo = losses === lossesBefore ? null : (page.items[0]?.seq ?? 0)
      } else {
        update((s) => ({ timeline: addOlder(s.timeline, page) }))
        // That older lines could be read does not bring those that were missed.
        again ||= wholeTo !== null
      }
    } catch (error) {
      console.warn('timeline:', error)
      update((s) => ({ timeline: { ...s.timeline, status: 'failed' } }))
    } finally {
      reading = false
      if (again) {
        again = false
        void load(null)
      }
    }
  }
  return {
    readNewest: () => load(null),
    lost() {
      losses++
      wholeTo ??= getState().timeline.lines[0]?.seq ?? 0
    },
    readOlder: async () => {
      const { nextBefore } = getState().timeline
      if (nextBefore !== null) await load(nextBefore)
    },
  }
}
