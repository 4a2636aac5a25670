import Database from 'better-sqlite3'
import type { MqttClient } from 'mqtt'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from './core-process.js'
import { type EnrolledCore, createEnrolledCore, listen } from './enrolled-core.js'
import { hello, spareDevice } from './spare-device.js'

let core: EnrolledCore
let number = 0

beforeAll(async () => {
  core = await createEnrolledCore()
  await core.start()
})
afterEach(() => core.end())
afterAll(() => core.stop())

const op = (path: string, body: object) => core.call('POST', `/api/op/${path}`, body, core.admin())
const get = async (path: string) => (await core.call('GET', path, undefined, core.admin())).body
const swap = (slot: string, spare: string, more: object = {}) =>
  op('swap', { slot_id: slot, spare_id: spare, reason: 'dead', ...more })
const code = (name: string, password: string) => core.code({ clientId: name, username: name, password })
const closed = (client: MqttClient) => {
  let is = client.disconnected
  client.on('close', () => (is = true))
  return () => is
}
/** A slot that is enrolled, and a spare that is connected. */
async function pair() {
  number += 1
  const [slot, spare] = [`slot-${100 + number}`, `spare-${100 + number}`]
  const old = await core.device(slot, 'slot')
  return { slot, old, spare: await spareDevice(core, spare, await core.device(spare, 'slot')) }
}
const row = (slot: string) => {
  const db = new Database(core.dbPath, { readonly: true })
  const found = db.prepare('SELECT * FROM swaps WHERE slot_id = ? ORDER BY swap DESC').get(slot)
  db.close()
  return found as Record<string, unknown>
}
const journal = async (device: string) =>
  (await get(`/api/timeline?device=${device}`)).items as { kind: string; reason: string | null; actor: string }[]
async function operator() {
  const page = await core.connect({ username: 'Grace', password: await core.operator('Grace', 'gamemaster') })
  const heard = listen(page)
  await page.subscribeAsync(['eg/op/swaps', 'eg/op/night', 'eg/op/devices/+'], { qos: 1 })
  return heard
}

