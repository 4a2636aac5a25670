import { execFile } from 'node:child_process'
import { request } from 'node:http'
import { type Socket, connect as connectTcp } from 'node:net'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Core } from '../dist/start-core.js'
import { makeClientCertificate } from '../dist/tls/make-certificates.js'
import { until } from './core-process.js'
import { connect, runCore } from './running-core.js'
import { comesIn, connectTls, ends, file, getTls, makeTlsFolder, shake, tlsEnv, nextMessage } from './tls-venue.js'

// The whole core behind TLS: MQTT, WebSocket, pages and API. The network is 127.0.0.2, this machine itself 127.0.0.1.

const NETWORK = '127.0.0.2'
const run = promisify(execFile)
/** A ClientHello that never comes: every door must let go by itself. */
const LETS_GO_WITHIN_MS = 20_000

let dir: string
let core: Core
const mqtts = (host = NETWORK) => `mqtts://${host}:${core.ports.mqtts}`
const api = (path: string) => `https://${NETWORK}:${core.ports.api}${path}`

beforeAll(async () => {
  dir = await makeTlsFolder()
  core = await runCore({ ...tlsEnv(dir), BIND: NETWORK })
})
afterAll(() => core.stop())

async function isOpen(host: string, port: number): Promise<boolean> {
  const socket = connectTcp(port, host)
  const open = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false)
  socket.destroy()
  return open
}

