import mqtt from 'mqtt'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from './core-process.js'
import { type EnrolledCore, createEnrolledCore, listen } from './enrolled-core.js'
import * as mosquitto from './mosquitto.js'

let core: EnrolledCore
let gamemaster: string
let slot: string

beforeAll(async () => {
  core = await createEnrolledCore()
  await core.start()
  gamemaster = await core.operator('Grace', 'gamemaster')
  slot = await core.device('slot-01', 'slot')
})
afterEach(() => core.end())
afterAll(() => core.stop())

const asSlot = (more: object = {}) => ({ clientId: 'slot-01', username: 'slot-01', password: slot, ...more })
const asGrace = (more: object = {}) => ({ username: 'Grace', password: gamemaster, ...more })

describe('somebody without credentials', () => {
  it.each(['mqttv5', 'mqttv311', 'mqttv31'] as const)(
    'A11 may use the free topics: mosquitto_pub -t test (%s)',
    async (version) => {
      const operator = await core.connect(asGrace())
      const heard: string[] = []
      operator.on('message', (topic, payload) => heard.push(`${topic} ${payload.toString()}`))
      await operator.subscribeAsync('test', { qos: 1 })
      expect((await mosquitto.publish(core.ports.mqtt, 'test', 'hello', { version })).code).toBe(0)
      await until('the message', () => heard.includes('test hello'))
    },
  )

  it('W33 has twenty filters and no endless ones; a device has more', async () => {
    const filters = Array.from({ length: 25 }, (_, i) => `eg/test/f${i}`)
    const granted = async (client: mqtt.MqttClient, list: string[]) => {
      const answer = new Promise<number[]>((resolve) => {
        client.on('packetreceive', (packet) => packet.cmd === 'suback' && resolve(packet.granted as number[]))
      })
      client.subscribe(Object.fromEntries(list.map((filter) => [filter, { qos: 1 }])), () => undefined)
      return (await answer).filter((code) => code < 0x80).length
    }
    expect(await granted(await core.connect({ clientId: 'laptop' }), filters)).toBe(20)
    const device = await core.connect(asSlot())
    expect(await granted(device, filters)).toBe(25)
    expect(await granted(device, [`eg/test/${'x'.repeat(1100)}`])).toBe(0)
  })

  it('A11 reads nothing else, and what it publishes elsewhere reaches nobody', async () => {
    const guest = await core.connect({ clientId: 'laptop' })
    for (const filter of [
      '#',
      'eg/#',
      '+/+/#',
      'eg/state/mode',
      'eg/dev/slot-01/res',
      'eg/op/pending',
      '$SYS/#',
      'eg/ui/laptop/res',
    ]) {
      await expect(guest.subscribeAsync(filter, { qos: 1 }), filter).rejects.toThrow()
    }
    const vote = JSON.stringify({ device_id: 'slot-01', step: 1, choice: 'A', ts: 1 })
    await expect(guest.publishAsync('eg/night/vote', vote, { qos: 1 })).rejects.toThrow(/[Nn]ot authorized/)
    const mode = JSON.stringify({ req_id: 'x', mode: 'night' })
    await expect(guest.publishAsync('eg/core/op/mode/set', mode, { qos: 1 })).rejects.toThrow()
    // An old script of WIRE: QoS 0, MQTT 3.1.1, so nobody tells it; the mode stays.
    await mosquitto.publish(core.ports.mqtt, 'eg/core/op/mode/set', mode, { version: 'mqttv311', qos: 0 })
    expect((await core.call('GET', '/health', undefined, gamemaster)).body.mode).toBe('day')
    expect((await core.call('GET', '/health', undefined, gamemaster)).body.counters).toMatchObject({
      forbidden: expect.any(Number),
    })
  })

  it('A31 has no session that outlives its connection', async () => {
    const lasting = { clientId: 'laptop-2', clean: false, properties: { sessionExpiryInterval: 3600 } }
    const first = await core.connect(lasting)
    await first.subscribeAsync('test', { qos: 1 })
    await first.endAsync()
    const operator = await core.connect(asGrace())
    await operator.publishAsync('test', 'while away', { qos: 1 })
    const again = await core.connect(lasting)
    const heard = listen(again)
    await operator.publishAsync('test', 'while here', { qos: 1 })
    await again.subscribeAsync('eg/test/x', { qos: 1 })
    await operator.publishAsync('eg/test/x', '"end"', { qos: 1 })
    await until('the end', () => heard.all.some(({ topic }) => topic === 'eg/test/x'))
    expect(heard.all.map(({ text }) => text)).toEqual(['"end"'])
    for (const [version, clientId] of [
      [5, 'laptop-3'],
      [4, 'laptop-4'],
    ] as const) {
      const { ports } = core
      const connack = async () => {
        const client = mqtt.connect(`mqtt://127.0.0.1:${ports.mqtt}`, {
          ...lasting,
          clientId,
          protocolVersion: version,
          reconnectPeriod: 0,
        })
        const packet = await new Promise<mqtt.IConnackPacket>((resolve) => client.once('connect', resolve))
        await client.subscribeAsync('test', { qos: 1 })
        await client.endAsync()
        return packet
      }
      const first = await connack()
      // MQTT 5 says what was made of the request (MQTT-3.2.2-3.2).
      if (version === 5) expect(first.properties?.sessionExpiryInterval).toBe(0)
      expect((await connack()).sessionPresent).toBe(false)
    }
  })
})

