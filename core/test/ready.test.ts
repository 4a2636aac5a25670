import { readFileSync } from 'node:fs'
import type { OpReady, OpReadyDevice, ReadyCheck } from '@eg/shared'
import Database from 'better-sqlite3'
import type { MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post, until } from './core-process.js'
import { connect } from './running-core.js'

// The ready gate over the wire, with a slot that says what a real agent says.

type Message = Record<string, unknown>

let core: CoreProcess
let clients: MqttClient[]
let timers: NodeJS.Timeout[]
beforeEach(async () => {
  core = await createCoreProcess({ NIGHT_EXPECTED_VOTES: '1', EG_BACKUP_SECONDS: '4' })
  clients = []
  timers = []
  await core.start()
})
afterEach(async () => {
  leave()
  await core.kill()
})
function leave() {
  for (const timer of timers.splice(0)) clearInterval(timer)
  for (const client of clients.splice(0)) client.end(true)
}

async function join(clientId: string, ...filters: string[]) {
  const client = await connect(core.ports.mqtt, { clientId })
  clients.push(client)
  const heard: { topic: string; payload: unknown }[] = []
  client.on('message', (topic, payload) => heard.push({ topic, payload: JSON.parse(payload.toString()) }))
  if (filters.length > 0) await client.subscribeAsync(filters, { qos: 1 })
  const all = <T>(topic: string) => heard.flatMap((m) => (m.topic === topic ? [m.payload as T] : []))
  const say = (topic: string, payload: object) => client.publishAsync(topic, JSON.stringify(payload), { qos: 1 })
  return { client, all, say }
}
const part = { status: 'ok' }
async function slot(id: string, pressed_s: (number | null)[] = Array(6).fill(null)) {
  const joined = await join(id, `eg/dev/${id}/cmd`)
  await joined.say(`eg/dev/${id}/hello`, { type: 'slot', version: '1' })
  const parts = { buttons: part, lights: part, reader: part, keys: part, screen: part }
  const beat = () =>
    void joined.say(`eg/dev/${id}/heartbeat`, { version: '1', uptime_s: 1, link_ms: 2, outbox: 0, parts, pressed_s })
  beat()
  const timer = setInterval(beat, 1000)
  timers.push(timer)
  const off = () => {
    clearInterval(timer)
    joined.client.end(true)
  }
  return { ...joined, off }
}
const op = (path: string, body: object = {}) => post(core, `/api/op/${path}`, body)
const ready = () => get<OpReady>(core, '/api/ready')
const check = async (id: string) => (await ready()).checks.find((one) => one.check === id) as ReadyCheck
const becomes = (id: string, state: string, problem: string | null = null) =>
  until(`${id} ${state} ${problem ?? ''}`, async () => {
    const one = await check(id)
    return one?.state === state && one.problem === problem && one
  })
const reds = async () => (await ready()).checks.filter(({ state }) => state === 'red')
async function waiveAll(reason = 'a test') {
  const checks = (await reds()).map(({ check, problem }) => ({ check, problem }))
  for (let i = 0; i < checks.length; i += 20)
    expect(await op('ready/waive', { checks: checks.slice(i, i + 20), reason })).toMatchObject({ status: 200 })
}
async function pressTest(device: Awaited<ReturnType<typeof slot>>, pressed: boolean[]) {
  const { body } = await op('devices/command', { target_id: 'slot-01', action: 'press_test', seconds: 60 })
  await until('the command', () =>
    device.all<Message>('eg/dev/slot-01/cmd').some(({ cmd_id }) => cmd_id === body.cmd_id),
  )
  const status = pressed.every(Boolean) ? 'done' : 'accepted'
  await device.say('eg/dev/slot-01/cmd/res', { cmd_id: body.cmd_id, status, result: { pressed } })
}
/** A venue where everything is as it should be, but for what only a real one has. */
async function greenVenue() {
  const device = await slot('slot-01')
  await op('ready/clock', { now_ms: Date.now() })
  await pressTest(device, Array(6).fill(true))
  await becomes('core/slots', 'green')
  await until('a backup', async () => (await check('core/backup')).problem === 'backup_same_device')
  await until('the books', async () => (await check('core/books')).state === 'green')
  // The script of the night is one of the checks, and green as soon as one is loaded (U31).
  await becomes('show/script', 'red', 'script_none')
  const written = readFileSync(new URL('../../docs/examples/night-en.yaml', import.meta.url), 'utf8')
  // One slot is the whole house here: a quorum of more is refused (F14).
  const text = written.replace('quorum: 5', 'quorum: 1')
  expect(await op('show/load', { text })).toMatchObject({ status: 200 })
  await becomes('show/script', 'green')
  await until('one red', async () => (await reds()).length === 1)
  return device
}

