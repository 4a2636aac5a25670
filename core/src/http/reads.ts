import { type OpDevice, isDeviceId } from '@eg/shared'
import { Hono } from 'hono'
import type { Reader } from '../store/store.js'
import { invalid } from './error-answers.js'

const MAX_LINES = 1000

/** What can be looked up: the journal, the runs, the devices. From the reader's own thread; no vote waits for it. */
export function readRoutes(reader: Reader, devices: () => OpDevice[]): Hono {
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

  app.get('/devices', (c) => c.json({ items: devices() }))

  // Scripts in the field ask for it. No payout can be created in this release, so none is waiting.
  app.get('/payouts', (c) => c.json({ items: [] }))
  return app
}

/** The number of a query parameter, `fallback` without one, undefined for nonsense. */
function wholeNumber<F>(text: string | undefined, fallback: F, min: number, max: number): number | F | undefined {
  if (text === undefined) return fallback
  const value = Number(text)
  return text !== '' && Number.isInteger(value) && value >= min && value <= max ? value : undefined
}
