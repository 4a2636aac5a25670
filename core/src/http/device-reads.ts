import { type OpDevice, isDeviceId } from '@eg/shared'
import { type Context, Hono } from 'hono'
import type { Latency } from '../ops/device-board.js'
import type { ToldLog } from '../ops/device-logs.js'
import type { Reader } from '../store/store.js'
import { invalid } from './error-answers.js'

export interface DeviceReadOptions {
  reader: Pick<Reader, 'deviceCommands'>
  devices: () => OpDevice[]
  /** How long the way to a device and back was lately; null: it is not known. */
  latency: (deviceId: string) => readonly Latency[] | null
  /** Asks a device for the last lines of its log. */
  logs: (deviceId: string) => Promise<ToldLog>
}

/** Why a device did not tell its log, as HTTP says it. */
const STATUS: Readonly<Record<string, 404 | 504>> = { unknown_device: 404, no_answer: 504 }

/** What can be looked up about devices: the list, and of one its commands, its link lately, its log. */
export function deviceReadRoutes({ reader, devices, latency, logs }: DeviceReadOptions): Hono {
  const app = new Hono()

  app.get('/devices', (c) => c.json({ items: devices() }))

  app.get('/devices/:id/commands', async (c) => {
    const device = c.req.param('id')
    return isDeviceId(device) ? c.json({ items: await reader.deviceCommands(device) }) : noId(c)
  })

  app.get('/devices/:id/latency', (c) => {
    const device = c.req.param('id')
    if (!isDeviceId(device)) return noId(c)
    const items = latency(device)
    const detail = `No device ${device} is known here. Look at the list of devices.`
    return items
      ? c.json({ device_id: device, items })
      : c.json({ ok: false, status: 'not_found', reason: 'unknown_device', detail }, 404)
  })

  app.get('/devices/:id/logs', async (c) => {
    const device = c.req.param('id')
    if (!isDeviceId(device)) return noId(c)
    const told = await logs(device)
    if (told.ok) return c.json({ device_id: device, lines: told.lines })
    return c.json(
      { ok: false, status: 'refused', reason: told.reason, detail: told.detail },
      STATUS[told.reason] ?? 409,
    )
  })

  return app
}

function noId(c: Context): Response {
  return c.json(invalid('a device id is expected', 'device'), 400)
}
