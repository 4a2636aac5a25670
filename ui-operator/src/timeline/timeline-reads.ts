import { contracts, validate, type TimelineEntry } from '@eg/shared'

const PATIENCE_MS = 8000
/** How many lines the core tells at a time, and how many pages an export is at most. */
const PAGE = 1000
const MOST_PAGES = 100

/** One line of the journal as the core tells it when it is asked for by its number. */
export interface LineRead {
  line: TimelineEntry
  /** The request behind it; null: none, or the core does not tell. */
  requestId: string | null
}

/** An entry of GET /api/dispute, which knows requests and what they were answered. */
export interface DisputeItem {
  seq: number
  at: number
  what: 'line' | 'answer' | 'shown'
  kind: string
  outcome: string | null
  reason: string | null
  req_id: string | null
  data: Record<string, unknown>
  /** The line itself, where it is one and fits. */
  line: TimelineEntry | null
}

/** Exactly one of the three, and the bounds of time. What the core's own export can be asked for. */
export interface DisputeAsk {
  by: 'card' | 'slot' | 'req_id'
  value: string
  from: number | null
  to: number | null
}

export interface TimelineReads {
  /** Null: there is no such line, or it cannot be read. */
  line(seq: number): Promise<LineRead | null>
  /** Everything about a card, a slot or a request, in the core's order. Rejects with the status when it may not be read. */
  dispute(ask: DisputeAsk): Promise<DisputeItem[]>
  /** The same as the core writes it for a table program. */
  disputeCsv(ask: DisputeAsk): Promise<string>
}

/** The core did not give what was asked; `status` is of HTTP, 0 where it could not be reached. */
export class ReadRefused extends Error {
  constructor(readonly status: number) {
    super(`answered ${status}`)
  }
}

export function createTimelineReads(fetcher: typeof fetch): TimelineReads {
  const get = async (path: string): Promise<Response> => {
    const answer = await fetcher(path, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch((cause: unknown) => {
      throw Object.assign(new ReadRefused(0), { cause })
    })
    if (!answer.ok) throw new ReadRefused(answer.status)
    return answer
  }
  return {
    async line(seq) {
      try {
        const answer = await get(`/api/timeline?before=${seq + 1}&limit=1`)
        const { items } = (await answer.json()) as { items?: Record<string, unknown>[] }
        const raw = items?.[0]
        const line = raw && asLine(raw)
        return line && line.seq === seq ? { line, requestId: requestOf(raw) } : null
      } catch (error) {
        console.warn(`line ${seq}:`, error)
        return null
      }
    },
    async dispute(ask) {
      const items: DisputeItem[] = []
      let after: number | null = 0
      for (let page = 0; page < MOST_PAGES && after !== null; page += 1) {
        const answer = await get(pathOf(ask, after, 'json'))
        const body = (await answer.json()) as { items?: unknown; next_after?: unknown }
        if (!Array.isArray(body.items)) throw new ReadRefused(0)
        items.push(...body.items.map(asDisputeItem))
        after = typeof body.next_after === 'number' ? body.next_after : null
      }
      return items
    },
    async disputeCsv(ask) {
      let text = ''
      let after: number | null = 0
      for (let page = 0; page < MOST_PAGES && after !== null; page += 1) {
        const answer = await get(pathOf(ask, after, 'csv'))
        const part = await answer.text()
        // Each page brings the names of the columns: once is enough.
        text += page === 0 ? part : part.slice(part.indexOf('\n') + 1)
        const next = answer.headers.get('x-next-after')
        after = next === null ? null : Number(next)
      }
      return text
    },
  }
}

function pathOf({ by, value, from, to }: DisputeAsk, after: number, format: 'json' | 'csv'): string {
  const query = new URLSearchParams({ [by]: value, after: String(after), limit: String(PAGE), format })
  if (from !== null) query.set('from', String(from))
  if (to !== null) query.set('to', String(to))
  return `/api/dispute?${query}`
}

function requestOf(raw: Record<string, unknown>): string | null {
  const id = raw['req_id']
  return typeof id === 'string' ? id : null
}

function asLine(raw: unknown): TimelineEntry | null {
  const line = validate(contracts.opTimeline, raw)
  return line.ok ? line.value : null
}

function asDisputeItem(raw: Record<string, unknown>): DisputeItem {
  const item = raw as unknown as Omit<DisputeItem, 'line'>
  return { ...item, line: item.what === 'line' ? asLine(raw) : null }
}
