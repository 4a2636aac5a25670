import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createKioskApp, PAGE_DIR } from './kiosk-app.js'
import { startKioskServer } from './kiosk-server.js'
import { StartFailure } from './start-failure.js'

let folder: string
const page = { mqtt_port: 9001, device_id: 'slot-01' }
const optionsOf = (pageDir: string) => ({ pageDir, page, health: () => ({ device_id: 'slot-01', link: false }) })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eg-kiosk-'))
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html><title>kiosk</title>')
  writeFileSync(join(folder, 'page', 'assets', 'app-1a2b3c.js'), 'export {}')
  writeFileSync(join(folder, 'secret.txt'), 'not for the network')
})
afterEach(() => rmSync(folder, { recursive: true }))

it('serves the page: the start is asked for each time, hashed assets are kept for ever', async () => {
  const app = createKioskApp(optionsOf(join(folder, 'page')))
  const start = await app.request('/')
  expect([start.status, start.headers.get('cache-control')]).toEqual([200, 'no-cache'])
  expect(await start.text()).toContain('kiosk')
  const asset = await app.request('/assets/app-1a2b3c.js')
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(asset.headers.get('content-type')).toContain('javascript')
  expect((await app.request('/nothing')).status).toBe(404)
  expect((await app.request('/..%2fsecret.txt')).status).toBe(404)
})

it('tells the page its broker and device, and whoever asks its health', async () => {
  const app = createKioskApp(optionsOf(join(folder, 'page')))
  const config = await app.request('/config.json')
  expect([await config.json(), config.headers.get('cache-control')]).toEqual([page, 'no-store'])
  expect(await (await app.request('/health')).json()).toEqual({ ok: true, device_id: 'slot-01', link: false })
})

it('without a built page says what to do, and serves it as soon as it is there', async () => {
  const app = createKioskApp(optionsOf(join(folder, 'later')))
  const missing = await app.request('/')
  expect(missing.status).toBe(503)
  expect(await missing.text()).toContain('npm run build')
  expect((await app.request('/config.json')).status).toBe(200)
  mkdirSync(join(folder, 'later'))
  writeFileSync(join(folder, 'later', 'index.html'), 'there')
  expect(await (await app.request('/')).text()).toBe('there')
})

it('looks for the page in the workspace beside it', () => {
  expect(PAGE_DIR).toMatch(/ui-slot\/dist$/)
})

it('a port in use is one line naming the port and what to do', async () => {
  const first = await startKioskServer('127.0.0.1', 0, optionsOf(folder))
  const port = Number(new URL(first.address).port)
  expect((await fetch(`${first.address}/health`)).status).toBe(200)
  const second = startKioskServer('127.0.0.1', port, optionsOf(folder))
  await expect(second).rejects.toThrow(StartFailure)
  await expect(second).rejects.toThrow(new RegExp(`port ${port}.*SLOT_UI_PORT`))
  await first.close()
})
