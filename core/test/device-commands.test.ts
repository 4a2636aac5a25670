import type { OpCommands } from '@eg/shared'
import type { MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post, until } from './core-process.js'
import { connect } from './running-core.js'

type Message = Record<string, unknown>

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

/** A connection, with everything it hears by topic. */
async function join(clientId: string, ...filters: string[]) {
  const client = await connect(core.ports.mqtt, { clientId })
  clients.push(client)
  const heard: { topic: string; payload: Message | null }[] = []
  client.on('message', (topic, payload) =>
    heard.push({ topic, payload: payload.length > 0 ? (JSON.parse(payload.toString()) as Message) : null }),
  )
  if (filters.length > 0) await client.subscribeAsync(filters, { qos: 1 })
  const on = (topic: string) => heard.flatMap((m) => (m.topic === topic && m.payload ? [m.payload] : []))
  const say = (topic: string, payload: object) => client.publishAsync(topic, JSON.stringify(payload), { qos: 1 })
  return { client, on, say }
}
/** A device that hears its commands and answers nothing by itself. */
async function device(id = 'slot-01') {
  const joined = await join(id, `eg/dev/${id}/cmd`, `eg/dev/${id}/res`)
  await joined.say(`eg/dev/${id}/hello`, { type: 'slot', version: '1' })
  const commands = () => joined.on(`eg/dev/${id}/cmd`)
  const report = (cmd_id: unknown, status: string, more = {}) =>
    joined.say(`eg/dev/${id}/cmd/res`, { cmd_id, status, ...more })
  return { ...joined, commands, report }
}
const order = (body: object, req_id = `r-${Math.random()}`) =>
  post(core, '/api/op/devices/command', { req_id, target_id: 'slot-01', ...body })
const items = async (id = 'slot-01') =>
  (await get<{ items: OpCommands['items'] }>(core, `/api/devices/${id}/commands`)).items
const newest = async () => (await items())[0]
const becomes = (status: string, reason: string | null = null) =>
  until(`${status} ${reason ?? ''}`, async () => {
    const last = await newest()
    return last?.status === status && last.reason === reason && last
  })
const journal = async () =>
  (
    await get<{ items: { kind: string; outcome: string; reason: string | null; data: Message }[] }>(
      core,
      '/api/timeline',
    )
  ).items

