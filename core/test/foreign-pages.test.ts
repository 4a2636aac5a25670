import { request } from 'node:http'
import mqtt from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Core } from '../dist/start-core.js'
import { runCore } from './running-core.js'

// A browser on the venue's network shows pages of other sites; none may reach the core through it.

const KIOSK_PORT = 5199

let core: Core
beforeAll(async () => {
  core = await runCore({ SLOT_UI_PORT: String(KIOSK_PORT) })
})
afterAll(() => core.stop())

/** fetch() chooses Host and Origin itself; a browser under attack sends these. */
function send(method: string, path: string, headers: Record<string, string>, body = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: core.ports.api, method, path, headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
const command = (headers: Record<string, string>) => send('POST', '/api/mode', headers, '{"mode":"day"}')

async function opens(headers: Record<string, string>): Promise<boolean> {
  const client = mqtt.connect(`ws://127.0.0.1:${core.ports.ws}/mqtt`, { reconnectPeriod: 0, wsOptions: { headers } })
  const connected = await new Promise<boolean>((resolve) => {
    client.once('connect', () => resolve(true))
    client.once('error', () => resolve(false))
    client.once('close', () => resolve(false))
  })
  client.end(true)
  return connected
}

describe('a page in a browser', () => {
  it('H2 of another site can neither command the core, whatever the browser says of it, nor read it', async () => {
    const foreign: Record<string, string>[] = [
      { host: 'core.lan', origin: 'http://evil.example' },
      { host: '192.168.1.10:8000', origin: 'http://evil.example:5173' },
      { host: 'localhost', origin: 'null' },
      { host: 'localhost', origin: 'http://192.168.1.66:8080' },
      { host: 'evil.example', origin: 'http://evil.example', 'sec-fetch-site': 'same-origin' },
      { host: 'localhost', 'sec-fetch-site': 'cross-site' },
    ]
    for (const headers of foreign) expect(await command(headers), JSON.stringify(headers)).toBe(403)
    expect(await send('GET', '/api/timeline', { host: 'evil.example' })).toBe(403)
    expect(await send('GET', '/api/timeline', { host: 'core.lan', origin: 'http://evil.example' })).toBe(403)
  })

  it('H2 of another site cannot open the broker’s WebSocket', async () => {
    for (const headers of [
      { origin: 'http://evil.example' },
      { origin: `http://evil.example:${KIOSK_PORT}` },
      { host: 'evil.example', origin: 'http://evil.example' },
      { origin: 'null' },
    ]) {
      expect(await opens(headers), JSON.stringify(headers)).toBe(false)
    }
  })

  it('H3 of the venue can: the operator’s, a kiosk’s on this machine or another; scripts and devices can', async () => {
    for (const headers of [
      {},
      { origin: `http://127.0.0.1:${core.ports.operator}` },
      { origin: `http://localhost:${KIOSK_PORT}` },
      { origin: `http://slot-01.local:${KIOSK_PORT}` },
      { origin: `http://192.168.1.21:${KIOSK_PORT}`, host: 'core.lan' },
    ]) {
      expect(await opens(headers), JSON.stringify(headers)).toBe(true)
    }
    const own = { host: 'core.lan', origin: 'http://core.lan:3000', 'sec-fetch-site': 'same-origin' }
    expect(await command(own)).toBe(200)
    expect(await command({ host: '192.168.1.10' })).toBe(200)
  })
})

describe('the operator’s page', () => {
  const site = (path: string) => fetch(`http://127.0.0.1:${core.ports.operator}${path}`)

  it('H4 is asked for anew each time; only its assets are kept, and what is no asset is none', async () => {
    const page = await site('/')
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache'])
    const asset = /\/assets\/[^"]+/.exec(await page.text())?.[0] ?? ''
    expect((await site(asset)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    for (const path of ['/assets/', '/assets', '/assets/nothing.js']) {
      const missing = await site(path)
      expect([missing.status, missing.headers.get('cache-control')], path).toEqual([404, 'no-cache'])
    }
    expect((await site('/night')).headers.get('cache-control')).toBe('no-cache')
    expect((await site('/config.json')).headers.get('cache-control')).toBe('no-store')
  })
})