describe('the broker', () => {
  it('V1 speaks MQTT 3.1.1 and 5 over TLS to whoever knows the CA, by address and by name', async () => {
    for (const protocolVersion of [4, 5] as const) {
      const client = await connectTls(dir, mqtts(), { protocolVersion })
      const heard = nextMessage(client)
      await client.subscribeAsync('test')
      await client.publishAsync('test', 'over TLS', { qos: 1 })
      expect(await heard).toBe('over TLS')
      await client.endAsync()
    }
    const named = await connectTls(dir, mqtts(), { servername: 'eg-core.local' })
    expect(named.connected).toBe(true)
    await named.endAsync()
  })

  it('V1 is not taken for the core by a client that does not know the CA, or that calls another name', async () => {
    const stranger = await makeTlsFolder()
    await expect(connectTls(stranger, mqtts())).rejects.toThrow(/self.signed|verify|issuer/i)
    await expect(connectTls(dir, mqtts(), { servername: 'bank.example' })).rejects.toThrow(/altnames/i)
  })

  it('V1 takes mosquitto_pub as anybody has it', async () => {
    const listener = await connectTls(dir, mqtts())
    const heard = nextMessage(listener)
    await listener.subscribeAsync('test')
    const args = ['-h', NETWORK, '-p', String(core.ports.mqtts), '--cafile', `${dir}/ca.pem`, '-q', '1']
    await run('mosquitto_pub', [...args, '-t', 'test', '-m', 'hello'])
    expect(await heard).toBe('hello')
    await listener.endAsync()
  })

  it('V2 speaks MQTT over wss on a port of its own', async () => {
    const client = await connectTls(dir, `wss://${NETWORK}:${core.ports.wss}/mqtt`)
    const heard = nextMessage(client)
    await client.subscribeAsync('test')
    await client.publishAsync('test', 'over wss', { qos: 1 })
    expect(await heard).toBe('over wss')
    await client.endAsync()
    const foreign = { wsOptions: { headers: { origin: 'http://evil.example' } } }
    expect(await comesIn(dir, `wss://${NETWORK}:${core.ports.wss}/mqtt`, foreign)).toBe(false)
  })

  it('V4 without TLS serves this machine alone, unless EG_PLAIN=yes', async () => {
    const own = await connect(core.ports.mqtt)
    await own.endAsync()
    const ownPage = await connect(core.ports.ws, {}, 'ws')
    await ownPage.endAsync()
    expect(await isOpen(NETWORK, core.ports.mqtt)).toBe(false)
    expect(await isOpen(NETWORK, core.ports.ws)).toBe(false)
    const plain = await runCore({ ...tlsEnv(dir), BIND: NETWORK, EG_PLAIN: 'yes' })
    expect(await isOpen(NETWORK, plain.ports.mqtt)).toBe(true)
    expect(await isOpen(NETWORK, plain.ports.ws)).toBe(true)
    expect(await isOpen(NETWORK, plain.ports.mqtts ?? 0)).toBe(true)
    await plain.stop()
  })

  it('V5 takes TLS 1.2 and 1.3 and nothing older, and no cipher without forward secrecy', async () => {
    const ca = file(dir, 'ca.pem')
    const port = core.ports.mqtts ?? 0
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const socket = await shake(port, { ca, minVersion: version, maxVersion: version })
      expect(socket.getProtocol()).toBe(version)
      socket.destroy()
    }
    const old = { ca, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
    await expect(shake(port, old)).rejects.toThrow(/version|protocol/i)
    await expect(shake(port, { ca, maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' })).rejects.toThrow()
  })

  it.each(['mqtts', 'wss'] as const)(
    'V15 lets go of a subscriber that does not read (%s); the others notice nothing',
    async (scheme) => {
      const url = scheme === 'wss' ? `wss://${NETWORK}:${core.ports.wss}/mqtt` : mqtts()
      const frozenCount = async () => {
        const { counters } = JSON.parse((await getTls(dir, api('/health'))).body) as {
          counters: { frozen_clients: number }
        }
        return counters.frozen_clients
      }
      const before = await frozenCount()
      const frozen = await connectTls(dir, url)
      await frozen.subscribeAsync('eg/test/flood')
      const stream = frozen.stream as unknown as { socket?: { _socket?: Socket }; pause(): void }
      ;(stream.socket?._socket ?? stream).pause()
      const [watcher, flood] = await Promise.all([connectTls(dir, url), connectTls(dir, url)])
      let heard = 0
      watcher.on('message', () => (heard += 1))
      await watcher.subscribeAsync('eg/test/other', { qos: 1 })
      const payload = Buffer.alloc(32 * 1024)
      let sent = 0
      while (sent < 2000 && (sent % 10 > 0 || (await frozenCount()) === before)) {
        await flood.publishAsync('eg/test/flood', payload, { qos: 1 })
        sent += 1
        if (sent % 20 > 0) continue
        await flood.publishAsync('eg/test/other', String(sent), { qos: 1 })
        // Held back by the frozen one they would wait for aedes' 5 s.
        await until('the other subscriber', () => heard === sent / 20, 3000)
      }
      expect(await frozenCount()).toBe(before + 1)
      expect(heard).toBe(Math.floor(sent / 20))
      for (const client of [frozen, watcher, flood]) client.end(true)
    },
  )
})

describe('pages and API', () => {
  it('V3 are https on the ports they always had', async () => {
    expect((await getTls(dir, api('/health'))).status).toBe(200)
    const page = await getTls(dir, `https://${NETWORK}:${core.ports.operator}/`)
    expect([page.status, page.body.includes('<div id="root">')]).toEqual([200, true])
    const config = await getTls(dir, `https://${NETWORK}:${core.ports.operator}/config.json`)
    expect(JSON.parse(config.body)).toEqual({ mqtt_port: core.ports.wss })
  })

  it('V3 answer http on the same port to this machine itself, a browser there finds the broker without TLS', async () => {
    const site = `http://${NETWORK}:${core.ports.operator}`
    const config = (await (await fetch(`${site}/config.json`)).json()) as object
    expect(config).toEqual({ mqtt_port: core.ports.ws })
    const set = await fetch(`http://${NETWORK}:${core.ports.api}/api/mode`, { method: 'POST', body: '{"mode":"day"}' })
    expect(set.status).toBe(200)
  })

  it('V3 take large requests and many on one connection by both protocols', async () => {
    const body = JSON.stringify({ mode: 'day', note: 'x'.repeat(40_000) })
    for (let i = 0; i < 5; i += 1) {
      const answer = await fetch(`http://${NETWORK}:${core.ports.api}/api/mode`, { method: 'POST', body })
      expect(answer.status).toBe(200)
      await answer.text()
      expect((await getTls(dir, api('/api/devices'))).status).toBe(200)
    }
  })
})

describe('who says nothing', () => {
  it('V8 is let go, on every port that speaks TLS, after five seconds and not before', async () => {
    const ports = [core.ports.mqtts, core.ports.wss, core.ports.api, core.ports.operator].map(Number)
    const begun = performance.now()
    await Promise.all(
      ports.map(async (port) => {
        const socket = connectTcp(port, NETWORK)
        socket.on('error', () => undefined)
        socket.resume()
        await Promise.race([
          once(socket, 'close'),
          new Promise((_, reject) => setTimeout(() => reject(new Error(`${port} keeps it`)), LETS_GO_WITHIN_MS)),
        ])
      }),
    )
    expect(performance.now() - begun).toBeGreaterThan(4000)
  })

  it('V8 is let go in the middle of a handshake too, and the core closes with such connections open', async () => {
    const other = await runCore({ ...tlsEnv(dir), BIND: NETWORK })
    const sockets = [other.ports.mqtts, other.ports.wss, other.ports.api].map((port) => {
      const socket = connectTcp(Number(port), NETWORK)
      socket.on('error', () => undefined)
      socket.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00]))
      return socket
    })
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    await other.stop()
    await Promise.all(sockets.map((socket) => (socket.destroyed ? null : once(socket.resume(), 'close'))))
  })
})

