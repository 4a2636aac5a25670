import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Enrolled, type Scene, createEnrolledScene, isLong, seconds } from './scene.js'

// The venue's own way: the core asks who somebody is, and the network speaks TLS.

let scene: Scene & { enrolled: Enrolled }
let overTls: { port: number; ca: string }
beforeAll(async () => {
  scene = await createEnrolledScene({ EG_LIMIT_CONNECT_MS: isLong ? '5000' : '1000' })
  overTls = { port: scene.enrolled.tlsPort, ca: scene.enrolled.ca }
})
afterAll(() => scene.close())

describe('attacks over TLS on a core that asks who somebody is', () => {
  it('Y20 the id of a device, of its page and of the core is nobody else’s, while that device goes on', async () => {
    const options = { ...overTls, victim: 'slot-01', thief: 'slot-02', secret: scene.enrolled.secret }
    const { saw } = await scene.attack<{ codes: Record<string, number[]> }>('id theft, enrolled', 'impostors', {
      ...options,
      seconds: seconds(0, 20),
    })
    expect(saw.codes).toEqual({
      'guest as device': [0x87],
      'guest as page': [0x87],
      'device as device': [0x87],
      'device as page': [0x87],
      'wrong secret': [0x86],
      'device as core': [0x85],
    })
  })

  it('Y21 secrets are guessed at the price of those who guess', async () => {
    const options = { ...overTls, victim: 'slot-01', addresses: 4, seconds: seconds(1, 20) }
    const { saw } = await scene.attack<{ tried: number; letIn: number }>('guessed secrets', 'guesses', options)
    expect(saw).toMatchObject({ letIn: 0 })
    expect(saw.tried).toBeGreaterThan(0)
  })

  it('Y22 an address shakes hands as often as it may connect, and no more', async () => {
    const options = { ...overTls, workers: 16, seconds: seconds(1, 20) }
    const { saw, counted } = await scene.attack<{ shaken: number }>('TLS handshakes', 'handshakes', options)
    expect(saw.shaken).toBeGreaterThan(0)
    expect(saw.shaken).toBeLessThanOrEqual(2 * 20 * (4 + options.seconds + 2))
    if (isLong) expect(counted.wire_connect_rate).toBeGreaterThan(0)
  })

  it('Y23 guests flood over TLS as fast as one client may send, and no faster', async () => {
    const { counted } = await scene.attack('publish flood over TLS', 'flood', {
      ...overTls,
      clients: 4,
      seconds: seconds(1, 20),
    })
    expect(counted.forbidden).toBeGreaterThan(0)
    expect(counted.accepted).toBeGreaterThan(0)
  })

  it('Y24 what a guest never releases is not kept', async () => {
    const options = { ...overTls, clients: 20, seconds: seconds(1, 60) }
    const { saw } = await scene.attack<{ received: number }>('unreleased QoS 2', 'unreleased', options)
    expect(saw.received).toBeGreaterThan(0)
  })

  it('Y25 a topic that guests subscribe to in every way there is costs what one address may ask for', async () => {
    const options = { ...overTls, clients: isLong ? 60 : 12, filters: 480, seconds: seconds(1, 20) }
    const { saw } = await scene.attack<{ granted: number; connected: number }>(
      'overlapping filters',
      'overlaps',
      options,
    )
    expect(saw.connected).toBe(options.clients)
    expect(saw.granted).toBeLessThanOrEqual(20 * options.clients)
  })

  it('Y26 what is refused does not fill the log', async () => {
    const before = scene.core.lines.length
    const options = { ...overTls, seconds: seconds(1, 20) }
    const { counted } = await scene.attack('refusals', 'refusals', options)
    expect(counted.forbidden).toBeGreaterThan(100)
    const written = scene.core.lines.slice(before)
    // 100 a minute, and a minute may end in between.
    expect(written.length).toBeLessThanOrEqual(210)
    expect(Math.max(0, ...written.map((line) => line.length))).toBeLessThan(1500)
  })
})

describe('attacks on the ports of pages and API', () => {
  it('Y27 requests that wait for no answer are not taken', async () => {
    const options = { port: scene.core.ports.api, connections: 60, seconds: seconds(1, 20) }
    const { counted } = await scene.attack('pipelined requests', 'pipelines', options)
    expect(counted.web_pipelined).toBeGreaterThan(0)
  })

  it('Y28 an address asks as often as it may, and no more', async () => {
    const options = { port: scene.core.ports.operator, connections: 60, seconds: seconds(1, 20) }
    const { saw } = await scene.attack<{ answered: number }>('requests', 'requests', options)
    expect(saw.answered).toBeGreaterThan(0)
    expect(saw.answered).toBeLessThanOrEqual(50 * (4 + options.seconds + 2) + 60)
  })

  it('Y29 connections that say nothing are few, and let go', async () => {
    const { wssPort, tlsPort } = scene.enrolled
    // An unfinished handshake is given five seconds, which the short form does not wait for.
    const overTls = isLong ? { wss: wssPort, tls: tlsPort } : {}
    const options = { ports: { ws: scene.core.ports.ws, ...overTls }, count: 500, seconds: 60 }
    const { saw, counted } = await scene.attack<Record<string, number>>('silent connections', 'silent', options)
    expect(new Set(Object.values(saw))).toEqual(new Set([0]))
    expect((counted.wire_connections ?? 0) + (counted.wire_connect_rate ?? 0)).toBeGreaterThan(250)
  })
})
