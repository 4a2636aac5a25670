import { execFile } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { OPERATOR_ROLES, allContracts } from '@eg/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EnrolledCore, createEnrolledCore } from './enrolled-core.js'

let core: EnrolledCore
const tokens: Record<string, string> = {}

beforeAll(async () => {
  core = await createEnrolledCore()
  await core.start()
  for (const role of OPERATOR_ROLES) tokens[role] = await core.operator(`A ${role}`, role)
})
afterAll(() => core.stop())

describe('the API', () => {
  it('A28 tells a stranger that the core is there, and nothing else', async () => {
    expect((await core.call('GET', '/health')).body).toEqual({
      ok: true,
      version: expect.any(String),
      auth: 'enrolled',
    })
    for (const path of ['/api/timeline', '/api/devices', '/api/payouts', '/api/nothing', '/api/operators']) {
      const answer = await core.call('GET', path)
      expect(answer, path).toMatchObject({ status: 401, body: { ok: false, reason: 'login_needed' } })
      expect(answer.body.detail).toContain('/api/login')
    }
    for (const path of ['/api/mode', '/api/night/step', '/api/op/cards/issue', '/api/logout', '/api/session/renew']) {
      expect((await core.call('POST', path, { mode: 'night' })).status, path).toBe(401)
    }
    const page = await fetch(`http://127.0.0.1:${core.ports.operator}/api/devices`)
    expect(page.status).toBe(401)
    expect((await core.call('GET', '/health', undefined, tokens.viewer)).body).toMatchObject({
      mode: 'day',
      clients: 0,
    })
  })

  it('A28 gives each role its commands and its reads; a refusal names the role that is needed', async () => {
    const commands = allContracts.filter(({ topic, mqttOnly }) => topic.startsWith('eg/core/op/') && !mqttOnly)
    for (const role of OPERATOR_ROLES) {
      for (const contract of commands) {
        const path = `/api/op/${contract.topic.slice('eg/core/op/'.length)}`
        const may = contract.publishers.includes(role)
        // Nonsense: whoever may is told what is wrong, and nothing happens.
        const nonsense = { role: 0, name: 0, count_cents: 'x', reason: 0, expect_view: 0 }
        const { status, body } = await core.call('POST', path, nonsense, tokens[role])
        expect([400, 409], `${role} ${path} ${status}`).toContain(may ? status : 400)
        if (!may)
          expect({ ...body, status }, `${role} ${path}`).toMatchObject({
            status: 403,
            reason: 'forbidden',
            needs: contract.publishers,
          })
      }
      const reads = { '/api/timeline': true, '/api/cards': role === 'gamemaster' || role === 'cashier' }
      for (const [path, may] of Object.entries(reads)) {
        expect((await core.call('GET', path, undefined, tokens[role])).status, `${role} ${path}`).toBe(may ? 200 : 403)
      }
    }
  })

  it('A28 takes no token but a whole one, and none in another place', async () => {
    const { viewer = '' } = tokens
    for (const bad of ['', 'x', viewer.slice(0, -1), `${viewer}x`, 'ot_', 'null', '[object Object]']) {
      expect((await core.call('GET', '/api/devices', undefined, bad)).status, bad).toBe(401)
    }
    const inQuery = await fetch(`${core.api}/api/devices?token=${viewer}&access_token=${viewer}`)
    const inCookie = await fetch(`${core.api}/api/devices`, { headers: { cookie: `token=${viewer}` } })
    expect([inQuery.status, inCookie.status]).toEqual([401, 401])
    const ended = await core.call('GET', '/api/devices', undefined, 'ot_nothing')
    expect(ended.body).toMatchObject({ reason: 'session_ended' })
    const answer = await fetch(`${core.api}/api/session`, { headers: { authorization: `Bearer ${viewer}` } })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('set-cookie')).toBeNull()
  })

  it('A36 lets a script of the old system in by its address, for the calls of that system and no others', async () => {
    const add = await core.call(
      'POST',
      '/api/op/devices/add',
      { device_id: 'old-scripts', role: 'script' },
      core.admin(),
    )
    expect(add).toMatchObject({ status: 409, body: { reason: 'no_address' } })
    const script = { device_id: 'old-scripts', role: 'script', legacy_from: '127.0.0.1' }
    const beyond = await core.call('POST', '/api/op/devices/add', script, tokens.technician)
    expect(beyond).toMatchObject({ status: 403, body: { reason: 'forbidden', needs: ['gamemaster'] } })
    await core.device('old-scripts', 'script', { legacy_from: '127.0.0.1' })
    expect((await core.call('POST', '/api/mode', { mode: 'night' })).body).toMatchObject({ ok: true })
    const step = { step: 1, question: 'Q', options: ['A', 'B'] }
    expect((await core.call('POST', '/api/night/step', step)).body).toMatchObject({ ok: true })
    expect((await core.call('GET', '/api/payouts')).body).toMatchObject({ items: [] })
    for (const path of ['/api/timeline', '/api/cards', '/api/operators']) {
      expect((await core.call('GET', path)).status, path).toBe(401)
    }
    expect((await core.call('POST', '/api/op/night/close', { run: 1 })).status).toBe(401)
    const lines = (await core.call('GET', '/api/timeline', undefined, tokens.viewer)).body.items
    expect(lines?.find(({ kind }) => kind === 'opModeSet')).toMatchObject({ actor: 'old-scripts' })
    // It is no MQTT principal: nobody gets a device's rights by its name.
    expect(await core.code({ clientId: 'old-scripts' })).toBe(0)
    await core.call('POST', '/api/op/devices/revoke', { device_id: 'old-scripts' }, core.admin())
    expect((await core.call('POST', '/api/mode', { mode: 'day' })).status).toBe(401)
  })
})

