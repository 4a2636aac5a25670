import { readdir, rename, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { chmodSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { type Server, createServer } from 'node:tls'
import { promisify } from 'node:util'
import { execFile } from 'node:child_process'
import { systemClock } from '@eg/shared'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { type TlsKeeper, createTlsKeeper } from '../dist/tls/tls-keeper.js'
import { until } from './core-process.js'
import { runCore } from './running-core.js'
import { DAY_MS, connectTls, file, getTls, makeTlsFolder, shake, tlsEnv } from './tls-venue.js'

// What becomes of certificates while the core runs.

const run = promisify(execFile)
const lines: string[] = []
const log = pino({}, { write: (line: string) => lines.push(line) })
const said = (words: string) => lines.some((line) => line.includes(words))
const configOf = (dir: string) => ({ dir, mqttPort: 0, wssPort: 0, plain: false, clientCerts: 'off' as const })
const keep = (dir: string, clock = systemClock) =>
  createTlsKeeper({ config: configOf(dir), clock, log, count: () => undefined })

let keeper: TlsKeeper | null = null
let server: Server | null = null
afterEach(() => {
  keeper?.stop()
  server?.close()
  lines.length = 0
})

/** The clock of a test that looks at the files every 50 ms. */
const eager = { ...systemClock, every: (_: number, callback: () => void) => systemClock.every(50, callback) }
const asIfToday = (today: Date) => ({ ...eager, now: () => today.getTime() })

async function serve(kept: TlsKeeper): Promise<number> {
  server = createServer(kept.options(false), (socket) => socket.on('error', () => undefined))
  kept.keep(server)
  server.listen(0, '127.0.0.2')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
const serialAt = async (port: number, dir: string) => {
  const socket = await shake(port, { ca: file(dir, 'ca.pem') })
  const { serialNumber } = socket.getPeerCertificate()
  socket.destroy()
  return serialNumber
}

describe('new certificates', () => {
  it('V6 are taken by the running core without a restart; connections that are open stay', async () => {
    const dir = await makeTlsFolder()
    const core = await runCore({ ...tlsEnv(dir), BIND: '127.0.0.2' })
    const ports = [core.ports.mqtts, core.ports.wss, core.ports.api, core.ports.operator].map(Number)
    const old = await Promise.all(ports.map((port) => serialAt(port, dir)))
    expect(new Set(old).size).toBe(1)
    const open = await connectTls(dir, `mqtts://127.0.0.2:${core.ports.mqtts}`)
    await makeTlsFolder({ dir })
    for (const port of ports)
      await until(`the new certificate on ${port}`, async () => (await serialAt(port, dir)) !== old[0], 25_000)
    expect(open.connected).toBe(true)
    await open.publishAsync('test', 'still here', { qos: 1 })
    await open.endAsync()
    await core.stop()
  })

  it('V6 that do not belong together are not taken; what was there stays, and the log says so once', async () => {
    const dir = await makeTlsFolder()
    keeper = await keep(dir, eager)
    const port = await serve(keeper)
    const old = await serialAt(port, dir)
    writeFileSync(`${dir}/key.pem`, file(await makeTlsFolder(), 'key.pem'))
    await until('the complaint', () => said('key.pem is not the key of cert.pem'))
    expect(await serialAt(port, dir)).toBe(old)
    await rm(`${dir}/cert.pem`)
    await until('the next complaint', () => said('cert.pem is missing'))
    expect(await serialAt(port, dir)).toBe(old)
    expect(lines.filter((line) => line.includes('not the key of'))).toHaveLength(1)
    await makeTlsFolder({ dir })
    await until('the mended ones', () => said('new certificates are used'))
    expect(await serialAt(port, dir)).not.toBe(old)
  })
})

describe('the end of a certificate', () => {
  it('V7 is in /health', async () => {
    const dir = await makeTlsFolder()
    const core = await runCore({ ...tlsEnv(dir), BIND: '127.0.0.2' })
    const { tls } = JSON.parse((await getTls(dir, `https://127.0.0.2:${core.ports.api}/health`)).body) as {
      tls: { expires_at: string; days_left: number; names: string[] }
    }
    expect(tls.days_left).toBe(799)
    expect(new Date(tls.expires_at).getTime()).toBeGreaterThan(Date.now() + 799 * DAY_MS)
    expect(tls.names).toContain('eg-core.local')
    await core.stop()
    const without = await runCore()
    const health = (await (await fetch(`http://127.0.0.1:${without.ports.api}/health`)).json()) as object
    expect(health).toMatchObject({ tls: null })
    await without.stop()
  })

  it.each([
    [31, false, false],
    [29, true, false],
    [-1, false, true],
  ])('V7 %i days ahead: warned of: %s; told as an error: %s', async (days, warned, ended) => {
    const dir = await makeTlsFolder()
    keeper = await keep(dir, asIfToday(new Date(Date.now() + (800 - days) * DAY_MS - 60_000)))
    expect(said(`the certificate ends in ${days} days`)).toBe(warned)
    expect(said('the certificate has ended')).toBe(ended)
    expect(keeper.state().days_left).toBe(days)
    // Looked at again and again, said once.
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(lines.filter((line) => /the certificate (ends|has ended)/.test(line))).toHaveLength(warned || ended ? 1 : 0)
  })
})

describe('what is odd about certificates', () => {
  it('V13 is said at the start: a key that others may read, an address that is not named, a clock before their begin', async () => {
    const dir = await makeTlsFolder({ addresses: ['127.0.0.2'] })
    chmodSync(`${dir}/key.pem`, 0o644)
    keeper = await keep(dir, asIfToday(new Date('2020-01-01')))
    expect(said('chmod 600')).toBe(true)
    expect(said('does not name every address')).toBe(true)
    expect(said('is the clock right?')).toBe(true)
  })

  it('V14 a handshake that fails is told once for an address, with what to do', async () => {
    const dir = await makeTlsFolder()
    keeper = await keep(dir)
    const port = await serve(keeper)
    // What checks within the handshake says why it ends it; Node's own clients only hang up.
    const stranger = `${await makeTlsFolder()}/ca.pem`
    const args = ['-h', '127.0.0.2', '-p', String(port), '--cafile', stranger, '-t', 'test', '-m', 'hello']
    for (let i = 0; i < 3; i += 1) await expect(run('mosquitto_pub', args)).rejects.toThrow()
    await until('the line', () => said('it does not know our CA: give it ca.pem'))
    expect(lines.filter((line) => line.includes('no TLS with 127.0.0.1'))).toHaveLength(1)
  })
})

it('V11 leaves no half-made files behind, and none in the way of the folder', async () => {
  const dir = await makeTlsFolder()
  expect((await readdir(dir)).sort()).toEqual(['ca-key.pem', 'ca.pem', 'cert.pem', 'key.pem'])
  await rename(dir, `${dir}-moved`)
  await makeTlsFolder({ dir: `${dir}-moved` })
  expect((await readdir(`${dir}-moved`)).sort()).toEqual(['ca-key.pem', 'ca.pem', 'cert.pem', 'key.pem'])
})
