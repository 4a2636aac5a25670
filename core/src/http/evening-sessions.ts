import type { SessionFigures, SessionsPage } from '@eg/shared'
import { type Context, Hono } from 'hono'
import type { SessionBounds } from '../store/session-reads.js'
import type { Reader } from '../store/store.js'
import { invalid } from './error-answers.js'
import { download, inPages, inTurn, send, texts } from './exports.js'
import { wholeNumber } from './query.js'
import { gatherGame, gatherMoney, headOf } from './session-report/gather.js'
import { reportPage } from './session-report/page.js'
import { languageOf } from './session-report/words.js'
import { PAGE_POLICY } from './session-report/page-style.js'
import { GAME_TABLES, MONEY_TABLES, csvOf } from './session-report/tables.js'

const MAX_LINES = 200
const TRANSFERS_A_PAGE = 300

export interface EveningSessionOptions {
  reader: Reader
  /** The core's clock (ms since 1970). */
  now: () => number
  currency: string
}

/** Groups' evenings: the list, what can be chosen for their cards, and their reports, from the reader's thread. */
export function eveningSessionRoutes({ reader, now, currency }: EveningSessionOptions): Hono {
  const app = new Hono()
  /** Does `work` with the session that is asked for, or says that there is none. */
  const withSession = async (c: Context, work: (bounds: SessionBounds) => Promise<Response>): Promise<Response> => {
    const asked = c.req.param('session') ?? ''
    const number = wholeNumber(asked, 0, 1, Number.MAX_SAFE_INTEGER)
    const bounds = number === undefined ? null : await reader.sessionBounds(number)
    return bounds ? work(bounds) : unknown(c, `There is no session ${asked.slice(0, 20)}.`)
  }

  app.get('/sessions', async (c) => {
    const limit = wholeNumber(c.req.query('limit'), 50, 1, MAX_LINES)
    const before = wholeNumber(c.req.query('before'), null, 1, Number.MAX_SAFE_INTEGER)
    if (limit === undefined) return c.json(invalid(`limit is a whole number from 1 to ${MAX_LINES}`, 'limit'), 400)
    if (before === undefined) return c.json(invalid('before is the number of a session', 'before'), 400)
    const items = await reader.sessions(before, limit)
    const last = items.at(-1)
    const more = items.length === limit && last ? last.session : null
    const page: SessionsPage = { items, next_before: more, outside_now: await reader.outsideNow() }
    return c.json(page)
  })

  app.get('/sessions/cards/:session', (c) =>
    withSession(c, async ({ session }) => {
      let preview = await inTurn(() => reader.cardsPreview(session, true))
      while (!preview) preview = await inTurn(() => reader.cardsPreview(session, false))
      return c.json(preview)
    }),
  )

  app.get('/sessions/report/:session', (c) =>
    withSession(c, async (bounds) => {
      const at = now()
      const report: SessionFigures = {
        ...headOf(bounds, at),
        ...(await gatherGame(reader, bounds, at)),
        ...(await gatherMoney(reader, bounds)),
      }
      if (c.req.query('format') !== 'html') return sendReport(c, reader, bounds, report)
      c.set('contentPolicy', PAGE_POLICY)
      const lang = languageOf(c.req.query('lang'), c.req.header('accept-language'))
      return send(c, 'text/html; charset=utf-8', reportPage(report, { lang, currency }))
    }),
  )

  app.get('/sessions/money/:session', (c) =>
    withSession(c, async (bounds) =>
      sendReport(c, reader, bounds, { ...headOf(bounds, now()), ...(await gatherMoney(reader, bounds)) }),
    ),
  )

  app.get('/sessions/tables/:session/:table', (c) =>
    withSession(c, async (bounds) => {
      const name = c.req.param('table')
      const table = Object.hasOwn(GAME_TABLES, name) ? GAME_TABLES[name] : undefined
      if (!table) return noTable(c, GAME_TABLES)
      const report = await gatherGame(reader, bounds, now())
      return download(c, `session-${bounds.session}-${name}.csv`, once(csvOf(table, report)))
    }),
  )

  app.get('/sessions/money/:session/:table', (c) =>
    withSession(c, async (bounds) => {
      const name = c.req.param('table')
      const file = `session-${bounds.session}-${name}.csv`
      if (name === 'transfers') return download(c, file, texts(transfersOf(reader, bounds, 'csv')))
      const table = Object.hasOwn(MONEY_TABLES, name) ? MONEY_TABLES[name] : undefined
      if (!table) return noTable(c, { ...MONEY_TABLES, transfers: null })
      return download(c, file, once(csvOf(table, await gatherMoney(reader, bounds))))
    }),
  )
  return app
}

/** Every transfer of the session in commit order. */
function transfersOf(reader: Reader, { before, after }: SessionBounds, format: 'json' | 'csv') {
  const { transfers: until } = after
  return inPages(Infinity, TRANSFERS_A_PAGE, before.transfers, (from, limit, first) =>
    reader.sessionTransfersPage({ after: from, until, limit }, format, first),
  )
}

/** A report as one JSON object, with every transfer streamed behind its sums. */
function sendReport(c: Context, reader: Reader, bounds: SessionBounds, report: object): Response {
  async function* pieces() {
    yield `${JSON.stringify(report).slice(0, -1)},"transfers":[`
    let first = true
    for await (const { text, count } of transfersOf(reader, bounds, 'json')) {
      if (count > 0) yield first ? text : `,\n${text}`
      first = false
    }
    yield ']}\n'
  }
  return send(c, 'application/json', pieces())
}

async function* once(text: Promise<string>): AsyncGenerator<string, void> {
  yield await text
}

function noTable(c: Context, tables: object): Response {
  return unknown(c, `There is no such table; there are ${Object.keys(tables).join(', ')}.`)
}

function unknown(c: Context, what: string): Response {
  return c.json({ ok: false, status: 'not_found', reason: 'not_found', detail: `${what} Nothing was changed.` }, 404)
}
