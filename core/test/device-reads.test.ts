import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from './core-process.js'
import { type EnrolledCore, createEnrolledCore, listen } from './enrolled-core.js'

// What a page of devices asks the core about one of them: its log, and its link lately.

let core: EnrolledCore
let cashier: string
beforeAll(async () => {
  core = await createEnrolledCore()
  await core.start()
  cashier = await core.operator('Zoé', 'cashier')
})
afterAll(async () => {
  await core.end()
  await core.kill()
})

const read = (path: string, token = core.admin()) => core.call('GET', `/api/devices/${path}`, undefined, token)
async function device(id: string) {
  const client = await core.connect({ clientId: id, username: id, password: await core.device(id, 'slot') })
  const heard = listen(client)
  const say = (topic: string, payload: object) =>
    client.publishAsync(`eg/dev/${id}/${topic}`, JSON.stringify(payload), { qos: 1 })
  await client.subscribeAsync([`eg/dev/${id}/cmd`, `eg/dev/${id}/res`], { qos: 1 })
  await say('hello', { type: 'slot', version: '1' })
  return { client, heard, say, commands: () => heard.on<{ cmd_id: string; action: string }>(`eg/dev/${id}/cmd`) }
}
const part = { status: 'ok' }
const beat = (link_ms: number | null) => ({
  version: '1',
  uptime_s: 1,
  link_ms,
  outbox: 0,
  parts: { buttons: part, lights: part, reader: part, keys: part, screen: part },
})

describe('a device’s log', () => {
  it('U84 U85 is asked of the device once, however many ask, and is stored nowhere', async () => {
    const slot = await device('slot-01')
    const asked = [read('slot-01/logs'), read('slot-01/logs')]
    await until('the question', () => slot.commands().length > 0)
    const [{ cmd_id } = { cmd_id: '' }] = slot.commands()
    expect(slot.commands()).toMatchObject([{ action: 'logs' }])
    const lines = [{ at: 1700000000000, level: 'warn', text: 'the reader is gone' }]
    await slot.say('cmd/res', { cmd_id, status: 'done', lines })
    for (const answer of await Promise.all(asked))
      expect(answer).toMatchObject({ status: 200, body: { device_id: 'slot-01', lines } })
    // Neither that nor what comes without having been asked for.
    await slot.say('cmd/res', { cmd_id: 'logs-old', status: 'done', lines })
    await slot.say('cmd/res', { cmd_id: 'c1-unknown', status: 'done', lines })
    await until('three answers', () => slot.heard.on('eg/dev/slot-01/res').length >= 4)
    const db = new Database(core.dbPath, { readonly: true })
    const tables = db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).pluck().all() as string[]
    for (const table of tables)
      expect(JSON.stringify(db.prepare(`SELECT * FROM "${table}"`).all()), table).not.toContain('the reader is gone')
    db.close()
  })

  it('U86 U87 is for who looks after devices, and says why there is none', async () => {
    expect(await read('slot-01/logs', cashier)).toMatchObject({ status: 403, body: { reason: 'forbidden' } })
    expect(await read('slot-99/logs')).toMatchObject({ status: 404, body: { reason: 'unknown_device' } })
    const early = await device('slot-02')
    const asked = read('slot-02/logs')
    await until('the question', () => early.commands().length > 0)
    await early.say('cmd/res', { cmd_id: early.commands()[0]?.cmd_id, status: 'failed', reason: 'unknown_action' })
    expect(await asked).toMatchObject({ status: 409, body: { reason: 'old_device' } })
    await early.client.unsubscribeAsync('eg/dev/slot-02/cmd')
    expect(await read('slot-02/logs')).toMatchObject({ status: 409, body: { reason: 'old_device' } })
    await early.client.endAsync()
    await until('its end', async () => (await read('slot-02/logs')).body['reason'] === 'offline')
  })
})

describe('how a link was lately', () => {
  it('D40 is the last 60 measurements, for every operator, and nothing for a device that is not known', async () => {
    const slot = await device('slot-03')
    for (let ms = 1; ms <= 70; ms++) await slot.say('heartbeat', beat(ms))
    await slot.say('heartbeat', beat(null))
    const answer = await read('slot-03/latency', cashier)
    const items = answer.body.items as { at: number; link_ms: number }[]
    expect(items.map(({ link_ms }) => link_ms)).toEqual(Array.from({ length: 60 }, (_, i) => i + 11))
    expect(items.every(({ at }) => at > 1_700_000_000_000)).toBe(true)
    expect((await read('slot-99/latency')).status).toBe(404)
  })
})
