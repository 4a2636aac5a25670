import type { MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Core } from '../dist/start-core.js'
import { until } from './core-process.js'
import { connect, runCore } from './running-core.js'

// WIRE: a device of the old system subscribes once and never again, with a session that ends with its connection.

let core: Core
let clients: MqttClient[]
beforeEach(async () => {
  core = await runCore()
  clients = []
  for (const [id, type] of [
    ['slot-05', 'slot'],
    ['change-01', 'change'],
  ] as const) {
    const device = await join(id)
    await device.client.publishAsync(`eg/dev/${id}/hello`, JSON.stringify({ type }), { qos: 1 })
    await device.client.endAsync()
  }
})
afterEach(async () => {
  for (const client of clients) client.end(true)
  await core.stop()
})

async function join(clientId: string, protocolVersion: 4 | 5 = 5) {
  const heard: string[] = []
  const client = await connect(core.ports.mqtt, { clientId, protocolVersion })
  client.on('message', (topic) => heard.push(topic))
  clients.push(client)
  return { client, heard }
}
const post = (path: string, body: object) =>
  fetch(`http://127.0.0.1:${core.ports.api}${path}`, { method: 'POST', body: JSON.stringify(body) })
const vote = { device_id: 'slot-05', step: 1, choice: 'A' }

describe('a device that connects again and does not subscribe', () => {
  it.each([4, 5] as const)('B16 hears mode, step and its answers all the same (MQTT version %i)', async (version) => {
    const { client, heard } = await join('slot-05', version)
    await until('the mode', () => heard.includes('eg/state/mode'))
    await post('/api/mode', { mode: 'night' })
    await post('/api/night/step', { step: 1, question: 'Q', options: ['A', 'B'] })
    await client.publishAsync('eg/night/vote', JSON.stringify(vote), { qos: 1 })
    await until('the answer', () => heard.includes('eg/dev/slot-05/res'))
    expect(heard).toEqual(['eg/state/mode', 'eg/state/mode', 'eg/night/step', 'eg/dev/slot-05/res'])
  })

  it.each([0, 1] as const)('B16 hears everything once when it does subscribe (QoS %i)', async (qos) => {
    const { client, heard } = await join('slot-05')
    await client.subscribeAsync(['eg/state/mode', 'eg/night/step', 'eg/dev/slot-05/res'], { qos })
    await until('the mode', () => heard.includes('eg/state/mode'))
    await post('/api/mode', { mode: 'night' })
    await until('the night', () => heard.includes('eg/state/mode'))
    await client.publishAsync('eg/night/vote', JSON.stringify(vote), { qos: 1 })
    await until('the answer', () => heard.includes('eg/dev/slot-05/res'))
    heard.length = 0
    await post('/api/night/step', { step: 1, question: 'Q', options: ['A', 'B'] })
    await client.publishAsync('eg/night/vote', JSON.stringify(vote), { qos: 1 })
    await until('the answer', () => heard.includes('eg/dev/slot-05/res'))
    expect(heard.toSorted()).toEqual(['eg/dev/slot-05/res', 'eg/night/step'])
  })

  it('B16 nobody else is given anything: a page, or a client that is no known device', async () => {
    const others = await Promise.all(['slot-05-ui', 'somebody', 'slot-77'].map((id) => join(id)))
    const desk = await join('change-01')
    await post('/api/mode', { mode: 'night' })
    await until('the desk', () => desk.heard.includes('eg/state/mode'))
    // What they would have been sent was sent before this goes round.
    for (const { client, heard } of others) {
      await client.subscribeAsync('eg/test/last', { qos: 1 })
      await client.publishAsync('eg/test/last', 'x', { qos: 1 })
      await until('the last message', () => heard.length > 0)
      expect(heard).toEqual(['eg/test/last'])
    }
  })
})
