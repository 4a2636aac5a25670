import type { MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Core } from '../dist/start-core.js'
import { until } from './core-process.js'
import { connect, runCore } from './running-core.js'

// A vote whose answer was lost comes again: whoever pressed must hear what the tally holds.

type Words = Record<string, unknown>

let core: Core
let slot: MqttClient
let answers: Words[]
beforeEach(async () => {
  core = await runCore({ NIGHT_EXPECTED_VOTES: '2' })
  await post('/api/mode', { mode: 'night' })
  slot = await connect(core.ports.mqtt, { clientId: 'slot-01' })
  answers = []
  slot.on('message', (_, payload) => answers.push(JSON.parse(payload.toString()) as Words))
  await slot.subscribeAsync('eg/dev/slot-01/res', { qos: 1 })
})
afterEach(async () => {
  slot.end(true)
  await core.stop()
})

async function post(path: string, body: object): Promise<Words> {
  const response = await fetch(`http://127.0.0.1:${core.ports.api}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  return (await response.json()) as Words
}
const open = (more: object = {}) =>
  post('/api/op/night/open', { step: 1, question: 'Who?', options: ['A', 'B', 'C'], ...more })
const vote = async (choice: string, more: object = {}) => {
  const before = answers.length
  await slot.publishAsync('eg/night/vote', JSON.stringify({ device_id: 'slot-01', step: 1, choice, ...more }), {
    qos: 1,
  })
  return until('the answer', () => answers[before])
}
const tally = async () => {
  const response = await fetch(`http://127.0.0.1:${core.ports.api}/api/night/runs`)
  return ((await response.json()) as { items: Words[] }).items[0]?.tally
}

describe('a vote that comes again', () => {
  it.each([
    ['of a device of the old system', {}],
    ['that names its run', { run: 1 }],
    ['with its request id', { run: 1, req_id: 'v1' }],
  ])('N6 after it closed its run is still counted, %s', async (_, more) => {
    await open({ expected: 1 })
    const counted = { type: 'night_vote', status: 'counted', run: 1, step: 1, choice: 'B' }
    expect(await vote('B', more)).toMatchObject(counted)
    expect(await vote('B', more)).toMatchObject(counted)
    await open({ step: 2 })
    expect(await vote('B', more)).toMatchObject(counted)
    expect(await vote('C', 'req_id' in more ? { ...more, req_id: 'v2' } : more)).toMatchObject({
      status: 'closed',
      run: 1,
    })
    await post('/api/op/night/close', { run: 2 })
    const response = await fetch(`http://127.0.0.1:${core.ports.api}/api/night/runs`)
    const { items } = (await response.json()) as { items: Words[] }
    expect(items.map((run) => run.tally)).toEqual([
      { A: 0, B: 0, C: 0 },
      { A: 0, B: 1, C: 0 },
    ])
  })

  it('N6 after its run was voided is not: nothing of that run counts', async () => {
    await open()
    await vote('B')
    await post('/api/op/night/void', { run: 1 })
    expect(await vote('B')).toMatchObject({ status: 'closed', run: 1 })
  })

  it('N38 where a vote does not count, too late or because votes are final, its slot hears which one does', async () => {
    await open({ final: true })
    expect(await vote('A')).not.toHaveProperty('stands')
    expect(await vote('B')).toMatchObject({ status: 'refused', reason: 'already_voted', stands: 'A' })
    await post('/api/op/night/close', { run: 1 })
    expect(await vote('C', { run: 1 })).toMatchObject({ status: 'closed', stands: 'A' })
    await open({ step: 2 })
    expect(await vote('A', { step: 2, run: 9 })).not.toHaveProperty('stands')
    await vote('B', { step: 2 })
    await post('/api/op/night/void', { run: 2 })
    expect(await vote('C', { step: 2 })).not.toHaveProperty('stands')
  })

  it('P10 with its id gets its first answer and changes nothing, also after a later vote; other content is a conflict', async () => {
    await open()
    expect(await vote('A', { req_id: 'r1', ts: 1 })).toMatchObject({ status: 'counted', choice: 'A' })
    expect(await vote('B', { req_id: 'r2', ts: 2 })).toMatchObject({ status: 'counted', choice: 'B' })
    expect(await vote('A', { req_id: 'r1', ts: 3 })).toMatchObject({ req_id: 'r1', status: 'counted', choice: 'A' })
    expect(await vote('C', { req_id: 'r1' })).toMatchObject({ type: 'night_vote', status: 'conflict', field: 'req_id' })
    await post('/api/op/night/close', { run: 1 })
    expect(await tally()).toEqual({ A: 0, B: 1, C: 0 })
  })

  it('P10 an id of an operator’s command used for another one is a conflict of that command', async () => {
    await open({ req_id: 'x' })
    expect(await open({ req_id: 'x', step: 2 })).toMatchObject({ type: 'night_open', status: 'conflict' })
    expect(await post('/api/op/night/close', { req_id: 'x', run: 1 })).toMatchObject({
      type: 'night_close',
      status: 'conflict',
    })
  })
})