it('W62 a connection to the port of wss that is one too many costs no handshake', async () => {
  const few = { EG_LIMIT_LOOPBACK: 'on', EG_LIMIT_CONNECTIONS_PER_ADDRESS: '2' }
  const other = await runCore({ ...tlsEnv(dir), BIND: NETWORK, ...few })
  const open = () => {
    const socket = connectTcp(Number(other.ports.wss), NETWORK)
    socket.on('error', () => undefined)
    return socket
  }
  const silent = [open(), open()]
  await Promise.all(silent.map((socket) => once(socket, 'connect')))
  for (let i = 0; i < 10; i += 1) await once(open().resume(), 'close')
  const { counters } = (await (await fetch(`http://${NETWORK}:${other.ports.api}/health`)).json()) as {
    counters: Record<string, number>
  }
  expect([counters.wire_connections, counters.tls_errors]).toEqual([10, 0])
  for (const socket of silent) socket.destroy()
  await other.stop()
})

describe('certificates of devices', () => {
  it.each([
    ['allow', true],
    ['require', false],
  ])('V9 EG_TLS_CLIENT_CERTS=%s: one of our CA is taken, one of another is not, none: %s', async (mode, none) => {
    await makeClientCertificate(dir, 'slot-01', new Date())
    const stranger = await makeTlsFolder()
    await makeClientCertificate(stranger, 'slot-01', new Date())
    const strict = await runCore({ ...tlsEnv(dir), BIND: NETWORK, EG_TLS_CLIENT_CERTS: mode })
    const url = `mqtts://${NETWORK}:${strict.ports.mqtts}`
    const own = (from: string) => ({
      cert: file(from, 'client-slot-01.pem'),
      key: file(from, 'client-slot-01-key.pem'),
    })
    const connects = (from: string | null) => comesIn(dir, url, from === null ? {} : own(from))
    expect(await connects(dir)).toBe(true)
    expect(await connects(stranger)).toBe(false)
    expect(await connects(null)).toBe(none)
    const page = getTls(dir, `https://${NETWORK}:${strict.ports.api}/health`).then(
      ({ status }) => status === 200,
      () => false,
    )
    expect(await page).toBe(none)
    expect((await getTls(dir, `https://${NETWORK}:${strict.ports.api}/health`, own(dir))).status).toBe(200)
    await strict.stop()
  })

  it('V9 off: none is asked for', async () => {
    const socket = await shake(core.ports.mqtts ?? 0, { ca: file(dir, 'ca.pem') })
    const ended = ends(socket)
    socket.destroy()
    expect(await ended).toBe(true)
  })
})

describe('what is wrong at the start', () => {
  it.each([
    ['no folder', async () => '/nowhere/tls', 'cert.pem is missing'],
    ['a key of another certificate', () => mixed('key.pem'), 'key.pem is not the key of cert.pem'],
    ['a CA of another certificate', () => mixed('ca.pem'), 'cert.pem was not issued by ca.pem'],
  ])('V10 %s: the core does not start, and says in a line what to do', async (_, folder, words) => {
    const bad = await folder()
    const failure = runCore({ ...tlsEnv(bad), BIND: NETWORK })
    await expect(failure).rejects.toThrow(`EG_TLS_DIR=${bad}: ${words}`)
    await expect(failure).rejects.toMatchObject({ name: 'CertificateError' })
  })

  async function mixed(name: string): Promise<string> {
    const [one, other] = await Promise.all([makeTlsFolder(), makeTlsFolder()])
    await run('cp', [`${other}/${name}`, `${one}/${name}`])
    return one
  }
})

it('V3 a request to the network’s address without TLS keeps its Host', async () => {
  const answer = await new Promise<number>((resolve, reject) => {
    const asked = request({ host: NETWORK, port: core.ports.api, path: '/health' }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asked.on('error', reject)
    asked.end()
  })
  expect(answer).toBe(200)
})
