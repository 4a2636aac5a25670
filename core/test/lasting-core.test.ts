import { connect as tcp } from 'node:net'
import { createManualClock } from '@eg/shared'
import { Aedes } from 'aedes'
import mqtt from 'mqtt'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { createConnections } from '../dist/broker/connections.js'
import { neverSweepWills, surviveErrors } from '../dist/broker/guards.js'
import { listenTcp } from '../dist/broker/listeners.js'
import { startBroker } from '../dist/broker/start-broker.js'
import { DEFAULT_LIMITS } from '../dist/broker/wire/limits.js'
import { createCounters } from '../dist/ops/counters.js'
import type { Core } from '../dist/start-core.js'
import { type CoreProcess, createCoreProcess, get, post, until } from './core-process.js'
import { connectRaw } from './raw-client.js'
import { connect, runCore } from './running-core.js'

// What once ended the core, or would have at every start.

let ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})
const running = async (env: Record<string, string> = {}): Promise<Core> => {
  const core = await runCore(env)
  ends.push(() => core.stop())
  return core
}
const asProcess = async (): Promise<CoreProcess> => {
  const core = await createCoreProcess()
  ends.push(() => core.stop())
  await core.start()
  return core
}

describe('the core', () => {
  it('B12 asks step 1,000,000, the last one, shows its result, and starts again after it', async () => {
    const core = await asProcess()
    await post(core, '/api/mode', { mode: 'night' })
    const step = { step: 1_000_000, question: 'The last?', options: ['A', 'B'], expected: 1 }
    expect((await post(core, '/api/night/step', step)).body).toMatchObject({ ok: true, run: 1 })
    expect((await post(core, '/api/op/night/close', { run: 1 })).body).toMatchObject({ ok: true })
    const heard: Record<string, unknown>[] = []
    const read = async () => {
      const screen = await connect(core.ports.mqtt)
      screen.on('message', (_, payload) => heard.push(JSON.parse(payload.toString()) as Record<string, unknown>))
      await screen.subscribeAsync(['eg/night/result', 'eg/op/night'], { qos: 1 })
      await until('both states', () => heard.length === 2)
      expect(heard.splice(0).map((state) => state.next_step)).toEqual([1_000_001, 1_000_001])
      await screen.endAsync()
    }
    await read()
    await core.kill()
    await core.start()
    await read()
    expect((await get<{ counters: { faults: number } }>(core, '/health')).counters.faults).toBe(0)
  })

  it('B12 logs a message of its own that does not fit its contract, and goes on', async () => {
    const counters = createCounters()
    const connections = createConnections({
      auth: 'open',
      stillIn: () => true,
      kindOf: () => undefined,
      hasLights: () => false,
      openTopics: [],
      onChange: () => undefined,
    })
    const broker = await startBroker({
      pipeline: { onRoom: () => undefined } as never,
      connections,
      counters,
      log: pino({ level: 'silent' }),
      openTopics: [],
      coreDeviceId: 'core-01',
      authenticate: null,
      onTakeover: () => undefined,
      answerAtOnce: () => null,
      admits: () => true,
      onEvent: () => undefined,
      limits: DEFAULT_LIMITS,
    })
    broker.publish({ contract: 'modeState', params: {}, payload: { mode: 'dusk' } })
    broker.publish({ contract: 'deviceStatus', params: { device_id: 'a/b' }, payload: 'online' })
    expect(counters.all().faults).toBe(2)
    await broker.close()
  })

  it.each(['{"req_id":"x","mode":"night"}', '{'])(
    'B13 carries out or refuses %j of a client whose id has a slash or a wildcard, and goes on',
    async (payload) => {
      const core = await running()
      for (const id of ['a/b', '+', '#', '$SYS/x']) {
        const client = await connectRaw(core.ports.mqtt, id)
        expect(await client.publish('eg/core/op/mode/set', payload)).toBe(0)
        client.socket.destroy()
      }
      expect((await fetch(`http://127.0.0.1:${core.ports.api}/health`)).status).toBe(200)
    },
  )

  it('B14 publishes no will of a client that is connected when the wall clock jumps, and survives a broker error', async () => {
    const broker = new Aedes({ heartbeatInterval: 5 })
    const wills: string[] = []
    const errors: Error[] = []
    let beats = 0
    await (broker as unknown as { listen(): Promise<void> }).listen()
    neverSweepWills(broker)
    surviveErrors(broker, (error) => errors.push(error))
    broker.on('publish', ({ topic }) => {
      if (topic === 'eg/dev/slot-01/status') wills.push(topic)
      if (topic.endsWith('/heartbeat')) beats += 1
    })
    const listener = await listenTcp((connection) => broker.handle(connection), '127.0.0.1', 0)
    const will = { topic: 'eg/dev/slot-01/status', payload: Buffer.from('offline'), qos: 1 as const, retain: true }
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${listener.port}`, { will, reconnectPeriod: 0 })
    // A clock that is wound forward at every look: each sweep would take the broker for one that died long ago.
    const now = Date.now
    let wound = 0
    Date.now = () => now() + (wound += 60_000)
    ends.push(() => (Date.now = now))
    const enough = beats + 16 // four sweeps, every fourth beat
    await until('four sweeps', () => beats >= enough)
    expect(wills).toEqual([])
    broker.emit('error' as never, new Error('a will that may not be published') as never)
    expect(errors).toHaveLength(1)
    Date.now = now
    client.end(true)
    await new Promise<void>((resolve) => broker.close(() => resolve()))
    await listener.close()
  })

  it('B15 is the only one to be or to speak for its own device', async () => {
    const core = await running({ CORE_DEVICE_ID: 'core-07' })
    await expect(connect(core.ports.mqtt, { clientId: 'core-07' })).rejects.toMatchObject({ code: 0x85 })
    const stranger = await connectRaw(core.ports.mqtt, 'stranger', 5)
    expect(await stranger.publish('eg/dev/core-07/status', 'offline')).toBe(0x87)
    expect(await stranger.publish('eg/dev/core-07/hello', '{"type":"slot"}')).toBe(0x87)
    await stranger.publish('eg/night/vote', '{"device_id":"core-07","step":1,"choice":"A"}')
    stranger.socket.destroy()
    const devices = await fetch(`http://127.0.0.1:${core.ports.api}/api/devices`)
    expect(await devices.json()).toEqual({ items: [] })
    const screen = await connect(core.ports.mqtt)
    const heard: string[] = []
    screen.on('message', (_, payload) => heard.push(payload.toString()))
    await screen.subscribeAsync('eg/dev/core-07/status', { qos: 1 })
    await until('its status', () => heard.length > 0)
    expect(heard).toEqual(['online'])
    screen.end(true)
  })

  it.each(['mqtt', 'ws', 'api', 'operator'] as const)(
    'B17 stops while somebody holds a connection to its %s port and says nothing',
    async (port) => {
      const clock = createManualClock()
      const core = await runCore({}, clock)
      const silent = tcp(core.ports[port], '127.0.0.1')
      silent.on('error', () => undefined)
      const gone = new Promise((resolve) => silent.once('close', resolve))
      await new Promise((resolve) => silent.once('connect', resolve))
      await core.stop()
      await gone
    },
  )
})
