import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createEnrolmentKeys, enrolmentCode, enrolmentKey } from '@eg/shared/enrol-seal'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from './core-process.js'
import { type EnrolledCore, createEnrolledCore, listen, newcomer } from './enrolled-core.js'

let core: EnrolledCore
let gamemaster: string

beforeAll(async () => {
  core = await createEnrolledCore()
  await core.start()
  gamemaster = await core.operator('Grace', 'gamemaster')
})
afterEach(() => core.end())
afterAll(() => core.stop())

const op = (path: string, body: object) => core.call('POST', `/api/op/${path}`, body, gamemaster)
const connects = (deviceId: string, secret: string, clientId = deviceId) =>
  core.code({ clientId, username: deviceId, password: secret })

describe('a device that nobody knows', () => {
  it('A12 waits in the operator’s list with its code, and is let in under the name it is given', async () => {
    const device = await newcomer(core)
    const operator = await core.connect({ username: 'Grace', password: gamemaster })
    const page = listen(operator)
    await operator.subscribeAsync('eg/op/pending', { qos: 1 })
    const code = enrolmentCode(device.keys.publicKey)
    expect(await device.hello({ wish: 'slot-09' })).toEqual({ status: 'pending', code })
    await until('the list', () => page.on('eg/op/pending').some(({ items }) => (items as unknown[]).length === 1))
    const { items } = await page.last<{ items: Record<string, unknown>[] }>('eg/op/pending')
    expect(items).toMatchObject([
      { key: device.key, name: 'pi', model: 'Pi 4', code, wish: 'slot-09', address: '127.0.0.1' },
    ])

    const done = await op('devices/enrol', { key: device.key, device_id: 'slot-04', role: 'slot' })
    expect(done).toMatchObject({ status: 200, body: { ok: true, device_id: 'slot-04', role: 'slot' } })
    await until('its answer', () => device.heard.on(device.topic).some(({ status }) => status === 'enrolled'))
    const state = await device.heard.last(device.topic)
    const secret = device.secret(state)
    expect(secret).toMatch(/^ds_[\w-]{43}$/)
    expect(JSON.stringify([state, done])).not.toContain(secret)
    await until('an empty list', () => page.on('eg/op/pending').at(-1)?.items?.toString() === '')
    expect(await connects('slot-04', secret)).toBe(0)
  })

  it('A13 gets its sealed answer again at each hello until it has connected with its secret', async () => {
    const device = await newcomer(core)
    await device.hello()
    await op('devices/enrol', { key: device.key, device_id: 'slot-05', role: 'slot' })
    const again = await device.hello()
    expect(again).toMatchObject({ status: 'enrolled', device_id: 'slot-05' })
    const secret = device.secret(again)
    await core.stop()
    await core.start()
    const returned = await newcomer(core)
    const state = await returned.hello({ public_key: device.keys.publicKey })
    expect(device.secret(state)).toBe(secret)
    expect(await connects('slot-05', secret)).toBe(0)
    // What is not needed any more is not kept.
    await until('the answer to be forgotten', () => {
      const db = new Database(core.dbPath, { readonly: true })
      const kept = db.prepare(`SELECT sealed FROM enrolments WHERE device_id = 'slot-05'`).pluck().get()
      db.close()
      return kept === null
    })
    expect((await returned.hello({ public_key: device.keys.publicKey })).status).toBe('pending')
  })

  it('A12 that is dismissed is told so, and stays away under this key', async () => {
    const device = await newcomer(core)
    await device.hello()
    expect((await op('devices/dismiss', { key: device.key })).status).toBe(200)
    await until('the word', () => device.heard.on(device.topic).some(({ reason }) => reason === 'dismissed'))
    expect(await device.hello()).toMatchObject({ status: 'refused', reason: 'dismissed' })
    expect((await op('devices/dismiss', { key: device.key })).body).toMatchObject({ reason: 'not_pending' })
    const late = await op('devices/enrol', { key: device.key, device_id: 'slot-06', role: 'slot' })
    expect(late).toMatchObject({ status: 409, body: { reason: 'not_pending' } })
  })

  it('V45 cannot move a cursor or turn text around where its name is shown', async () => {
    const guest = await core.connect({ clientId: 'new-escape' })
    const { publicKey } = createEnrolmentKeys()
    for (const name of ['\u001b[2Jpi', 'pi\nslot-01', 'pi\u202e', '\u0000'])
      for (const field of ['name', 'model', 'version']) {
        const hello = { name: 'pi', model: 'Pi 4', version: '1', public_key: publicKey, [field]: name }
        await guest.publishAsync('eg/enrol/new-escape/hello', JSON.stringify(hello), { qos: 1 })
      }
    const { items } = (await core.call('GET', '/api/pending', undefined, gamemaster)).body
    expect(items?.filter(({ key }) => key === enrolmentKey(publicKey))).toEqual([])
  })

  it('A12 says hello only for itself', async () => {
    const device = await newcomer(core)
    const { publicKey } = createEnrolmentKeys()
    const hello = JSON.stringify({ name: 'x', model: 'x', version: '1', public_key: publicKey })
    await expect(device.client.publishAsync('eg/enrol/new-other/hello', hello, { qos: 1 })).rejects.toThrow()
    await expect(device.client.subscribeAsync('eg/enrol/+/state', { qos: 1 })).rejects.toThrow()
  })
})

