import { type ManualClock, createManualClock } from '@eg/shared'
import type { MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Core } from '../dist/start-core.js'
import { until } from './core-process.js'
import { connect, runCore } from './running-core.js'

const STATUS = 'eg/dev/slot-01/status'

let core: Core
let clock: ManualClock
let clients: MqttClient[]
beforeEach(async () => {
  clock = createManualClock()
  core = await runCore({}, clock)
  clients = []
})
afterEach(async () => {
  for (const client of clients) client.end(true)
  await core.stop()
})
const join = async (options: Parameters<typeof connect>[1] = {}) => {
  const client = await connect(core.ports.mqtt, options)
  clients.push(client)
  return client
}
const slot = () =>
  join({ clientId: 'slot-01', will: { topic: STATUS, payload: Buffer.from('offline'), qos: 1, retain: true } })
const say = (client: MqttClient, status: string) => client.publishAsync(STATUS, status, { qos: 1, retain: true })
/** The retained status, as somebody who comes now finds it. */
const retained = async () => {
  const late = await join()
  const heard: string[] = []
  late.on('message', (_, payload) => heard.push(payload.toString()))
  await late.subscribeAsync(STATUS, { qos: 1 })
  return until('the status', () => heard[0])
}
const lines = async (of = 'link') => {
  const response = await fetch(`http://127.0.0.1:${core.ports.api}/api/timeline?device=slot-01&limit=1000`)
  const { items } = (await response.json()) as { items: { kind: string }[] }
  return items.map((line) => line.kind).filter((kind) => kind.startsWith(of))
}

describe('a device that is connected', () => {
  it('D2 is online for whoever comes, also when the will of its former connection arrives late', async () => {
    await say(await slot(), 'online')
    const heard: string[] = []
    const watcher = await join()
    watcher.on('message', (_, payload) => heard.push(payload.toString()))
    await watcher.subscribeAsync(STATUS, { qos: 1 })
    await until('online', () => heard.at(-1) === 'online')
    heard.length = 0
    const again = await slot()
    // The will of the first connection has been through the pipeline when this is acknowledged.
    await again.publishAsync('eg/dev/slot-01/hello', '{"type":"slot"}', { qos: 1 })
    await until('online again', () => heard.at(-1) === 'online')
    expect(await retained()).toBe('online')
    again.stream.destroy()
    await until('offline', () => heard.at(-1) === 'offline')
    expect(await retained()).toBe('offline')
  })

  it('D2 is online whatever a stranger says of it', async () => {
    await say(await slot(), 'online')
    await say(await join({ clientId: 'stranger' }), 'offline')
    expect(await retained()).toBe('online')
  })

  it('D3 keeps its vote when a stranger says that it is a table', async () => {
    const device = await slot()
    await (await join()).publishAsync('eg/dev/slot-01/hello', '{"type":"table"}', { qos: 1 })
    const answers: string[] = []
    device.on('message', (topic, payload) => topic.endsWith('/res') && answers.push(payload.toString()))
    await device.subscribeAsync('eg/dev/slot-01/res', { qos: 1 })
    await device.publishAsync('eg/night/vote', '{"device_id":"slot-01","step":1,"choice":"A"}', { qos: 1 })
    expect(await until('its answer', () => answers[0])).toContain('no_open_step')
  })

  it('D4 that throws out its namesake again and again is a line in the journal every few seconds, not ten a second', async () => {
    const watcher = await join()
    await say(await slot(), 'online')
    await until('the first line', async () => (await lines()).length === 1)
    for (let i = 0; i < 20; i++) (await slot()).stream.destroy()
    await watcher.publishAsync('eg/test/x', 'x', { qos: 1 })
    expect(await lines()).toEqual(['linkUp'])
    clock.advance(5000)
    await until('how it ended', async () => (await lines()).join() === 'linkDown,linkUp')
    clock.advance(60_000)
    await slot()
    await until('it is back', async () => (await lines()).join() === 'linkUp,linkDown,linkUp')
  })

  it('D4 D68 that says hello each time it throws out its namesake is a line of that every few seconds', async () => {
    const hello = async () => {
      const device = await slot()
      await device.publishAsync('eg/dev/slot-01/hello', '{"type":"slot","version":"1"}', { qos: 1 })
      return device
    }
    for (let i = 0; i < 20; i++) (await hello()).stream.destroy()
    expect(await lines('deviceHello')).toHaveLength(1)
    clock.advance(5000)
    for (let i = 0; i < 5; i++) (await hello()).stream.destroy()
    expect(await lines('deviceHello')).toHaveLength(2)
  })
})