describe('the ready gate', () => {
  it('U26 U10 begins red: nothing is known, and doors do not open, with the reds and what to do', async () => {
    const state = await ready()
    expect(state).toMatchObject({ ok: false, doors: { open: false, door: null }, alerts: [] })
    const red = Object.fromEntries((await reds()).map(({ check, problem }) => [check, problem]))
    expect(red).toMatchObject({ 'core/clock': 'clock_unknown', 'core/slots': 'slots_missing' })
    const refused = await op('doors/open')
    expect(refused).toMatchObject({ status: 409, body: { status: 'refused', reason: 'not_ready' } })
    const listed = refused.body.reds as ReadyCheck[]
    expect(listed.map((one) => one.check)).toContain('core/clock')
    for (const { problem, remedy, detail } of listed) {
      expect(problem).toMatch(/^\w+$/)
      expect(remedy).toMatch(/^\w+$/)
      expect(detail?.length).toBeGreaterThan(20)
    }
    const { items } = await get<{ items: Message[] }>(core, '/api/timeline')
    expect(items.find(({ kind }) => kind === 'opDoorsOpen')).toMatchObject({ outcome: 'refused', reason: 'not_ready' })
  })

  it('U22 U27 U28 U29 U30 a slot, its press test and the operator’s clock turn it green, and it says so retained', async () => {
    const device = await slot('slot-01', [1, null, null, null, null, null])
    await becomes('slot-01/agent', 'green')
    await becomes('slot-01/reader', 'green')
    await until(
      'button 1 pressed in play',
      async () => !(await check('slot-01/buttons')).params.missing?.toString().includes('1'),
    )
    expect((await check('slot-01/buttons')).params).toEqual({ missing: [2, 3, 4, 5, 6] })
    expect((await check('slot-01/lights')).params).toEqual({ missing: [1, 2, 3, 4, 5, 6] })
    await pressTest(device, [false, true, true, true, true, false])
    await until('five', async () => (await check('slot-01/buttons')).params.missing?.toString() === '6')
    expect((await check('slot-01/lights')).params).toEqual({ missing: [1, 6] })
    expect(await op('ready/lights_seen', { target_id: 'slot-01', lights: [0, 5] })).toMatchObject({ status: 200 })
    await becomes('slot-01/lights', 'green')
    expect(await op('ready/lights_seen', { target_id: 'slot-77' })).toMatchObject({
      status: 409,
      body: { reason: 'not_a_slot' },
    })
    const off = await op('ready/clock', { now_ms: Date.now() + 60_000 })
    expect(off.body.offset_ms).toBeGreaterThan(50_000)
    await becomes('core/clock', 'red', 'clock_off')
    await op('ready/clock', { now_ms: Date.now() })
    await becomes('core/clock', 'green')
    const late = await join('op-late', 'eg/op/ready', 'eg/op/ready/+')
    const own = await until('the slot', () => late.all<OpReadyDevice>('eg/op/ready/slot-01')[0])
    expect(own.checks.map(({ check }) => check)).toEqual(
      ['agent', 'kiosk', 'reader', 'link', 'buttons', 'lights'].map((name) => `slot-01/${name}`),
    )
    expect(late.all<OpReady>('eg/op/ready')[0]).toMatchObject({ devices: [{ device_id: 'slot-01', green: 5, red: 1 }] })
  })

  it('U10 U11 U12 U14 doors: waived, opened, two operators, alerts, closed', async () => {
    const device = await greenVenue()
    const [only] = await reds()
    expect(only).toMatchObject({ check: 'core/backup', remedy: 'backup_elsewhere' })
    const seen = { check: 'core/backup', problem: 'backup_same_device' }
    expect(await op('ready/waive', { checks: [{ ...seen, problem: 'backup_old' }], reason: 'x' })).toMatchObject({
      status: 409,
      body: { status: 'stale' },
    })
    const before = (await ready()).view
    const waived = await op('ready/waive', { checks: [seen], reason: 'the stick is ordered', by: 'Léa' })
    expect(waived).toMatchObject({ status: 200, body: { waivers: [1] } })
    const one = await becomes('core/backup', 'waived', 'backup_same_device')
    expect(one.waiver).toMatchObject({ waiver: 1, by: 'Léa', reason: 'the stick is ordered' })
    expect(new Date(one.waiver?.until ?? 0).getHours()).toBe(6)
    expect(await op('doors/open', { expect_view: before })).toMatchObject({ status: 409, body: { status: 'stale' } })
    const { view } = await ready()
    expect(await op('ready/unwaive', { waiver: 1 })).toMatchObject({ status: 200 })
    expect(await op('doors/open', { expect_view: view })).toMatchObject({ status: 409, body: { status: 'stale' } })
    await waiveAll()
    const opened = await op('doors/open', { req_id: 'open-1', expect_view: (await ready()).view })
    expect(opened).toMatchObject({ status: 200, body: { door: 1 } })
    expect(await op('doors/open', { req_id: 'open-1', expect_view: (await ready()).view })).toMatchObject({
      status: 409,
      body: { status: 'conflict' },
    })
    expect(await op('doors/open')).toMatchObject({ status: 200, body: { door: 1 } })
    device.off()
    const state = await until('the alert', async () => {
      const now = await ready()
      return now.alerts.includes('slot-01/agent') && now
    })
    expect(state).toMatchObject({ ok: false, doors: { open: true, door: 1 } })
    expect(await op('doors/close', { door: 9 })).toMatchObject({ status: 409 })
    expect(await op('doors/close', { door: 1 })).toMatchObject({ status: 200 })
    expect(await op('doors/close', { door: 1 })).toMatchObject({ status: 200 })
    await becomes('core/backup', 'red', 'backup_same_device')
    expect(await ready()).toMatchObject({ doors: { open: false, door: 1 }, alerts: [] })
    await slot('slot-01')
    await becomes('slot-01/buttons', 'red', 'buttons_untested')
    await becomes('core/clock', 'red', 'clock_unknown')
  })

  it('U15 U9 doors, waivers, tests and the clock survive kill -9', async () => {
    await greenVenue()
    await waiveAll('for now')
    expect(await op('doors/open')).toMatchObject({ status: 200, body: { status: 'ok', door: 1 } })
    const { from } = await ready()
    leave()
    await core.kill()
    await core.start()
    const watcher = await join('op-1', 'eg/op/ready')
    const first = await until('the state', () => watcher.all<OpReady>('eg/op/ready')[0])
    expect(first).toMatchObject({ from, doors: { open: true, door: 1 } })
    await slot('slot-01')
    await becomes('slot-01/buttons', 'green')
    await becomes('slot-01/lights', 'green')
    await becomes('core/clock', 'green')
    await becomes('core/backup', 'waived', 'backup_same_device')
    await until('no alert', async () => (await ready()).alerts.length === 0)
  })

  it('U110 after the machine was switched on again the clocks are to be compared again', async () => {
    await op('ready/clock', { now_ms: Date.now() })
    await becomes('core/clock', 'green')
    await core.stop()
    await core.start()
    await becomes('core/clock', 'green')
    await core.stop()
    const db = new Database(core.dbPath)
    // As if that had been before the machine was started.
    expect(db.prepare(`UPDATE meta SET value = 'another' WHERE key = 'boot_id'`).run().changes).toBe(1)
    db.close()
    await core.start()
    await becomes('core/clock', 'red', 'clock_unknown')
  })

  it('U15 is silent while nothing changes', async () => {
    await greenVenue()
    await op('ready/clock', { now_ms: Date.now() })
    const watcher = await join('op-1', 'eg/op/ready', 'eg/op/ready/+')
    await until('the retained state', () => watcher.all('eg/op/ready').length > 0)
    await new Promise((resolve) => setTimeout(resolve, 4000))
    const count = watcher.all('eg/op/ready').length + watcher.all('eg/op/ready/slot-01').length
    expect(count).toBe(2)
  })
})