describe('a name', () => {
  it('A10 that is enrolled is replaced only when the operator says so; then the old secret is void at once', async () => {
    const first = await core.device('slot-07', 'slot')
    const connected = await core.connect({ clientId: 'slot-07', username: 'slot-07', password: first })
    let closed = false
    connected.on('close', () => (closed = true))
    const device = await newcomer(core)
    await device.hello()
    const asked = { key: device.key, device_id: 'slot-07', role: 'slot' }
    expect((await op('devices/enrol', asked)).body).toMatchObject({ ok: false, reason: 'already_enrolled' })
    expect(closed).toBe(false)
    expect((await op('devices/enrol', { ...asked, replace: true })).status).toBe(200)
    await until('the old one to be put out', () => closed)
    expect(await connects('slot-07', first)).toBe(134)
    expect(await connects('slot-07', device.secret(await device.hello()))).toBe(0)
  })

  it('A10 must fit its role', async () => {
    const wrong = await core.call('POST', '/api/op/devices/add', { device_id: 'slot-08', role: 'change' }, core.admin())
    expect(wrong).toMatchObject({ status: 409, body: { reason: 'role_mismatch', field: 'role' } })
    const own = await core.call('POST', '/api/op/devices/add', { device_id: 'core-01', role: 'slot' }, core.admin())
    expect(own).toMatchObject({ status: 409, body: { reason: 'reserved' } })
  })
})

describe('a device that is revoked', () => {
  it('A18 is disconnected at once with its page, is refused from then on, and can be enrolled anew', async () => {
    const secret = await core.device('slot-11', 'slot')
    const device = await core.connect({ clientId: 'slot-11', username: 'slot-11', password: secret })
    const heard = listen(device)
    await device.subscribeAsync('eg/dev/slot-11/res', { qos: 1 })
    await device.publishAsync('eg/dev/slot-11/page/token', JSON.stringify({ req_id: 'p' }), { qos: 1 })
    const { token } = await heard.last<{ token: string }>('eg/dev/slot-11/res')
    const page = await core.connect({ clientId: 'slot-11-ui', username: 'slot-11', password: token })
    const gone: string[] = []
    device.on('close', () => gone.push('device'))
    page.on('close', () => gone.push('page'))
    expect((await op('devices/revoke', { device_id: 'slot-11', reason: 'stolen' })).status).toBe(200)
    await until('both to be put out', () => gone.length === 2)
    expect(await connects('slot-11', secret)).toBe(134)
    expect(await connects('slot-11', token, 'slot-11-ui')).toBe(134)
    expect((await op('devices/revoke', { device_id: 'slot-11' })).body).toMatchObject({ reason: 'not_enrolled' })
    // What came from the old secret is void with it, also when the name is let in again.
    expect(await connects('slot-11', await core.device('slot-11', 'slot'))).toBe(0)
    expect(await connects('slot-11', token, 'slot-11-ui')).toBe(134)
    await op('devices/revoke', { device_id: 'slot-11' })
    await core.stop()
    await core.start()
    expect(await connects('slot-11', secret)).toBe(134)
    expect(await connects('slot-11', await core.device('slot-11', 'slot'))).toBe(0)
  })
})