describe('room for sessions', () => {
  it('W60 is not taken by a guest who asks for it as it leaves', async () => {
    const small = await createEnrolledCore({ EG_LIMIT_SESSIONS: '1' })
    await small.start()
    try {
      for (const clientId of ['laptop-1', 'laptop-2']) {
        const guest = await small.connect({ clientId, clean: false, properties: { sessionExpiryInterval: 600 } })
        await guest.endAsync(false, { reasonCode: 0, properties: { sessionExpiryInterval: 86_400 } })
      }
      const password = await small.operator('Grace', 'gamemaster')
      const sessionPresent = async () => {
        const client = mqtt.connect(`mqtt://127.0.0.1:${small.ports.mqtt}`, {
          clientId: 'op-1',
          username: 'Grace',
          password,
          clean: false,
          properties: { sessionExpiryInterval: 3600 },
          protocolVersion: 5,
          reconnectPeriod: 0,
        })
        const packet = await new Promise<mqtt.IConnackPacket>((resolve) => client.once('connect', resolve))
        await client.subscribeAsync('test', { qos: 1 })
        await client.endAsync()
        return packet.sessionPresent
      }
      expect([await sessionPresent(), await sessionPresent()]).toEqual([false, true])
    } finally {
      await small.end()
      await small.stop()
    }
  })
})

describe('wrong credentials', () => {
  it('A14 are refused with bad user name or password, known name or not, MQTT 5 or 3.1.1', async () => {
    const wrong = [
      { username: 'slot-01', password: `${slot}x` },
      { username: 'slot-77', password: slot },
      { username: 'slot-01', password: '' },
      { username: 'slot-01', password: 'pt_nothing' },
      { username: 'Grace', password: 'correct horse' },
      { username: 'Grace', password: 'ot_nothing' },
      { username: 'slot-01', password: gamemaster },
      { username: 'slot-01' },
      { username: '__proto__', password: 'constructor' },
    ]
    for (const [i, given] of wrong.entries()) {
      const version = i % 2 === 0 ? 5 : 4
      expect(await core.code({ ...given, protocolVersion: version }), JSON.stringify(i)).toBe(version === 5 ? 134 : 4)
    }
    const { counters } = (await core.call('GET', '/health', undefined, gamemaster)).body as {
      counters: { refused_connections: number }
    }
    expect(counters.refused_connections).toBeGreaterThanOrEqual(wrong.length)
    expect(core.lines.filter((line) => line.includes('wrong user name or password'))).toHaveLength(1)
    // The right one is let in all the same, and at once.
    expect(await core.code(asSlot())).toBe(0)
  })
})

