import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCore } from '../../core/test/running-core.js'
import { file, makeTlsFolder, tlsEnv } from '../../core/test/tls-venue.js'
import type { Core } from '../../core/dist/start-core.js'
import { type KioskServer, startKioskServer } from '../dist/kiosk-server.js'

// The kiosk page's way through its agent to a core that speaks TLS.

let core: Core
let kiosk: KioskServer
let port: number
const options = () => {
  const pageDir = mkdtempSync(join(tmpdir(), 'eg-tunnel-'))
  writeFileSync(join(pageDir, 'index.html'), 'kiosk')
  return { pageDir, page: {}, health: () => ({}) }
}

beforeAll(async () => {
  const dir = await makeTlsFolder()
  core = await runCore({ ...tlsEnv(dir), BIND: '127.0.0.2' })
  const target = { host: '127.0.0.2', port: Number(core.ports.wss), tls: { ca: file(dir, 'ca.pem') } }
  kiosk = await startKioskServer('127.0.0.1', 0, options(), target)
  port = Number(new URL(kiosk.address).port)
})
afterAll(async () => {
  await kiosk.close()
  await core.stop()
})

const page = (through: number, path = '/mqtt', headers: Record<string, string> = {}) =>
  mqtt.connect(`ws://127.0.0.1:${through}${path}`, { reconnectPeriod: 0, protocolVersion: 5, wsOptions: { headers } })
const comesIn = async (client: mqtt.MqttClient) => {
  const connected = await new Promise<boolean>((resolve) => {
    client.once('connect', () => resolve(true))
    client.once('error', () => resolve(false))
    client.once('close', () => resolve(false))
  })
  client.end(true)
  return connected
}

describe('the tunnel', () => {
  it('V23 carries a page’s messages both ways, small and large', async () => {
    const client = page(port)
    const heard: number[] = []
    client.on('message', (_, payload) => heard.push(payload.length))
    await new Promise<void>((resolve) => client.once('connect', () => resolve()))
    await client.subscribeAsync('test', { qos: 1 })
    const sizes = [1, 100, 70_000, 100_000, 2]
    for (const size of sizes) await client.publishAsync('test', Buffer.alloc(size, 'x'), { qos: 1 })
    while (heard.length < sizes.length) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(heard).toEqual(sizes)
    await client.endAsync()
  })

  it('V23 tells the core where a page came from: one of another site is not let in by it either', async () => {
    expect(await comesIn(page(port, '/mqtt', { origin: 'http://localhost:5173' }))).toBe(true)
    expect(await comesIn(page(port, '/mqtt', { origin: 'http://evil.example' }))).toBe(false)
    expect(await comesIn(page(port, '/other'))).toBe(false)
  })

  it('V23 ends with the page, with the core and with the agent, and says so when the core is not there or is another', async () => {
    const client = page(port)
    await new Promise<void>((resolve) => client.once('connect', () => resolve()))
    const gone = new Promise<void>((resolve) => client.once('close', () => resolve()))
    client.stream.destroy()
    await gone
    const stranger = { ca: file(await makeTlsFolder(), 'ca.pem') }
    for (const wrong of [
      { host: '127.0.0.2', port: Number(core.ports.wss), tls: stranger },
      { host: '127.0.0.3', port: 1, tls: stranger },
    ]) {
      const other = await startKioskServer('127.0.0.1', 0, options(), wrong)
      const socket = connectTcp(Number(new URL(other.address).port), '127.0.0.1')
      const head = 'GET /mqtt HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
      socket.write(head)
      const [answer] = (await once(socket, 'data')) as [Buffer]
      expect(String(answer)).toContain('502 Bad Gateway')
      socket.destroy()
      await other.close()
    }
  })
})
