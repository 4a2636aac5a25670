import { type OpBooks, isDeviceId } from '@eg/shared'
import { type Context, Hono } from 'hono'
import type { Reader } from '../store/store.js'
import { invalid } from './error-answers.js'
import { sendStatementCsv, sendTransfers } from './exports.js'
import { wholeNumber } from './query.js'

/** A card id as it may stand in a path or query; upper-cased like every card. */
const TAG = /^[0-9A-Za-z_.:-]{1,64}$/
const MAX_LINES = 1000
const MAX_EXPORT = 10_000_000

export interface MoneyRouteOptions {
  reader: Reader
  /** What the books check said last; null where none did lately. */
  books: () => OpBooks | null
  /** Adds everything up anew and returns what came out. */
  checkBooks: () => Promise<OpBooks>
  /** The core's clock (ms since 1970). */
  now: () => number
  /** ISO 4217, for showing amounts. */
  currency: string
}

/** What can be looked up and exported about money: cards, statements, transfers, payouts, shifts, receipts, the books. */
export function moneyRoutes(options: MoneyRouteOptions): Hono {
  const { reader } = options
  const app = new Hono()

  app.get('/cards', async (c) => {
    const limit = wholeNumber(c.req.query('limit'), 50, 1, MAX_LINES)
    if (limit === undefined) return badLimit(c, MAX_LINES)
    return c.json({ items: await reader.cards((c.req.query('q') ?? '').slice(0, 100), limit) })
  })

  app.get('/cards/:tag', async (c) => {
    const tag = c.req.param('tag').toUpperCase()
    const card = TAG.test(tag) ? await reader.card(tag, options.now()) : null
    return card ? c.json(card) : unknown(c, `The card ${tag.slice(0, 64)} was not issued here.`)
  })

  app.get('/cards/:tag/statement', async (c) => {
    const tag = c.req.param('tag').toUpperCase()
    const limit = wholeNumber(c.req.query('limit'), 100, 1, MAX_LINES)
    const before = wholeNumber(c.req.query('before'), null, 1, Number.MAX_SAFE_INTEGER)
    if (limit === undefined) return badLimit(c, MAX_LINES)
    if (before === undefined) return c.json(invalid('before is the number of a transfer', 'before'), 400)
    const known = TAG.test(tag) && (await reader.card(tag, options.now()))
    if (!known) return unknown(c, `The card ${tag.slice(0, 64)} was not issued here.`)
    if (c.req.query('format') === 'csv') return sendStatementCsv(c, reader, tag)
    const items = await reader.statement(tag, before, limit)
    const last = items.at(-1)
    return c.json({ items, next_before: items.length === limit && last ? last.transfer : null })
  })

  app.get('/wallet/transfers', (c) => exportTransfers(c, reader))

  app.get('/wallet/accounts', async (c) => {
    const items = await reader.accounts()
    return c.json({ items, sum_cents: items.reduce((sum, { balance_cents }) => sum + balance_cents, 0) })
  })

  app.get('/payouts', async (c) => {
    const limit = wholeNumber(c.req.query('limit'), MAX_LINES, 1, 100_000)
    if (limit === undefined) return badLimit(c, 100_000)
    const since = wholeNumber(c.req.query('since'), 0, 0, Number.MAX_SAFE_INTEGER)
    if (since === undefined) return c.json(invalid('since is a time in milliseconds since 1970', 'since'), 400)
    const all = c.req.query('status') === 'all'
    return c.json({ items: await reader.payouts(all, limit, c.req.query('id') ?? null, since) })
  })

  app.get('/shifts', async (c) => {
    const desk = c.req.query('desk') ?? null
    const limit = wholeNumber(c.req.query('limit'), 50, 1, MAX_LINES)
    if (limit === undefined) return badLimit(c, MAX_LINES)
    if (desk !== null && !isDeviceId(desk)) return c.json(invalid('desk is a device id', 'desk'), 400)
    return c.json({ items: await reader.shifts(desk, limit) })
  })

  app.get('/receipts/:number', async (c) => {
    const number = wholeNumber(c.req.param('number'), 0, 1, Number.MAX_SAFE_INTEGER)
    const receipt = number === undefined ? null : await reader.receipt(number)
    return receipt ? c.json(receipt) : unknown(c, `There is no receipt ${c.req.param('number').slice(0, 20)}.`)
  })

  app.get('/books', async (c) => c.json(c.req.query('check') === 'now' ? await options.checkBooks() : options.books()))
  return app
}

/** Every transfer in commit order. */
function exportTransfers(c: Context, reader: Reader): Response {
  const format = c.req.query('format') ?? 'json'
  const limit = wholeNumber(c.req.query('limit'), 1000, 1, MAX_EXPORT)
  const after = wholeNumber(c.req.query('after'), 0, 0, Number.MAX_SAFE_INTEGER)
  if (format !== 'json' && format !== 'ids' && format !== 'csv') {
    return c.json(invalid('format is "json", "ids" or "csv"', 'format'), 400)
  }
  if (limit === undefined) return badLimit(c, MAX_EXPORT)
  if (after === undefined) return c.json(invalid('after is the number of a transfer', 'after'), 400)
  const filter = { device: c.req.query('device'), tag: c.req.query('tag')?.toUpperCase(), kind: c.req.query('kind') }
  return sendTransfers(c, reader, { ...filter, after, limit }, format)
}

function unknown(c: Context, what: string): Response {
  return c.json({ ok: false, status: 'not_found', reason: 'not_found', detail: `${what} Nothing was changed.` }, 404)
}

function badLimit(c: Context, max: number): Response {
  return c.json(invalid(`limit is a whole number from 1 to ${max}`, 'limit'), 400)
}
