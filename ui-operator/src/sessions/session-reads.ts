import type { CardsPreview, SessionReport, SessionsPage } from '@eg/shared'

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
  const {
    items,
    next_before: next,
    outside_now: outside,
  } = await read<Partial<SessionsPage>>(fetcher, `/api/sessions?${query}`)
  if (!Array.isArray(items)) throw new Error('GET /api/sessions answered without items')
  return { items, next_before: typeof next === 'number' ? next : null, outside_now: outside ?? null }
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
