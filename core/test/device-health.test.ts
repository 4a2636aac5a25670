import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ManualClock, type OpDevice, createManualClock } from '@eg/shared'
import Database from 'better-sqlite3'
import type { MqttClient } from 'mqtt'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Core } from '../dist/start-core.js'
import { until } from './core-process.js'
import { connect, runCore } from './running-core.js'

let core: Core
let clock: ManualClock
let clients: MqttClient[]
let dbPath: string
beforeEach(async () => {
  clock = createManualClock()
  dbPath = join(mkdtempSync(join(tmpdir(), 'eg-core-')), 'core.db')
  core = await runCore({ DB_PATH: dbPath }, clock)
  clients = []
})
afterEach(async () => {
  for (const client of clients) client.end(true)
  await core.stop()
})

const ok = { status: 'ok' }
const beat = (more: object = {}) => ({
  version: '1.2.3',
  uptime_s: 5,
  link_ms: 1,
  outbox: 0,
  parts: { buttons: ok, lights: ok, reader: ok, keys: { status: 'off' }, screen: ok },
  host: { clock_offset_ms: 2, temperature_c: 50, throttled: [], disk_free_mb: 9000 },
  ...more,
})
async function connectAs(clientId: string) {
  const client = await connect(core.ports.mqtt, { clientId })
  clients.push(client)
  return client
}
const say = (client: MqttClient, payload: object) =>
  client.publishAsync('eg/dev/slot-01/heartbeat', JSON.stringify(payload), { qos: 0 })
const slot01 = async () => {
  const response = await fetch(`http://127.0.0.1:${core.ports.api}/api/devices`)
  const { items } = (await response.json()) as { items: OpDevice[] }
  return items.find((device) => device.device_id === 'slot-01')
}
/** The board looks at its devices every 250 ms. */
const told = (...troubles: string[]) =>
  until(`slot-01 to have ${troubles.join(', ') || 'nothing'}`, async () => {
    clock.advance(250)
    const device = await slot01()
    return device?.troubles?.join() === troubles.join() && device
  })
async function slot() {
  const client = await connectAs('slot-01')
  await client.publishAsync('eg/dev/slot-01/hello', '{"type":"slot"}', { qos: 1 })
  return client
}

it('D20 D23 the heartbeat tells how parts and machine are; the core says what is wrong, as it changes', async () => {
  const agent = await slot()
  await say(agent, beat())
  const well = await told()
  expect(well).toMatchObject({ version: '1.2.3', host: { temperature_c: 50, disk_free_mb: 9000 } })
  const parts = { ...beat().parts, reader: { status: 'missing' } }
  await say(agent, beat({ parts, link_ms: 800 }))
  await told('reader_missing', 'link_slow')
  await say(agent, beat({ host: { clock_offset_ms: 60_000, temperature_c: 85, throttled: null, disk_free_mb: 20 } }))
  await told('hot', 'disk_low', 'clock_off')
  // An agent of an earlier release says nothing of its machine.
  const { host: _, ...old } = beat()
  await say(agent, old)
  expect(await told()).toMatchObject({ host: null })
})

it('D21 D22 tells apart: agent dead, agent hung, page dead, all of it off', async () => {
  const agent = await slot()
  const page = await connectAs('slot-01-ui')
  await say(agent, beat())
  await told()
  await say(agent, beat({ parts: { ...beat().parts, screen: { status: 'missing' } } }))
  await told('screen_dead')
  await say(agent, beat())
  await told()
  clock.advance(16_500)
  await told('agent_silent')
  await say(agent, beat())
  await told()
  agent.end(true)
  await told('agent_dead')
  expect(await slot01()).toMatchObject({ online: false, page_online: true, parts: null, host: null })
  page.end(true)
  await told('offline')
})

it('D20 nothing is expected of a device that never says how it is: those of the old system are well without', async () => {
  const agent = await slot()
  await connectAs('slot-01-ui')
  clock.advance(60_000)
  await told()
  await agent.publishAsync('eg/dev/slot-01/status', 'online', { qos: 1, retain: true })
  clock.advance(60_000)
  await told()
})

it('D24 no heartbeat is stored, and none is worth a line', async () => {
  const agent = await slot()
  const lines = async () =>
    ((await (await fetch(`http://127.0.0.1:${core.ports.api}/api/timeline`)).json()) as { items: object[] }).items
  await say(agent, beat())
  await told()
  const before = await lines()
  for (let i = 0; i < 20; i++) await say(agent, beat({ outbox: i % 2 }))
  await agent.publishAsync('eg/test/x', 'x', { qos: 1 })
  expect(await lines()).toEqual(before)
  const db = new Database(dbPath, { readonly: true })
  expect(db.prepare('SELECT topic FROM device_states').all()).toEqual([])
  db.close()
})