describe('a client id', () => {
  it('A15 of an enrolled device, and of its page, is nobody else’s, whether the device is there or not', async () => {
    await core.device('slot-02', 'slot')
    for (const clientId of ['slot-01', 'slot-01-ui', 'slot-02']) {
      expect(await core.code({ clientId }), clientId).toBe(135)
      expect(await core.code({ clientId, protocolVersion: 4 }), clientId).toBe(5)
      expect(await core.code(asGrace({ clientId })), clientId).toBe(135)
    }
    expect(await core.code(asSlot({ clientId: 'slot-02' }))).toBe(135)
    expect(await core.code({ clientId: 'slot-1' })).toBe(0)
  })

  it('A16 that is connected is taken over by the same somebody only', async () => {
    const page = await core.connect(asGrace({ clientId: 'op-1' }))
    const events: string[] = []
    page.on('close', () => events.push('closed'))
    expect(await core.code({ clientId: 'op-1' })).toBe(135)
    expect(await core.code({ ...asSlot(), clientId: 'op-1' })).toBe(135)
    expect(page.connected).toBe(true)
    await core.connect(asGrace({ clientId: 'op-1' }))
    await until('the takeover', () => events.length === 1)
    const device = await core.connect(asSlot())
    await core.connect(asSlot())
    await until('the takeover', () => !device.connected)
  })

  it('A17 that is taken over again and again is a trouble of its device, and one line of the log', async () => {
    for (let i = 0; i < 9; i++) await core.connect(asSlot())
    const device = async () =>
      (await core.call('GET', '/api/devices', undefined, gamemaster)).body.items?.find(
        (row) => row.device_id === 'slot-01',
      )
    await until('the trouble', async () => (await device())?.troubles?.toString().includes('flapping') === true)
    expect(core.lines.filter((line) => line.includes('taken over again and again'))).toHaveLength(1)
  })

  it('A32 a session that lasts belongs to who began it', async () => {
    const lasting = { clientId: 'op-2', clean: false, properties: { sessionExpiryInterval: 3600 } }
    const grace = await core.connect(asGrace(lasting))
    await grace.subscribeAsync('eg/ui/op-2/res', { qos: 1 })
    await grace.endAsync()
    const other = await core.operator('Olga', 'gamemaster')
    const stranger = await core.connect({ ...lasting, username: 'Olga', password: other })
    const heard = listen(stranger)
    await stranger.publishAsync('eg/core/op/mode/set', JSON.stringify({ req_id: 'm1', mode: 'day' }), { qos: 1 })
    await stranger.subscribeAsync('test', { qos: 1 })
    await stranger.publishAsync('test', '"end"', { qos: 1 })
    await until('the end', () => heard.all.some(({ topic }) => topic === 'test'))
    expect(heard.on('eg/ui/op-2/res')).toEqual([])
  })
})

describe('a page of a slot', () => {
  const tokenOf = async () => {
    const device = await core.connect(asSlot())
    const heard = listen(device)
    await device.subscribeAsync('eg/dev/slot-01/res', { qos: 1 })
    await device.publishAsync('eg/dev/slot-01/page/token', JSON.stringify({ req_id: 'p1' }), { qos: 1 })
    return heard.last<{ token: string; status: string; expires_in_s: number; req_id: string }>('eg/dev/slot-01/res')
  }

  it('A20 connects with the token that its agent got for it, and is that page and nothing more', async () => {
    const answer = await tokenOf()
    expect(answer).toMatchObject({ req_id: 'p1', type: 'page_token', status: 'ok', expires_in_s: 600 })
    const page = await core.connect({ clientId: 'slot-01-ui', username: 'slot-01', password: answer.token })
    await page.subscribeAsync('eg/dev/slot-01/slot/state', { qos: 1 })
    await expect(page.subscribeAsync('eg/dev/slot-02/slot/state', { qos: 1 })).rejects.toThrow()
    await page.publishAsync('eg/dev/slot-01/slot/screen', JSON.stringify({ version: '1', visible: true }), { qos: 1 })
    await expect(
      page.publishAsync('eg/dev/slot-01/page/token', JSON.stringify({ req_id: 'p2' }), { qos: 1 }),
    ).rejects.toThrow()
    await expect(page.publishAsync('eg/dev/slot-01/slot/state', '{}', { qos: 1 })).rejects.toThrow()
    expect(await core.code({ clientId: 'slot-02-ui', username: 'slot-02', password: answer.token })).toBe(134)
  })

  it('A95 throws its device out under none of its ids', async () => {
    const { token } = await tokenOf()
    const asPage = (clientId: string) => core.code({ clientId, username: 'slot-01', password: token })
    const [agent, other] = [await core.connect(asSlot()), await core.connect(asSlot({ clientId: 'my-slot' }))]
    expect([await asPage('slot-01'), await asPage('my-slot'), await asPage('slot-01-ui')]).toEqual([135, 135, 0])
    expect([agent.connected, other.connected]).toEqual([true, true])
    await agent.endAsync()
    expect([await asPage('slot-01'), await asPage('my-page')]).toEqual([135, 0])
  })
})

