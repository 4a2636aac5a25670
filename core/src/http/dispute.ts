import { isDeviceId, isRequestId } from '@eg/shared'
import { Hono } from 'hono'
import type { DisputeQuery } from '../store/dispute-reads.js'
import type { Reader } from '../store/store.js'
import { invalid } from './error-answers.js'
import { wholeNumber } from './query.js'

const MAX_LINES = 1000
const CARD = /^[0-9A-Z_.:-]{1,64}$/

/** What happened to a card, a slot or a request, and what can still be undone. From the reader's own thread. */
export function disputeRoutes(reader: Reader, undoMs: number): Hono {
  const app = new Hono()

  app.get('/dispute', async (c) => {
    const asked = readQuery((name) => c.req.query(name))
    if ('problem' in asked) return c.json(invalid(asked.problem, asked.field), 400)
    const format = c.req.query('format') ?? 'json'
    if (format !== 'json' && format !== 'csv') return c.json(invalid('format is json or csv', 'format'), 400)
    if (format === 'json') return c.json(await reader.dispute(asked))
    const { text, next_after } = await reader.disputeCsv(asked)
    c.header('content-disposition', 'attachment; filename="dispute.csv"')
    c.header('content-type', 'text/csv; charset=utf-8')
    if (next_after !== null) c.header('x-next-after', String(next_after))
    return c.body(text)
  })

  app.get('/undo', async (c) => {
    const items = (await reader.undoables()).map((item) => ({ ...item, until: item.at + undoMs }))
    return c.json({ window_s: Math.round(undoMs / 1000), items })
  })

  return app
}

function readQuery(query: (name: string) => string | undefined): DisputeQuery | { problem: string; field: string } {
  const card = query('card')?.toUpperCase() ?? null
  const slot = query('slot') ?? null
  const reqId = query('req_id') ?? null
  if ([card, slot, reqId].filter((given) => given !== null).length !== 1)
    return { problem: 'one of card, slot and req_id is expected', field: 'card' }
  if (card !== null && !CARD.test(card)) return { problem: 'card is the id of a card', field: 'card' }
  if (slot !== null && !isDeviceId(slot)) return { problem: 'slot is a device id', field: 'slot' }
  if (reqId !== null && !isRequestId(reqId)) return { problem: 'req_id is the id of a request', field: 'req_id' }
  const most = Number.MAX_SAFE_INTEGER
  const from = wholeNumber(query('from'), null, 0, most)
  if (from === undefined) return { problem: 'from is a time in milliseconds since 1970', field: 'from' }
  const to = wholeNumber(query('to'), null, 0, most)
  if (to === undefined) return { problem: 'to is a time in milliseconds since 1970', field: 'to' }
  const after = wholeNumber(query('after'), 0, 0, most)
  if (after === undefined) return { problem: 'after is the seq of a line', field: 'after' }
  const limit = wholeNumber(query('limit'), 200, 1, MAX_LINES)
  if (limit === undefined) return { problem: `limit is a whole number from 1 to ${MAX_LINES}`, field: 'limit' }
  return { card, slot, reqId, from, to, after, limit }
}
