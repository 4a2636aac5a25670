import type { OpCommands } from '@eg/shared'
import type { MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post, until } from './core-process.js'
import { connect } from './running-core.js'

// A device of the old system knows nothing of commands: it has not subscribed to them, and can never answer one.

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

async function join(clientId: string) {
  const client = await connect(core.ports.mqtt, { clientId })
  clients.push(client)
  const say = (topic: string, payload: object | string) =>
    client.publishAsync(topic, typeof payload === 'string' ? payload : JSON.stringify(payload), { qos: 1 })
  return { client, say }
}
/** A slot as the old system has it. */
async function oldSlot() {
  const { client, say } = await join('slot-01')
  await client.subscribeAsync(['eg/state/mode', 'eg/night/step', 'eg/dev/slot-01/res'], { qos: 1 })
  await say('eg/dev/slot-01/hello', { type: 'slot', version: '0.9', ts: 1700000000 })
  return { client, say }
}
const order = (action: string, target_id = 'slot-01') => post(core, '/api/op/devices/command', { target_id, action })
const last = async (id = 'slot-01') =>
  (await get<{ items: OpCommands['items'] }>(core, `/api/devices/${id}/commands`)).items[0]
const becomes = (status: string, reason: string | null, id?: string) =>
  until(`${id} ${status} ${reason ?? ''}`, async () => {
    const command = await last(id)
    return command?.status === status && command.reason === reason && command
  })
const isGone = (id: string) =>
  until(`${id} to be gone`, async () => {
    const { items } = await get<{ items: { device_id: string; online: boolean }[] }>(core, '/api/devices')
    return items.some((device) => device.device_id === id && !device.online)
  })

describe('a command to a device of the old system', () => {
  it('D33 has failed at once, and says that the device does not listen to commands', async () => {
    await oldSlot()
    await order('identify')
    const { detail, asked_at, changed_at } = await becomes('failed', 'old_device')
    expect(detail).toMatch(/^slot-01 does not listen to commands: .* Nothing was done\.$/)
    // Long before the 10 s that a device has to answer.
    expect(changed_at - asked_at).toBeLessThan(8000)
  })

  it('D33 is no such command once the device listens: it may subscribe a moment after it came', async () => {
    const { client, say } = await oldSlot()
    const heard: { cmd_id: string }[] = []
    client.on('message', (topic, payload) => {
      if (topic === 'eg/dev/slot-01/cmd') heard.push(JSON.parse(payload.toString()) as { cmd_id: string })
    })
    await order('reload_screen')
    await client.subscribeAsync('eg/dev/slot-01/cmd', { qos: 1 })
    const { cmd_id } = await until('the command', async () => {
      // On a machine that is very busy the moment may have been too long.
      if (!heard[0] && (await last())?.reason === 'old_device') await order('reload_screen')
      return heard[0]
    })
    await say('eg/dev/slot-01/cmd/res', { cmd_id, status: 'done' })
    await becomes('done', null)
  })

  it('D33 is waited for as ever while the device is away, or has a connection of another name', async () => {
    const { client } = await oldSlot()
    const other = await join('some-client')
    await other.say('eg/dev/table-01/hello', { type: 'table', version: '0.9' })
    await other.say('eg/dev/table-01/status', 'online')
    client.end(true)
    await isGone('slot-01')
    await order('identify')
    await order('identify', 'table-01')
    await becomes('failed', 'offline')
    await becomes('failed', 'no_answer', 'table-01')
  })
})