describe('a device of the old system', () => {
  it('A21 is let in by its name and address alone, is shown as unprotected, and hears what it lives by', async () => {
    await core.device('change-01', 'change', { legacy_from: '127.0.0.1' })
    await core.device('slot-20', 'slot', { legacy_from: '10.1.2.3' })
    const desk = await core.connect({ clientId: 'change-01' })
    const heard = listen(desk)
    // It subscribed to nothing: the core does that for it, as it may have done before this client listened.
    await until('a mode', async () => {
      for (const mode of ['night', 'day']) await core.call('POST', '/api/mode', { mode }, gamemaster)
      return heard.all.some(({ topic }) => topic === 'eg/state/mode')
    })
    const ws = `ws://127.0.0.1:${core.ports.ws}/mqtt`
    const page = await mqtt.connectAsync(ws, { clientId: 'change-01-ui', protocolVersion: 5, reconnectPeriod: 0 })
    await page.subscribeAsync('eg/dev/change-01/payouts', { qos: 1 })
    await page.endAsync()
    // The right name from the wrong address is a stranger with somebody's name.
    expect(await core.code({ clientId: 'slot-20' })).toBe(135)
    const rows = (await core.call('GET', '/api/devices', undefined, gamemaster)).body.items
    expect(rows?.find((row) => row.device_id === 'change-01')).toMatchObject({
      protection: 'unprotected',
      online: true,
    })
    expect(rows?.find((row) => row.device_id === 'slot-01')).toMatchObject({ protection: 'enrolled' })
    const bad = await core.call(
      'POST',
      '/api/op/devices/add',
      { device_id: 'slot-21', role: 'slot', legacy_from: 'there' },
      gamemaster,
    )
    expect(bad).toMatchObject({ status: 400, body: { field: 'legacy_from' } })
  })

  it('A38 that is known and not enrolled is a stranger: neither online nor told anything', async () => {
    await core.call('POST', '/api/op/devices/revoke', { device_id: 'change-01' }, gamemaster)
    const stranger = await core.connect({ clientId: 'change-01' })
    const heard = listen(stranger)
    await stranger.subscribeAsync('test', { qos: 1 })
    await stranger.publishAsync('test', '"end"', { qos: 1 })
    await until('the end', () => heard.all.length > 0)
    expect(heard.all.map(({ topic }) => topic)).toEqual(['test'])
    const rows = (await core.call('GET', '/api/devices', undefined, gamemaster)).body.items
    expect(rows?.find((row) => row.device_id === 'change-01')).toMatchObject({ protection: 'pending', online: false })
  })
})

describe('EG_AUTH=open', () => {
  it('A39 asks nobody: a device that wants to enrol is told to connect as it is, a page needs no token', async () => {
    const open = await createEnrolledCore({ EG_AUTH: 'open' })
    await open.start()
    try {
      const device = await open.connect({ clientId: 'new-1' })
      const heard = listen(device)
      await device.subscribeAsync(['eg/enrol/new-1/state', 'eg/dev/slot-01/res'], { qos: 1 })
      const hello = { name: 'pi', model: 'x', version: '1', public_key: 'A'.repeat(43) }
      await device.publishAsync('eg/enrol/new-1/hello', JSON.stringify(hello), { qos: 1 })
      expect(await heard.last('eg/enrol/new-1/state')).toEqual({ status: 'open' })
      await device.publishAsync('eg/dev/slot-01/page/token', JSON.stringify({ req_id: 'p' }), { qos: 1 })
      expect(await heard.last('eg/dev/slot-01/res')).toMatchObject({ status: 'refused', reason: 'open' })
      expect(await open.code({ username: 'who', password: 'ever' })).toBe(0)
      expect((await open.call('GET', '/api/devices')).status).toBe(200)
      expect((await open.call('POST', '/api/login', { name: 'x', password: 'y' })).body).toMatchObject({
        reason: 'open',
      })
      expect(open.lines.join('\n')).not.toContain('first start')
    } finally {
      await open.end()
      await open.stop()
    }
  })
})
