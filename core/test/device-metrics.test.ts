import { contracts } from '@eg/shared'
import type { MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, until } from './core-process.js'
import { connect } from './running-core.js'

let core: CoreProcess
let clients: MqttClient[]
beforeEach(async () => {
  core = await createCoreProcess()
  await core.start()
  clients = []
})
afterEach(async () => {
  for (const client of clients) client.end(true)
  await core.kill()
})

/** The lines about devices, as Prometheus reads them. */
async function figures(): Promise<string[]> {
  const text = await (await fetch(`${core.api}/metrics`)).text()
  return text.split('\n').filter((line) => line.startsWith('eg_device_'))
}
const say = (client: MqttClient, id: string, word: string, payload: object) =>
  client.publishAsync(`eg/dev/${id}/${word}`, JSON.stringify(payload), { qos: 1 })
async function slot(id: string): Promise<MqttClient> {
  const client = await connect(core.ports.mqtt, { clientId: id })
  clients.push(client)
  await say(client, id, 'hello', { type: 'slot', version: '1' })
  return client
}
const heartbeat = (reader: string) => {
  const { sample } = contracts.deviceHeartbeat
  const parts = { ...sample.parts, reader: { status: reader } }
  return { ...sample, parts, host: { ...sample.host, temperature_c: 85 } }
}
const becomes = (...lines: string[]) =>
  until(lines.join(' '), async () => (await figures()).toSorted().join('\n') === lines.toSorted().join('\n')).catch(
    async (error: Error) => {
      throw new Error(`${error.message}; there is ${(await figures()).join('\n')}`)
    },
  )

describe('GET /metrics', () => {
  it('D32 names what is wrong with each known device while it is, and forgets it when it is mended', async () => {
    expect(await figures()).toEqual([])
    const client = await slot('slot-01')
    await say(client, 'slot-01', 'heartbeat', heartbeat('missing'))
    await becomes(
      'eg_device_online{device="slot-01",kind="slot"} 1',
      'eg_device_troubles{device="slot-01",trouble="reader_missing"} 1',
      'eg_device_troubles{device="slot-01",trouble="hot"} 1',
    )
    const { host: _, ...cool } = heartbeat('ok')
    await say(client, 'slot-01', 'heartbeat', cool)
    await becomes('eg_device_online{device="slot-01",kind="slot"} 1')
    client.end(true)
    await becomes(
      'eg_device_online{device="slot-01",kind="slot"} 0',
      'eg_device_troubles{device="slot-01",trouble="offline"} 1',
    )
  })

  it('D32 has no figure for a connection that is no known device, and a bounded number of them in all', async () => {
    const anybody = await connect(core.ports.mqtt, { clientId: 'somebody' })
    clients.push(anybody)
    await anybody.publishAsync('eg/test/x', 'y', { qos: 1 })
    expect(await figures()).toEqual([])
    const names = Array.from({ length: 520 }, (_, i) => `slot-${i + 100}`)
    await Promise.all(names.map((id) => say(anybody, id, 'hello', { type: 'slot' })))
    expect((await figures()).filter((line) => line.startsWith('eg_device_online'))).toHaveLength(500)
  })
})
