import type { CardDetails, CardSummary, OpPayouts, StatementLine } from '@eg/shared'

/** What the core tells over HTTP: history and search, too much for a retained state. Amounts in cents, times in ms. */

export interface StatementPage {
  items: StatementLine[]
  next_before: number | null
}

/** A payout that waits, as the retained list tells it too. */
export type WaitingPayout = OpPayouts['items'][number]

/** A payout that was asked for by its id: also one that waits no more. */
export interface PayoutRead extends WaitingPayout {
  status: 'ready' | 'claimed' | 'voided' | 'expired'
}

/** Each rejects when the core cannot be read. */
export interface MoneyReads {
  cards(query: string): Promise<CardSummary[]>
  /** Null: the core does not know this card. */
  card(tag: string): Promise<CardDetails | null>
  statement(tag: string, before: number | null): Promise<StatementPage>
  /** Null: no payout of this id, or none that the core tells of. */
  payout(id: string): Promise<PayoutRead | null>
}

const SEARCH_LIMIT = 50
const PAGE_LINES = 50
const PATIENCE_MS = 8000

const cardPath = (tag: string) => `/api/cards/${encodeURIComponent(tag)}`

/** The statement as a file, all of it. */
export const statementCsvPath = (tag: string) => `${cardPath(tag)}/statement?format=csv`

/** Over HTTP, with `fetcher` in the place of `fetch`. */
export const readMoneyOver = (fetcher: typeof fetch): MoneyReads => ({
  async cards(query) {
    const { items } = await read(
      fetcher,
      `/api/cards?${new URLSearchParams({ q: query, limit: String(SEARCH_LIMIT) })}`,
    )
    return asList(items).filter(isCardRow)
  },
  async card(tag) {
    const answer = await fetcher(cardPath(tag), { signal: AbortSignal.timeout(PATIENCE_MS) })
    if (answer.status === 404) return null
    if (!answer.ok) throw new Error(`GET ${cardPath(tag)} answered ${answer.status}`)
    const card: unknown = await answer.json()
    if (!isCardRow(card)) throw new Error(`GET ${cardPath(tag)} answered something else`)
    return card as CardDetails
  },
  async statement(tag, before) {
    const query = new URLSearchParams({ limit: String(PAGE_LINES), ...(before ? { before: String(before) } : {}) })
    const { items, next_before: next } = await read(fetcher, `${cardPath(tag)}/statement?${query}`)
    return { items: asList(items).filter(isStatementLine), next_before: typeof next === 'number' ? next : null }
  },
  async payout(id) {
    const { items } = await read(fetcher, `/api/payouts?${new URLSearchParams({ id })}`)
    return (
      asList(items)
        .filter(isPayout)
        .find((payout) => payout.payout_id === id) ?? null
    )
  },
})

async function read(fetcher: typeof fetch, path: string): Promise<Record<string, unknown>> {
  const answer = await fetcher(path, { signal: AbortSignal.timeout(PATIENCE_MS) })
  if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}`)
  return (await answer.json()) as Record<string, unknown>
}

function asList(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error('the core answered without items')
  return value
}

/** What the screens cannot do without; a line that does not fit is left out, as the bus does. */
function isCardRow(value: unknown): value is CardSummary {
  const row = value as Partial<CardSummary> | null
  return typeof row?.tag_uid === 'string' && typeof row.status === 'string' && Number.isInteger(row.balance_cents)
}

function isStatementLine(value: unknown): value is StatementLine {
  const line = value as Partial<StatementLine> | null
  return Number.isInteger(line?.transfer) && Number.isInteger(line?.amount_cents) && typeof line?.kind === 'string'
}

function isPayout(value: unknown): value is PayoutRead {
  const payout = value as Partial<PayoutRead> | null
  return (
    typeof payout?.payout_id === 'string' && Number.isInteger(payout.amount_cents) && typeof payout.status === 'string'
  )
}