describe('a command to a device', () => {
  it('D10 D11 is kept, sent, accepted and done; the operator sees each, by MQTT and HTTP', async () => {
    const slot = await device()
    const operator = await join('op-1', 'eg/op/commands/+', 'eg/ui/op-1/res')
    await operator.say('eg/core/op/devices/command', { req_id: 'o1', target_id: 'slot-01', action: 'identify' })
    const answer = await until('the answer', () => operator.on('eg/ui/op-1/res')[0])
    expect(answer).toMatchObject({ req_id: 'o1', type: 'device_command', status: 'ok', cmd_id: expect.any(String) })
    const command = await until('the command', () => slot.commands()[0])
    expect(command).toEqual({ cmd_id: answer.cmd_id, action: 'identify', seconds: 10 })
    expect(await becomes('sent')).toMatchObject({ cmd_id: answer.cmd_id })
    await slot.report(command.cmd_id, 'accepted')
    await becomes('accepted')
    await slot.report(command.cmd_id, 'done')
    await becomes('done')
    const states = () => operator.on('eg/op/commands/slot-01') as unknown as OpCommands[]
    await until('the states', () => states().length === 3)
    expect(states().map((s) => s.items[0]?.status)).toEqual(['sent', 'accepted', 'done'])
    expect((await journal()).map((line) => line.kind)).toEqual(
      expect.arrayContaining(['opDeviceCommand', 'commandDone']),
    )
    // The request again is the same command, and nothing more is sent.
    const first = await order({ action: 'identify' }, 'h1')
    expect(first).toMatchObject({ status: 200, body: { cmd_id: expect.any(String) } })
    expect(await order({ action: 'identify' }, 'h1')).toEqual(first)
    expect(await order({ action: 'press_test' }, 'h1')).toMatchObject({ status: 409, body: { status: 'conflict' } })
  })

  it('D10 one of a kind at a time; an unknown device, action or card is refused with the field', async () => {
    const slot = await device()
    expect(await order({ action: 'press_test', seconds: 60 })).toMatchObject({ status: 200 })
    expect(await order({ action: 'press_test' })).toMatchObject({ status: 409, body: { reason: 'busy' } })
    expect(await order({ action: 'identify' })).toMatchObject({ status: 200 })
    expect(await order({ action: 'identify', target_id: 'slot-77' })).toMatchObject({
      status: 409,
      body: { reason: 'unknown_device', field: 'target_id' },
    })
    expect(await order({ action: 'explode' })).toMatchObject({ status: 400, body: { field: 'action' } })
    expect(await order({ action: 'simulate_card' })).toMatchObject({ status: 400, body: { field: 'tag_uid' } })
    expect(await order({ action: 'identify', seconds: 9999 })).toMatchObject({
      status: 400,
      body: { field: 'seconds' },
    })
    await until('two commands', () => slot.commands().length === 2)
  })

  it('D11 each word counts once; of a command that is not its own a device is told so', async () => {
    const slot = await device()
    const other = await device('slot-02')
    await order({ action: 'press_test', seconds: 30 })
    const { cmd_id } = await until('the command', () => slot.commands()[0])
    const pressed = [true, false, false, false, false, false]
    await slot.report(cmd_id, 'accepted', { result: { pressed } })
    expect(await becomes('accepted')).toMatchObject({ result: { pressed } })
    await other.report(cmd_id, 'done')
    expect(
      await until('its answer', () => other.on('eg/dev/slot-02/res').find((a) => a.type === 'device_report')),
    ).toMatchObject({
      type: 'device_report',
      status: 'refused',
      reason: 'unknown_command',
      cmd_id,
    })
    await slot.report(cmd_id, 'failed', { reason: 'not_all_pressed', result: { pressed } })
    await slot.report(cmd_id, 'done')
    expect(await becomes('failed', 'not_all_pressed')).toMatchObject({ result: { pressed } })
    expect((await journal()).filter((line) => line.kind === 'commandFailed')).toHaveLength(1)
  })

  it('D12 is sent again until it is accepted, and then asked about; a clock is sent as it is then', async () => {
    const slot = await device()
    await order({ action: 'set_clock' })
    const times = await until('the command again', () => {
      const all = slot.commands().map((c) => Number(c.now_ms))
      return all.length >= 2 && all
    })
    expect(Number(times[1]) - Number(times[0])).toBeGreaterThanOrEqual(1500)
    expect(new Set(slot.commands().map((c) => c.cmd_id)).size).toBe(1)
    await slot.report(slot.commands()[0]?.cmd_id, 'accepted')
    const heard = slot.commands().length
    await until('it to be asked about', () => slot.commands().length > heard)
    await slot.report(slot.commands()[0]?.cmd_id, 'done', { result: { by_ms: -12 } })
    expect(await becomes('done')).toMatchObject({ result: { by_ms: -12 } })
  })

  it('D12 D13 nobody answers: failed with the reason, and a late word of the device is still taken', async () => {
    const slot = await device()
    const { body } = await order({ action: 'identify' })
    await becomes('failed', 'no_answer')
    await slot.report(body.cmd_id, 'done')
    await becomes('done')
    slot.client.end(true)
    await until('slot-01 to be gone', async () => {
      const { items: all } = await get<{ items: { device_id: string; online: boolean }[] }>(core, '/api/devices')
      return all.some((d) => d.device_id === 'slot-01' && !d.online)
    })
    await order({ action: 'identify' })
    await becomes('failed', 'offline')
  })

  it('D14 outlives kill -9 of the core, in each state, and goes on from there', async () => {
    const slot = await device()
    await order({ action: 'identify' })
    await order({ action: 'press_test', seconds: 60 })
    const [identify, test] = await until('both', () => {
      const all = slot.commands()
      return all.length >= 2 && all
    })
    await slot.report(test?.cmd_id, 'accepted')
    await until('accepted', async () => (await items()).some((i) => i.status === 'accepted'))
    await core.kill()
    slot.client.end(true)
    await core.start()
    const back = await device()
    const operator = await join('op-2', 'eg/op/commands/slot-01')
    const retained = (await until('the retained state', () => operator.on('eg/op/commands/slot-01')[0])) as unknown
    expect((retained as OpCommands).items.map((i) => [i.action, i.status])).toEqual([
      ['press_test', 'accepted'],
      ['identify', 'sent'],
    ])
    await until('both again', () => new Set(back.commands().map((c) => c.cmd_id)).size === 2)
    await back.report(identify?.cmd_id, 'done')
    await back.report(test?.cmd_id, 'done')
    await until('both done', async () => (await items()).every((i) => i.status === 'done'))
  })

  it('D14 that the device has ended itself cannot change or go, also past the rules', async () => {
    const { default: Database } = await import('better-sqlite3')
    const slot = await device()
    await order({ action: 'identify' })
    const { cmd_id } = await until('the command', () => slot.commands()[0])
    await slot.report(cmd_id, 'done')
    await becomes('done')
    await core.stop()
    const db = new Database(core.dbPath)
    expect(() => db.exec(`UPDATE device_commands SET status = 'failed'`)).toThrow(/has ended/)
    expect(() => db.exec('DELETE FROM device_commands')).toThrow(/are kept/)
    db.close()
  })
})
