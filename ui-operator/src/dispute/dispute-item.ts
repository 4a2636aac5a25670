/** What a dispute is about. */
export type About = { what: 'card' | 'slot' | 'req_id'; id: string }

/** Core's time (ms since 1970); null: without an end. */
export interface Span {
  from: number | null
  to: number | null
}

/** One entry of what is known: docs/swap-and-disputes.md. `seq` is the line that it is, answers, or comes after. */
export interface DisputeItem {
  seq: number
  /** Core's time (ms since 1970). */
  at: number
  what: 'line' | 'answer' | 'shown'
  /** Of a line the contract's name, of an answer its type, of what was shown the phase. */
  kind: string
  outcome: string | null
  reason: string | null
  actor: string | null
  device_id: string | null
  run: number | null
  req_id: string | null
  data: Record<string, string | number | boolean | null>
}

export interface DisputePage {
  items: DisputeItem[]
  /** What to ask the next page after; null: this was the last. */
  next_after: number | null
}

const PATIENCE_MS = 8000
const WHAT: ReadonlySet<unknown> = new Set(['line', 'answer', 'shown'])
/** Lines asked for at once. */
const PAGE_LINES = 300

export function disputePath(about: About, { from, to }: Span, after: number, format: 'json' | 'csv'): string {
  const query = new URLSearchParams({ [about.what]: about.id, limit: String(format === 'csv' ? 1000 : PAGE_LINES) })
  if (from !== null) query.set('from', String(from))
  if (to !== null) query.set('to', String(to))
  if (after > 0) query.set('after', String(after))
  if (format === 'csv') query.set('format', 'csv')
  return `/api/dispute?${query}`
}

/** A page of what is known of a card, a slot or a request, in the core's order. Rejects when the core cannot be read. */
export async function readDispute(
  fetcher: typeof fetch,
  about: About,
  span: Span,
  after: number,
): Promise<DisputePage> {
  const path = disputePath(about, span, after, 'json')
  const answer = await fetcher(path, { signal: AbortSignal.timeout(PATIENCE_MS) })
  if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}`)
  const { items, next_after: next } = (await answer.json()) as { items?: unknown; next_after?: unknown }
  if (!Array.isArray(items)) throw new Error(`GET ${path} answered without items`)
  return { items: items.filter(isItem).map(plain), next_after: typeof next === 'number' ? next : null }
}

function isItem(value: unknown): value is DisputeItem {
  const item = value as Partial<DisputeItem> | null
  return (
    Number.isInteger(item?.seq) && Number.isInteger(item?.at) && WHAT.has(item?.what) && typeof item?.kind === 'string'
  )
}

/** Of what belongs to an entry only the plain values, as in the journal. */
function plain(item: DisputeItem): DisputeItem {
  const data = Object.entries(item.data ?? {}).filter(
    ([, value]) => value === null || ['string', 'number', 'boolean'].includes(typeof value),
  )
  return { ...item, data: Object.fromEntries(data) }
}

/** The question of a run, as its opening says it; without that line its number alone. */
export function questionOf(items: readonly DisputeItem[], run: number | null): { run: number; question?: string } {
  const opened = items.find((item) => item.what === 'line' && item.kind === 'runOpened' && item.run === run)
  const question = opened?.data['question']
  return { run: run ?? 0, ...(typeof question === 'string' ? { question } : {}) }
}