describe('administration on the core’s own machine', () => {
  const cli = (script: string, args: string[], input = '') =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const path = fileURLToPath(new URL(`../dist/cli/${script}.js`, import.meta.url))
      const env = { PATH: process.env.PATH, DB_PATH: core.dbPath, API_PORT: String(core.ports.api) }
      const child = execFile(process.execPath, [path, ...args], { env }, (error, out, err) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, out, err }),
      )
      child.stdin?.end(input)
    })

  it('A37 is by a token that only the core’s own user can read, another one at each start', async () => {
    const path = join(dirname(core.dbPath), 'admin.token')
    for (const file of [path, core.dbPath]) expect((statSync(file).mode & 0o777).toString(8), file).toBe('600')
    const before = core.admin()
    await core.stop()
    await core.start()
    expect(core.admin()).not.toBe(before)
    expect((await core.call('GET', '/api/operators', undefined, before)).status).toBe(401)
    expect((await core.call('GET', '/api/operators', undefined, core.admin())).status).toBe(200)
  })

  it('A34 npm run device adds, lists and revokes; a secret is shown once', async () => {
    const add = await cli('device', ['add', 'change-01', '--role', 'change'])
    const secret = /ds_[\w-]{43}/.exec(add.out)?.[0] ?? ''
    expect(add.code).toBe(0)
    expect(await core.code({ clientId: 'change-01', username: 'change-01', password: secret })).toBe(0)
    expect((await cli('device', ['add', 'change-01'])).err).toContain('enrolled already')
    const legacy = await cli('device', ['add', 'slot-07', '--legacy', '--from', '127.0.0.1'])
    expect(legacy.out).toContain('not protected')
    expect(await core.code({ clientId: 'slot-07' })).toBe(0)
    const list = await cli('device', ['list'])
    expect(list.out).toMatch(/change-01 +change +enrolled/)
    expect(list.out).toMatch(/slot-07 +slot +unprotected +127\.0\.0\.1/)
    expect(list.out).not.toContain('ds_')
    expect((await cli('device', ['revoke', 'change-01', '--reason', 'sold'])).code).toBe(0)
    expect(await core.code({ clientId: 'change-01', username: 'change-01', password: secret })).toBe(134)
    for (const wrong of [
      ['add', 'x'],
      ['add'],
      ['fly'],
      ['add', 'x', '--from', '1.2.3.4'],
      ['add', 'x', '--role', 'king'],
      ['revoke', 'no'],
      ['add', 'x', '--nonsense'],
    ]) {
      const { code, out, err } = await cli('device', wrong)
      expect({ code, out }, wrong.join(' ')).toEqual({ code: 1, out: '' })
      expect(err, wrong.join(' ')).not.toMatch(/at .*\.js:\d+/)
    }
  })

  it('A34 npm run operator adds with a password from standard input, lists, logs out and removes', async () => {
    const add = await cli('operator', ['add', 'Zoë', '--role', 'cashier'], 'a good password\n')
    expect(add).toMatchObject({ code: 0, err: '' })
    const login = await core.call('POST', '/api/login', { name: 'zoë', password: 'a good password' })
    expect(login).toMatchObject({ status: 200, body: { name: 'Zoë', role: 'cashier' } })
    expect((await cli('operator', ['list'])).out).toMatch(/Zoë +cashier +1 /)
    expect((await cli('operator', ['logout', 'Zoë'])).out).toContain('1 session')
    expect((await core.call('GET', '/api/session', undefined, login.body.token)).status).toBe(401)
    expect((await cli('operator', ['add', 'Max', '--role', 'viewer'], 'short\n')).err).toContain('at least 8')
    expect((await cli('operator', ['add', 'Max', '--role', 'viewer'])).err).toContain('No password')
    expect((await cli('operator', ['remove', 'Zoë'])).code).toBe(0)
    expect((await cli('operator', ['remove', 'Zoë'])).err).toContain('no operator Zoë')
  })

  it('A34 says what to do when the core does not run', async () => {
    await core.stop()
    const { code, err } = await cli('device', ['list'])
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining('Start it') })
    await core.start()
  })
})