describe('a fleet', () => {
  it('A35 is back after a restart of the core, all at once and each as itself', async () => {
    const ids = Array.from({ length: 100 }, (_, i) => `table-${100 + i}`)
    const secrets = await Promise.all(ids.map((id) => core.device(id, 'table')))
    await core.kill()
    await core.start()
    const clients = await Promise.all(
      ids.map((id, i) => core.connect({ clientId: id, username: id, password: secrets[i] ?? '' })),
    )
    expect(clients.every(({ connected }) => connected)).toBe(true)
    const rows = (await core.call('GET', '/api/devices', undefined, gamemaster)).body.items ?? []
    expect(rows.filter(({ device_id, online }) => ids.includes(String(device_id)) && online === true)).toHaveLength(100)
  })
})

describe('what is kept of a secret', () => {
  it('A33 is nothing that could show it again: the same request is answered without it, and the first one holds', async () => {
    const asked = { req_id: 'add-1', device_id: 'table-01', role: 'table' }
    const first = await op('devices/add', asked)
    const again = await op('devices/add', asked)
    expect(again).toMatchObject({ status: 200, body: { ok: true, device_id: 'table-01' } })
    expect(again.body).not.toHaveProperty('secret')
    expect(again.body.detail).toContain('once only')
    for (const { body } of [first, again]) expect(body).not.toHaveProperty('issue')
    expect(await connects('table-01', first.body.secret ?? '')).toBe(0)
  })

  it('A33 is a hash: no secret, password or token stands in the database, the log, the journal or an answer', async () => {
    const deviceSecret = await core.device('table-09', 'table')
    const password = 'a password of nobody else'
    const session = await core.operator('Wanda', 'cashier', password)
    const device = await newcomer(core)
    await device.hello()
    await op('devices/enrol', { key: device.key, device_id: 'slot-12', role: 'slot' })
    const enrolled = device.secret(await device.hello())
    // Wrong ones, too: what is nearly right must not be written down either.
    await connects('table-09', `${deviceSecret}x`)
    await core.code({ clientId: 'x', username: deviceSecret, password: 'y' })
    await core.call('POST', '/api/login', { name: 'Wanda', password: `${password}!` })
    await core.call('POST', '/api/login', { name: password, password: 'y' })
    await core.call('POST', '/api/op/operators/set', { name: 'Wanda', role: 'nonsense', password }, gamemaster)
    await core.call('GET', '/api/devices', undefined, `${session}x`)
    const reads = await Promise.all([
      core.call('GET', '/api/timeline?limit=1000', undefined, gamemaster),
      core.call('GET', '/api/operators', undefined, gamemaster),
      core.call('GET', '/api/enrolments', undefined, gamemaster),
      core.call('GET', '/health', undefined, gamemaster),
    ])
    const metrics = await (await fetch(`${core.api}/metrics`)).text()
    const told = `${core.lines.join('\n')}\n${JSON.stringify(reads)}\n${metrics}`
    expect(told).toContain('refused')
    await core.stop()
    const stored = ['', '-wal'].map((suffix) => readIfThere(core.dbPath + suffix)).join('')
    const db = new Database(core.dbPath, { readonly: true })
    const asked = db.prepare('SELECT hash FROM requests').pluck().all()
    db.close()
    await core.start()
    // What a request said is kept as a fast hash: a password must not be in what is hashed.
    const said = JSON.stringify({ name: 'Wanda', role: 'cashier', password })
    expect(asked).not.toContain(createHash('sha256').update('opOperatorSet').update(said).digest('base64'))
    expect(asked).toContain(
      createHash('sha256').update('opOperatorSet').update('{"name":"Wanda","role":"cashier"}').digest('base64'),
    )
    for (const secret of [deviceSecret, password, session, enrolled, gamemaster]) {
      expect(told.includes(secret), secret.slice(0, 4)).toBe(false)
      expect(stored.includes(secret), secret.slice(0, 4)).toBe(false)
    }
  })
})

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return ''
    throw error
  }
}
