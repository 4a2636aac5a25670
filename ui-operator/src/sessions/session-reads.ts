// What the core tells of sessions over HTTP: the list, what is on the cards, the reports. Amounts in cents, times in ms.

interface Counts {
  runs: number
  votes: number
  rounds: number
  bets: number
  transfers: number
}

export interface SessionRow {
  session: number
  name: string
  group_size: number
  notes: string | null
  status: 'open' | 'paused' | 'closed'
  started_at: number
  started_by: string
  forced: string | null
  active_ms: number
  running_since: number | null
  closed_at: number | null
  closed_by: string | null
  closed_though: string | null
  counts: Counts
}

export interface SessionsPage {
  items: SessionRow[]
  next_before: number | null
}

/** What a choice for the cards of a session would come to. */
export interface CardsPreview {
  session: number
  cards: number
  cents: number
  frozen: number
  frozen_cents: number
  desks: { desk_id: string; by: string; drawer_cents: number }[]
}

export interface RunRow {
  run: number
  step: number
  question: string
  options: string[]
  status: 'open' | 'closed' | 'revealed' | 'voided' | 'not_revealed'
  opened_at: number
  closed_at: number | null
  expected: number | null
  voted: number | null
  winner: string | null
  void_reason: string | null
  tally: Record<string, number> | null
  votes: { device_id: string; choice: string; at: number }[] | null
}

export interface TakeRow {
  bets: number
  stakes_cents: number
  wins_cents: number
  take_cents: number
  rtp: number | null
}

interface Moved {
  count: number
  cents: number
}

export interface TransferRow {
  transfer: number
  at: number
  kind: string
  amount_cents: number
  /** The transfer that this one takes back. */
  reverses: number | null
}

export interface SessionReport {
  session: SessionRow
  timings: { as_of: number | null; duration_ms: number; active_ms: number; paused_ms: number }
  runs: RunRow[]
  take: { slots: (TakeRow & { device_id: string })[]; all: TakeRow }
  payouts: Record<'created' | 'claimed' | 'voided' | 'expired' | 'waiting', Moved>
  ledger: {
    kinds: { kind: string; count: number; cents: number }[]
    accounts: {
      account: string
      before_cents: number
      debits_cents: number
      credits_cents: number
      after_cents: number
      balances: boolean
    }[]
    balances: boolean
  }
  incidents: {
    incidents: {
      at: number
      what: string
      device_id: string | null
      run: number | null
      by: string
      why: string | null
      ms: number | null
    }[]
    more: number
    link_losses: { device_id: string; count: number; total_ms: number; longest_ms: number; away: boolean }[]
    refusals: { kind: string; outcome: string; reason: string | null; count: number }[]
  }
  transfers: TransferRow[]
}

const PATIENCE_MS = 8000
/** A report goes through everything the session holds. */
const REPORT_PATIENCE_MS = 60_000
const PAGE = 30

export const reportPath = (session: number) => `/api/sessions/report/${session}`
/** The core's own page to print, in one document. */
export const printPath = (session: number, lang: string) => `${reportPath(session)}?format=html&lang=${lang}`
export const GAME_TABLES = ['runs', 'tallies', 'votes', 'incidents', 'link_losses', 'refusals'] as const
export const MONEY_TABLES = ['transfers', 'take', 'accounts'] as const
export const tablePath = (session: number, table: (typeof GAME_TABLES | typeof MONEY_TABLES)[number]) =>
  `/api/sessions/${(MONEY_TABLES as readonly string[]).includes(table) ? 'money' : 'tables'}/${session}/${table}`

/** Each rejects when the core cannot be read. */
export async function readSessions(fetcher: typeof fetch, before: number | null): Promise<SessionsPage> {
  const query = new URLSearchParams({ limit: String(PAGE), ...(before === null ? {} : { before: String(before) }) })
  const { items, next_before: next } = await read<Partial<SessionsPage>>(fetcher, `/api/sessions?${query}`)
  if (!Array.isArray(items)) throw new Error('GET /api/sessions answered without items')
  return { items, next_before: typeof next === 'number' ? next : null }
}

export async function readCardsPreview(fetcher: typeof fetch, session: number): Promise<CardsPreview> {
  const preview = await read<CardsPreview>(fetcher, `/api/sessions/cards/${session}`, REPORT_PATIENCE_MS)
  if (!Number.isInteger(preview.cards) || !Array.isArray(preview.desks)) {
    throw new Error('GET /api/sessions/cards answered something else')
  }
  return preview
}

export async function readReport(fetcher: typeof fetch, session: number): Promise<SessionReport> {
  const report = await read<SessionReport>(fetcher, reportPath(session), REPORT_PATIENCE_MS)
  if (!Array.isArray(report.runs) || !Array.isArray(report.transfers) || !report.session) {
    throw new Error('GET /api/sessions/report answered something else')
  }
  return report
}

async function read<T>(fetcher: typeof fetch, path: string, patienceMs = PATIENCE_MS): Promise<T> {
  const answer = await fetcher(path, { signal: AbortSignal.timeout(patienceMs) })
  if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}`)
  return (await answer.json()) as T
}
