import type { OperatorRun } from '@eg/shared'
import type { MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post, until } from './core-process.js'
import { connect } from './running-core.js'

// A venue that says NIGHT_EXPECTED_VOTES=slots, with the scripts of the field, which say nothing of it.

let core: CoreProcess
let clients: MqttClient[]
let night: { run: OperatorRun | null; expected_default: number; expects_default?: string } | null
beforeEach(async () => {
  core = await createCoreProcess({ NIGHT_EXPECTED_VOTES: 'slots' })
  clients = []
  await start()
})
afterEach(async () => {
  for (const client of clients) client.end(true)
  await core.kill()
})

async function start() {
  await core.start()
  night = null
  const watcher = await join('op-1')
  watcher.on('message', (_, payload) => void (night = JSON.parse(payload.toString()) as typeof night))
  await watcher.subscribeAsync('eg/op/night', { qos: 1 })
}
async function join(clientId: string) {
  const client = await connect(core.ports.mqtt, { clientId })
  clients.push(client)
  return client
}
async function slot(id: string) {
  const client = await join(id)
  await client.publishAsync(`eg/dev/${id}/hello`, '{"type":"slot","version":"0.9"}', { qos: 1 })
  return (choice: string) =>
    client.publishAsync('eg/night/vote', JSON.stringify({ device_id: id, step: 1, choice, ts: 1 }), { qos: 1 })
}
const ask = (more: object = {}) =>
  post(core, '/api/night/step', { step: 1, question: 'Who?', options: ['A', 'B'], ...more })
const shows = (what: string, holds: (run: OperatorRun) => boolean) =>
  until(what, () => night?.run && holds(night.run) && night.run)

describe('a venue that expects every slot that is there', () => {
  it('N39 a step of the old call closes with the last of them, and they are counted as they come', async () => {
    await post(core, '/api/mode', { mode: 'night' })
    expect(await ask()).toMatchObject({ status: 409, body: { ok: false, reason: 'no_slots', field: 'expected' } })
    const [a, b] = [await slot('slot-01'), await slot('slot-02')]
    await until('two slots', () => night?.expected_default === 2 && night.expects_default === 'slots')
    expect(await ask()).toMatchObject({ status: 200, body: { ok: true } })
    await shows('two expected', (run) => run.expects === 'slots' && run.expected === 2)
    const c = await slot('slot-03')
    await shows('three expected', (run) => run.expected === 3)
    await a('A')
    await b('B')
    expect(await ask()).toMatchObject({ status: 200, body: { run: 1 } })
    await shows('still open', (run) => run.voters.length === 2 && run.status === 'open')
    await c('B')
    expect(await shows('the result', (run) => run.status === 'revealed')).toMatchObject({ winner: 'B', expected: 3 })
    const { items } = await get<{ items: { expected: number }[] }>(core, '/api/night/runs')
    expect(items[0]).toMatchObject({ expected: 3 })
  })

  it('N39 a step that says a number has it; a restart of the core forgets neither', async () => {
    await post(core, '/api/mode', { mode: 'night' })
    const vote = await slot('slot-01')
    await ask({ expected: 2 })
    await shows('a number', (run) => run.expects === 'number' && run.expected === 2)
    await vote('A')
    await shows('still open', (run) => run.voters.length === 1 && run.status === 'open')
    await ask({ step: 2 })
    await shows('every slot', (run) => run.expects === 'slots' && run.step === 2)
    for (const client of clients.splice(0)) client.end(true)
    await core.kill()
    await start()
    await shows('the same', (run) => run.step === 2 && run.expects === 'slots' && run.expected === 1)
  })
})
