import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ManualClock, type OperatorRun, createManualClock } from '@eg/shared'
import type { MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Core } from '../dist/start-core.js'
import { until } from './core-process.js'
import { connect, runCore } from './running-core.js'

interface Night {
  run: OperatorRun | null
  suggested: string
}

let core: Core
let clock: ManualClock
let clients: MqttClient[]
let night: Night | null
let env: Record<string, string>

async function start() {
  core = await runCore(env, clock)
  const watcher = await connect(core.ports.mqtt, { clientId: 'op-1' })
  clients.push(watcher)
  night = null
  watcher.on('message', (_, payload) => void (night = JSON.parse(payload.toString()) as Night))
  await watcher.subscribeAsync('eg/op/night', { qos: 1 })
}
beforeEach(async () => {
  clock = createManualClock()
  clients = []
  env = { DB_PATH: join(mkdtempSync(join(tmpdir(), 'eg-core-')), 'core.db') }
  await start()
})
afterEach(async () => {
  for (const client of clients) client.end(true)
  await core.stop()
})

const post = async (path: string, body: object) => {
  const response = await fetch(`http://127.0.0.1:${core.ports.api}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  return (await response.json()) as Record<string, unknown>
}
const journal = async (...kinds: string[]) => {
  const response = await fetch(`http://127.0.0.1:${core.ports.api}/api/timeline?limit=1000`)
  const { items } = (await response.json()) as { items: { kind: string; device_id: string | null; data: object }[] }
  return items.filter((line) => kinds.includes(line.kind)).toReversed()
}
/** A slot that is there: connected, and has said what it is. */
async function slot(id: string) {
  const client = await connect(core.ports.mqtt, { clientId: id })
  clients.push(client)
  await client.publishAsync(`eg/dev/${id}/hello`, '{"type":"slot"}', { qos: 1 })
  const vote = (choice: string) =>
    client.publishAsync('eg/night/vote', JSON.stringify({ device_id: id, step: 1, choice }), { qos: 1 })
  return { client, vote, leave: () => void client.end(true) }
}
const open = async (more: object = {}) => {
  await post('/api/mode', { mode: 'night' })
  return post('/api/op/night/open', { step: 1, question: 'Q', options: ['A', 'B'], ...more })
}
const shows = (what: string, holds: (run: OperatorRun, night: Night) => boolean) =>
  until(what, () => night?.run && holds(night.run, night) && night.run).catch((error: Error) => {
    throw new Error(`${error.message}: ${JSON.stringify(night)}`)
  })
const excused = (run: OperatorRun) => (run.excused ?? []).map((e) => `${e.device_id} ${e.by}`).join(', ')
const devicesHave = (id: string, online: boolean) =>
  until(`${id} online ${online}`, async () => {
    const response = await fetch(`http://127.0.0.1:${core.ports.api}/api/devices`)
    const { items } = (await response.json()) as { items: { device_id: string; online: boolean }[] }
    return items.some((d) => d.device_id === id && d.online === online)
  })
/** Lets the 20 s pass after which a slot counts as absent. */
const wait20s = () => clock.advance(20_100)

describe('a run that expects every slot that is there', () => {
  it('N31 N32 counts those that are there as they come, and closes with the last one’s vote', async () => {
    const [a, b] = [await slot('slot-01'), await slot('slot-02')]
    expect(await open({ expected: 'slots' })).toMatchObject({ ok: true })
    await shows('two expected', (run) => run.expects === 'slots' && run.expected === 2)
    await a.vote('A')
    const c = await slot('slot-03')
    await shows('three expected', (run) => run.expected === 3)
    await b.vote('A')
    await shows('still open', (run) => run.voters.length === 2 && run.status === 'open')
    await c.vote('B')
    const closed = await shows('the result', (run) => run.status === 'revealed')
    expect(closed).toMatchObject({ closed_by: 'expected', winner: 'A', expected: 3 })
  })

  it('N31 is refused while no slot is there', async () => {
    expect(await open({ expected: 'slots' })).toMatchObject({ ok: false, reason: 'no_slots', field: 'expected' })
  })

  it('N33 N34 N35 a slot away for 20 s is excused in sight, which closes nothing; back, it is waited for again', async () => {
    const [a, b, c] = [await slot('slot-01'), await slot('slot-02'), await slot('slot-03')]
    await open({ expected: 'slots' })
    await a.vote('A')
    await b.vote('B')
    c.leave()
    await devicesHave('slot-03', false)
    clock.advance(15_000)
    // What was noticed meanwhile stands before this in the pipeline.
    await a.vote('A')
    expect(await journal('slotExcused')).toEqual([])
    await shows('nobody excused yet', (run, { suggested }) => excused(run) === '' && suggested === 'wait')
    clock.advance(5100)
    await shows('slot-03 excused', (run, { suggested }) => excused(run) === 'slot-03 absent' && suggested === 'close')
    expect(night?.run).toMatchObject({ status: 'open', expected: 2 })
    // A change of mind is no new vote: it closes nothing.
    await a.vote('B')
    const back = await slot('slot-03')
    await shows('it is waited for', (run, { suggested }) => run.expected === 3 && suggested === 'wait')
    expect(excused(night?.run as OperatorRun)).toBe('')
    await back.vote('B')
    await shows('the result', (run) => run.status === 'revealed' && run.winner === 'B')
    expect(
      (await journal('slotExcused', 'slotExpected')).map((line) => [line.kind, line.device_id, line.data]),
    ).toEqual([
      ['slotExcused', 'slot-03', { by: 'absent' }],
      ['slotExpected', 'slot-03', { by: 'back' }],
    ])
  })

  it('N32 closes with the last vote of those that are there when somebody was excused before', async () => {
    const [a, b, c] = [await slot('slot-01'), await slot('slot-02'), await slot('slot-03')]
    await open({ expected: 'slots' })
    c.leave()
    await devicesHave('slot-03', false)
    wait20s()
    await shows('slot-03 excused', (run) => run.expected === 2)
    await a.vote('A')
    await b.vote('A')
    await shows('the result', (run) => run.status === 'revealed')
  })
})

describe('a run that expects a number', () => {
  it('N33 N35 stays open at 2 of 3 when the third is excused, and suggests to close; the number holds', async () => {
    const [a, b, c] = [await slot('slot-01'), await slot('slot-02'), await slot('slot-03')]
    await open({ expected: 3 })
    c.leave()
    await devicesHave('slot-03', false)
    wait20s()
    await a.vote('A')
    await shows('one to wait for', (run, { suggested }) => excused(run) !== '' && suggested === 'wait')
    await b.vote('A')
    await shows('close with 2 of 3', (run, { suggested }) => run.voters.length === 2 && suggested === 'close')
    expect(night?.run).toMatchObject({ status: 'open', expected: 3, expects: 'number' })
    await post('/api/op/night/close', { run: night?.run?.run })
    await shows('the result', (run) => run.status === 'revealed' && run.closed_by === 'operator')
  })

  it('N33 a slot that was away long before the question is excused from its opening', async () => {
    const gone = await slot('slot-09')
    await slot('slot-01')
    gone.leave()
    await devicesHave('slot-09', false)
    wait20s()
    await open()
    await shows('slot-09 excused', (run) => excused(run) === 'slot-09 absent' && run.expected === 9)
    expect((await journal('runOpened'))[0]?.data).toMatchObject({ excused: 'slot-09', expected: 9 })
  })
})

describe('an excuse by the operator', () => {
  it('N36 ends the waiting for one slot and can be taken back; the slot may vote all the same', async () => {
    const [a, b] = [await slot('slot-01'), await slot('slot-02')]
    const { run } = await open({ expected: 'slots' })
    await a.vote('A')
    const excuse = (slot_id: string, is: boolean) => post('/api/op/night/excuse', { run, slot_id, excused: is })
    expect(await excuse('slot-02', true)).toMatchObject({ ok: true })
    await shows('slot-02 excused', (r, { suggested }) => excused(r) === 'slot-02 operator' && suggested === 'close')
    expect(night?.run).toMatchObject({ status: 'open', expected: 1 })
    await excuse('slot-02', false)
    await shows('slot-02 waited for', (r, { suggested }) => r.expected === 2 && suggested === 'wait')
    await excuse('slot-02', true)
    expect(await excuse('slot-01', true)).toMatchObject({ ok: false, reason: 'has_voted' })
    expect(await excuse('table-01', true)).toMatchObject({ ok: false, reason: 'not_a_slot', field: 'slot_id' })
    await b.vote('B')
    await shows('the result', (r) => r.status === 'revealed' && r.voters.length === 2)
    expect((await journal('slotExcused', 'slotExpected')).map((line) => line.kind)).toEqual([
      'slotExcused',
      'slotExpected',
      'slotExcused',
    ])
  })
})

describe('a core that comes back in the middle of a vote', () => {
  it('N37 still knows who was there, who was excused and by whom; who does not return in 20 s is excused', async () => {
    const [a] = [await slot('slot-01'), await slot('slot-02'), await slot('slot-03'), await slot('slot-05')]
    const gone = await slot('slot-04')
    const { run } = await open({ expected: 'slots' })
    await a.vote('A')
    gone.leave()
    await devicesHave('slot-04', false)
    wait20s()
    await post('/api/op/night/excuse', { run, slot_id: 'slot-03', excused: true })
    await shows('both excused', (r) => excused(r) === 'slot-03 operator, slot-04 absent')
    for (const client of clients.splice(0)) client.end(true)
    await core.stop()
    await start()
    await shows('the same run', (r) => r.run === run && excused(r) === 'slot-03 operator, slot-04 absent')
    expect(night?.run).toMatchObject({ status: 'open', expected: 3 })
    const b = await slot('slot-02')
    wait20s()
    await shows('slot-05 excused: it did not come back', (r) => excused(r).includes('slot-05 absent'))
    expect(night?.run).toMatchObject({ status: 'open', expected: 2 })
    expect(excused(night?.run as OperatorRun)).not.toContain('slot-02')
    b.leave()
    await devicesHave('slot-02', false)
    wait20s()
    await shows('slot-02 excused', (r, { suggested }) => excused(r).includes('slot-02') && suggested === 'close')
    expect(night?.run).toMatchObject({ status: 'open' })
  })
})