describe('a spare takes the place of a slot', () => {
  it('U41 U43 by one command: it is told its new secret sealed, comes in with it, and the old secret opens nothing', async () => {
    const { slot, old, spare } = await pair()
    const answer = await swap(slot, spare.name, { req_id: `once-${slot}` })
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'ok', slot_id: slot, saw: { slot_online: false, spare_online: true } },
    })
    const secret = await spare.taken(slot)
    expect(await code(slot, old)).toBe(134)
    const again = await swap(slot, spare.name, { req_id: `once-${slot}` })
    expect(again.body).toEqual(answer.body)
    expect(row(slot).status).toBe('sent')

    const gone = closed(spare.client)
    const taken = await core.connect({ clientId: slot, username: slot, password: secret })
    await until('the swap to be done', () => row(slot).status === 'done')
    await until('its own name to be closed', gone)
    expect(taken.connected).toBe(true)
    const lines = await journal(slot)
    expect(lines.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['opSwap', 'swapDone']))
    // No secret stands anywhere.
    const db = new Database(core.dbPath, { readonly: true })
    expect(JSON.stringify(db.prepare('SELECT * FROM swaps').all())).not.toContain(secret)
    db.close()
  })

  it('U41 a device that waits to be enrolled can be the spare', async () => {
    const { newcomer } = await import('./enrolled-core.js')
    const old = await core.device('slot-300', 'slot')
    const device = await newcomer(core)
    await device.hello()
    const body = { slot_id: 'slot-300', spare_key: device.key, reason: 'dead' }
    expect((await op('swap', body)).status).toBe(200)
    const told = await until('its secret', () =>
      device.heard.on(device.topic).find(({ status }) => status === 'enrolled'),
    )
    expect(await code('slot-300', old)).toBe(134)
    expect(await code('slot-300', device.secret(told))).toBe(0)
    await until('the swap to be done', () => row('slot-300').status === 'done')
  })

  it.each([
    ['of no slot', { slot_id: 'slot-999' }, 'not_a_slot'],
    ['by nobody', { spare_id: undefined }, 'no_spare'],
    ['by two', { spare_key: '0123456789abcdef' }, 'no_spare'],
    ['by itself', { spare_id: 'SLOT' }, 'same_device'],
    ['by one that is not enrolled', { spare_id: 'spare-999' }, 'unknown_spare'],
    ['by one that has gone', { spare_key: '0123456789abcdef', spare_id: undefined }, 'unknown_spare'],
    ['by one that is away', { spare_id: 'AWAY' }, 'spare_offline'],
    ['by one of an earlier release', { spare_id: 'OLD' }, 'old_spare'],
    ['seen connected', { expect_online: true }, 'stale'],
  ])('U42 not %s', async (_, more, reason) => {
    const { slot, old, spare } = await pair()
    await core.device(`away-${slot}`, 'slot')
    const secret = await core.device(`old-${slot}`, 'slot')
    await hello(
      await core.connect({ clientId: `old-${slot}`, username: `old-${slot}`, password: secret }),
      `old-${slot}`,
    )
    const names: Record<string, string> = { SLOT: slot, AWAY: `away-${slot}`, OLD: `old-${slot}` }
    const asked = { slot_id: slot, spare_id: spare.name, reason: 'dead', ...more } as Record<string, string | undefined>
    const body = { ...asked, spare_id: names[asked.spare_id ?? ''] ?? asked.spare_id }
    const refused = await op('swap', body)
    expect(refused).toMatchObject({ status: 409, body: { reason, detail: expect.stringMatching(/\.$/) } })
    expect(await code(slot, old)).toBe(0)
    expect(spare.orders()).toEqual([])
  })

  it('U42 one that is connected is replaced only when the operator says that it was seen so', async () => {
    const { slot, old, spare } = await pair()
    const dying = await core.connect({ clientId: slot, username: slot, password: old })
    await until('it to be seen', async () =>
      ((await get('/api/devices')).items as { device_id: string; online: boolean }[]).some(
        (d) => d.device_id === slot && d.online,
      ),
    )
    expect((await swap(slot, spare.name)).body).toMatchObject({ reason: 'slot_online' })
    const gone = closed(dying)
    expect((await swap(slot, spare.name, { expect_online: true })).status).toBe(200)
    await until('the old one to be put out', gone)
    expect(await code(slot, await spare.taken(slot))).toBe(0)
  })

  it('U43 U44 nothing of the old one is taken that was queued behind the swap, nor its states and its will', async () => {
    const { slot, old, spare } = await pair()
    await op('mode/set', { mode: 'night' })
    const run = (await op('night/open', { step: 1, question: 'Q', options: ['A', 'B'], expected: 9 })).body
      .run as number
    const will = { topic: `eg/dev/${slot}/status`, payload: Buffer.from('offline'), qos: 1, retain: true } as const
    const dying = await core.connect({ clientId: slot, username: slot, password: old, will })
    const leds = (lit: boolean) => JSON.stringify({ states: [lit, false, false, false, false, false] })
    await dying.publishAsync(`eg/dev/${slot}/input/leds`, leds(true), { qos: 1, retain: true })
    const vote = (choice: string) =>
      JSON.stringify({ device_id: slot, step: 1, choice, ts: 1, run, req_id: `${slot}${choice}` })
    await dying.publishAsync('eg/night/vote', vote('A'), { qos: 1 })
    // On its way while the operator swaps: the core must take none of what is committed after that.
    let sent = 0
    const flood = setInterval(() => {
      sent += 1
      dying.publish('eg/night/vote', vote('B').replace(`${slot}B`, `${slot}B${sent}`), { qos: 1 })
      dying.publish(`eg/dev/${slot}/input/leds`, leds(sent % 2 === 0), { qos: 1, retain: true })
    }, 0)
    const gone = closed(dying)
    expect((await swap(slot, spare.name, { expect_online: true })).status).toBe(200)
    await until('the old one to be put out', gone)
    clearInterval(flood)
    const lines = (await journal(slot)).toReversed()
    const at = lines.findIndex(({ kind }) => kind === 'opSwap')
    const after = lines.slice(at + 1).filter(({ kind }) => kind === 'nightVote')
    expect(after.filter(({ reason }) => reason !== 'fenced')).toEqual([])
    const db = new Database(core.dbPath, { readonly: true })
    expect(db.prepare('SELECT count(*) FROM device_states WHERE device_id = ?').pluck().get(slot)).toBe(0)
    db.close()
    await op('night/void', { run })
  })

  it('U46 can be cancelled until the spare has come in; the old one holds again, and later only a swap back helps', async () => {
    const { slot, old, spare } = await pair()
    const { swap: one } = (await swap(slot, spare.name)).body
    const secret = await spare.taken(slot)
    expect((await op('swap/cancel', { swap: one, reason: 'it is back' })).status).toBe(200)
    expect(await code(slot, secret)).toBe(134)
    expect(await code(slot, old)).toBe(0)
    expect((await op('swap/cancel', { swap: one, reason: 'again' })).status).toBe(200)
    expect((await op('swap/cancel', { swap: 4711, reason: 'x' })).body).toMatchObject({ reason: 'unknown' })

    const { swap: two } = (await swap(slot, spare.name)).body
    const next = await until('a new secret', async () => {
      const taken = await spare.taken(slot)
      return taken !== secret && taken
    })
    expect(await code(slot, next)).toBe(0)
    await until('the swap to be done', () => row(slot).status === 'done')
    expect((await op('swap/cancel', { swap: two, reason: 'x' })).body).toMatchObject({ reason: 'moved_on' })
  })

  it('U46 U47 another spare can be named before the first has come in, which then never does', async () => {
    const { slot, old, spare } = await pair()
    const other = await pair()
    await swap(slot, spare.name)
    const first = await spare.taken(slot)
    expect((await swap(other.slot, spare.name)).body).toMatchObject({ reason: 'spare_busy' })
    expect((await swap(slot, other.spare.name)).status).toBe(200)
    const second = await other.spare.taken(slot)
    expect([await code(slot, old), await code(slot, first), await code(slot, second)]).toEqual([134, 134, 0])
    await until('the swap to be done', () => row(slot).status === 'done')
    expect(row(slot).spare_id).toBe(other.spare.name)
    // The first is what it was.
    expect(spare.client.connected).toBe(true)
  })

  it('U53 a spare that is revoked meanwhile gets nothing and the old one holds; a slot that is revoked stays revoked', async () => {
    const one = await pair()
    await swap(one.slot, one.spare.name)
    const first = await one.spare.taken(one.slot)
    expect((await op('devices/revoke', { device_id: one.spare.name, reason: 'stolen' })).status).toBe(200)
    expect([await code(one.slot, first), await code(one.slot, one.old)]).toEqual([134, 0])
    expect(row(one.slot).status).toBe('cancelled')

    const two = await pair()
    const { swap: number } = (await swap(two.slot, two.spare.name)).body
    const second = await two.spare.taken(two.slot)
    expect((await op('devices/revoke', { device_id: two.slot, reason: 'stolen' })).status).toBe(200)
    expect((await op('swap/cancel', { swap: number, reason: 'x' })).body).toMatchObject({ reason: 'moved_on' })
    expect([await code(two.slot, second), await code(two.slot, two.old)]).toEqual([134, 134])
  })

  it('U48 a core that is killed in the middle goes on with it', async () => {
    const { slot, old, spare } = await pair()
    await swap(slot, spare.name)
    const secret = await spare.taken(slot)
    await core.kill()
    await core.start()
    expect(await code(slot, old)).toBe(134)
    const back = await core.operator('Grace', 'gamemaster')
    expect(back).toMatch(/^ot_/)
    expect(row(slot).status).toBe('sent')
    expect(await code(slot, secret)).toBe(0)
    await until('the swap to be done', () => row(slot).status === 'done')
  })

  it('U49 the one that was replaced is an alarm when it tries to come back', async () => {
    const { slot, old, spare } = await pair()
    const page = await operator()
    await swap(slot, spare.name)
    expect(await code(slot, await spare.taken(slot))).toBe(0)
    expect(await code(slot, old)).toBe(134)
    type State = { items: { slot_id: string; returned_from: string | null }[] }
    await until('the alarm', () =>
      page
        .on<State>('eg/op/swaps')
        .at(-1)
        ?.items.some((s) => s.slot_id === slot && s.returned_from === '127.0.0.1'),
    )
    expect((await journal(slot))[0]).toMatchObject({ kind: 'fencedReturn', reason: 'fenced' })
    // A wrong secret is no return.
    const seen = row(slot).returned_at
    expect(await code(slot, `ds_${'x'.repeat(43)}`)).toBe(134)
    expect(row(slot).returned_at).toBe(seen)
  })

  it('U52 what the old one was told to do and has not done has failed', async () => {
    const { slot, spare } = await pair()
    const { cmd_id } = (await op('devices/command', { target_id: slot, action: 'identify' })).body
    await swap(slot, spare.name)
    const { items = [] } = await get(`/api/devices/${slot}/commands`)
    expect(items).toMatchObject([{ cmd_id, status: 'failed', reason: 'replaced' }])
  })
})

