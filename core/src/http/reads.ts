import { isDeviceId } from '@eg/shared'
import { Hono } from 'hono'
import type { Reader } from '../store/store.js'
import { invalid } from './error-answers.js'
import { wholeNumber } from './query.js'

const MAX_LINES = 1000

/** What can be looked up: the journal, the runs, the script. From the reader's own thread; no vote waits for it. */
export function readRoutes(reader: Reader): Hono {
  const app = new Hono()

  app.get('/timeline', async (c) => {
    const limit = wholeNumber(c.req.query('limit'), 200, 1, MAX_LINES)
    const before = wholeNumber(c.req.query('before'), null, 1, Number.MAX_SAFE_INTEGER)
    const device = c.req.query('device')
    if (limit === undefined || limit === null)
      return c.json(invalid(`limit is a whole number from 1 to ${MAX_LINES}`, 'limit'), 400)
    if (before === undefined) return c.json(invalid('before is the seq of a line', 'before'), 400)
    if (device !== undefined && !isDeviceId(device)) return c.json(invalid('device is a device id', 'device'), 400)
    const items = await reader.timeline({ limit, before: before ?? undefined, deviceId: device })
    const last = items.at(-1)
    return c.json({ items, next_before: items.length === limit && last ? last.seq : null })
  })

  app.get('/night/runs', async (c) => {
    const limit = wholeNumber(c.req.query('limit'), 50, 1, MAX_LINES)
    if (limit === undefined || limit === null)
      return c.json(invalid(`limit is a whole number from 1 to ${MAX_LINES}`, 'limit'), 400)
    return c.json({ items: await reader.runs(limit) })
  })

  app.get('/show/script', async (c) => {
    const script = await reader.showScript()
    const detail = 'No script is loaded. Load one with POST /api/op/show/load.'
    return script ? c.json(script) : c.json({ ok: false, status: 'not_found', reason: 'no_script', detail }, 404)
  })

  return app
}