describe('a spare', () => {
  it('U51 neither votes nor is waited for; when it has come in the slot is expected again', async () => {
    const { slot, spare } = await pair()
    const page = await operator()
    const opened = (await op('night/open', { step: 2, question: 'Q', options: ['A', 'B'], expected: 3 })).body.run
    const vote = JSON.stringify({ device_id: spare.name, step: 2, choice: 'A', ts: 1, req_id: 'v' })
    await spare.client.publishAsync('eg/night/vote', vote, { qos: 1 })
    const heard = listen(spare.client)
    await spare.client.publishAsync('eg/night/vote', vote, { qos: 1 })
    expect(await heard.last(`eg/dev/${spare.name}/res`)).toMatchObject({ status: 'refused', reason: 'not_a_slot' })
    expect((await op('night/excuse', { run: opened, slot_id: slot, excused: true })).status).toBe(200)

    await swap(slot, spare.name)
    const secret = await spare.taken(slot)
    const taken = await core.connect({ clientId: slot, username: slot, password: secret })
    await hello(taken, slot, spare.keys.publicKey)
    type Night = { run: { excused: { device_id: string }[] } | null }
    const shown = page.on<Night>('eg/op/night').flatMap(({ run }) => run?.excused.map((e) => e.device_id) ?? [])
    expect(shown).toContain(slot)
    expect(shown).not.toContain(spare.name)
    await until('it to be expected', () => {
      const excused =
        page
          .on<Night>('eg/op/night')
          .at(-1)
          ?.run?.excused.map(({ device_id }) => device_id) ?? []
      return !excused.includes(slot) && !excused.includes(spare.name)
    })
    const devices = (await get('/api/devices')).items as { device_id: string; kind: string }[]
    expect(devices.find(({ device_id }) => device_id === spare.name)?.kind).toBe('retired')
    await op('night/void', { run: opened })
  })

  it('E65 a run of all slots waits again for the slot that an excuse was given for, once the spare has come in', async () => {
    const { slot, old, spare } = await pair()
    const dying = await core.connect({ clientId: slot, username: slot, password: old })
    await hello(dying, slot)
    const beside = await pair()
    const other = await core.connect({ clientId: beside.slot, username: beside.slot, password: beside.old })
    await hello(other, beside.slot)
    const step = { step: 9, question: 'Q', options: ['A', 'B'], expected: 'slots' }
    await op('mode/set', { mode: 'night' })
    const run = (await op('night/open', step)).body.run as number
    const expected = async () => ((await get('/api/night/runs')).items as { run: number; expected: number }[])[0]
    const both = () => expected().then((now) => (now?.expected ?? 0) > 1 && now)
    const before = (await until('both to be expected', both)).expected
    await op('night/excuse', { run, slot_id: slot, excused: true })
    expect(await expected()).toMatchObject({ run, expected: before - 1 })
    expect((await swap(slot, spare.name, { expect_online: true })).status).toBe(200)
    await core.connect({ clientId: slot, username: slot, password: await spare.taken(slot) })
    await until('the swap to be done', () => row(slot).status === 'done')
    expect(await expected()).toMatchObject({ run, expected: before })
    await op('night/void', { run })
  })

  it('U50 is told the vote of the slot it is now, which stays its only one', async () => {
    const { slot, old, spare } = await pair()
    const run = (await op('night/open', { step: 3, question: 'Q', options: ['A', 'B'], expected: 9, final: true })).body
      .run as number
    const dying = await core.connect({ clientId: slot, username: slot, password: old })
    const vote = (choice: string, id: string) =>
      JSON.stringify({ device_id: slot, step: 3, choice, ts: 1, run, req_id: id })
    await dying.publishAsync('eg/night/vote', vote('B', 'old-1'), { qos: 1 })
    await dying.endAsync(true)
    await swap(slot, spare.name, { expect_online: undefined })
    await until('it to be gone', async () => (await swap(slot, spare.name)).status === 200)
    const taken = await core.connect({ clientId: slot, username: slot, password: await spare.taken(slot) })
    const heard = listen(taken)
    await taken.subscribeAsync(`eg/dev/${slot}/res`, { qos: 1 })
    await hello(taken, slot, spare.keys.publicKey)
    const told = await until('its vote', () => heard.on(`eg/dev/${slot}/res`).find(({ replayed }) => replayed))
    expect(told).toMatchObject({ type: 'night_vote', status: 'counted', run, choice: 'B' })
    await taken.publishAsync('eg/night/vote', vote('A', 'new-1'), { qos: 1 })
    await until('the refusal', () => heard.on(`eg/dev/${slot}/res`).some(({ reason }) => reason === 'already_voted'))
    const db = new Database(core.dbPath, { readonly: true })
    expect(db.prepare('SELECT choice FROM votes WHERE run = ? AND device_id = ?').pluck().all(run, slot)).toEqual(['B'])
    db.close()
    await op('night/void', { run })
  })
})

describe('a core that asks nobody', () => {
  it('U45 does not replace what it cannot keep out, unless it is told to, and then sees it return', async () => {
    const open = await createEnrolledCore({ EG_AUTH: 'open' })
    await open.start()
    try {
      const old = await open.connect({ clientId: 'slot-04' })
      await hello(old, 'slot-04', 'o'.repeat(43))
      await old.endAsync()
      const spare = await spareDevice(open, 'spare-01', '')
      const asked = { slot_id: 'slot-04', spare_id: 'spare-01', reason: 'dead' }
      const gone = () => open.call('POST', '/api/op/swap', asked)
      const refused = await until('the old one to be gone', async () => {
        const { body } = await gone()
        return body.reason !== 'slot_online' && body
      })
      expect(refused).toMatchObject({ reason: 'cannot_fence', detail: expect.stringContaining('force') })
      expect((await open.call('POST', '/api/op/swap', { ...asked, force: true })).status).toBe(200)
      const order = await until('the word', () => spare.orders()[0])
      expect(order.become).toEqual({ device_id: 'slot-04', role: 'slot' })
      const status = async () => {
        const db = new Database(open.dbPath, { readonly: true })
        const found = db.prepare('SELECT status, fenced, returned_at FROM swaps').get() as Record<string, unknown>
        db.close()
        return found
      }
      expect(await status()).toMatchObject({ status: 'sent', fenced: 0 })
      const taken = await open.connect({ clientId: 'slot-04' })
      await hello(taken, 'slot-04', spare.keys.publicKey)
      await until('the swap to be done', async () => (await status()).status === 'done')
      const back = await open.connect({ clientId: 'slot-04' })
      await hello(back, 'slot-04', 'o'.repeat(43))
      await until('the alarm', async () => (await status()).returned_at !== null)
    } finally {
      await open.end()
      await open.stop()
    }
  })
})
