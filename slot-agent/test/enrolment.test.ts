import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EnrolledCore, createEnrolledCore, listen } from '../../core/test/enrolled-core.js'
import { AGENT, endAll, freePorts, type Program, SIMULATOR, startProgram, until } from '../../scripts/test/processes.js'

type Link = { state: string; code?: string; device_id?: string; client_id?: string; username?: string; token?: string }

let core: EnrolledCore
let folder: string
let uiPort: number
const env = () => ({
  CORE_HOST: '127.0.0.1',
  MQTT_PORT: String(core.ports.mqtt),
  SLOT_UI_PORT: String(uiPort),
  DB_PATH: join(folder, 'slot.db'),
  EG_DRIVERS: 'simulated',
})
const startAgent = (ready: string, more: Record<string, string> = {}): Promise<Program> =>
  startProgram(AGENT, { ...env(), ...more }, ready)
const link = async () => (await (await fetch(`http://127.0.0.1:${uiPort}/link`)).json()) as Link
const linkIs = (state: string, timeoutMs = 15_000) =>
  until(
    `/link to be ${state}`,
    async () => {
      const told = await link()
      return told.state === state && told
    },
    timeoutMs,
  )
/** The device that waits under a code, as the operator's page sees it. */
const waitingUnder = async (code: string | undefined) => {
  const operator = await core.connect({ username: 'Grace', password: await core.operator('Grace', 'gamemaster') })
  const page = listen(operator)
  await operator.subscribeAsync('eg/op/pending', { qos: 1 })
  return until('the device in the list', () =>
    page
      .on<{ items: { key: string; code: string }[] }>('eg/op/pending')
      .at(-1)
      ?.items.find((item) => item.code === code),
  )
}
/** What the operator does: names the device that shows this code. */
const enrol = async (code: string | undefined, deviceId: string, more: object = {}) => {
  const waiting = await waitingUnder(code)
  const body = { key: waiting.key, device_id: deviceId, role: 'slot', ...more }
  return { waiting, answer: await core.call('POST', '/api/op/devices/enrol', body, core.admin()) }
}
const devices = async () => (await core.call('GET', '/api/devices', undefined, core.admin())).body.items ?? []
const online = (deviceId: string) =>
  until(`${deviceId} to be online`, async () => (await devices()).some((d) => d.device_id === deviceId && d.online))

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'eg-enrolment-'))
  ;[uiPort = 0] = await freePorts(1)
})
afterEach(async () => {
  await core.end()
  await endAll()
  await core.kill()
  rmSync(folder, { recursive: true })
})

describe('a slot and a core that asks who it is', () => {
  it('A61 A62 A63 waits under a code, also after a restart, is let in, and comes back with its secret', async () => {
    core = await createEnrolledCore()
    await core.start()
    const first = await startAgent('slot waits to be enrolled', { SLOT_ID: 'slot-07' })
    const { code } = await linkIs('pending')
    expect(code).toMatch(/^[1-6]{6}$/)
    await first.end('SIGKILL')
    const agent = await startAgent('slot waits to be enrolled', { SLOT_ID: 'slot-07' })
    expect(await linkIs('pending')).toEqual({ state: 'pending', code })

    const { waiting, answer } = await enrol(code, 'slot-04')
    expect(waiting).toMatchObject({ wish: 'slot-07', model: 'simulated' })
    expect(answer.status).toBe(200)
    const ready = await linkIs('ready')
    expect(ready).toMatchObject({ device_id: 'slot-04', client_id: 'slot-04-ui', username: 'slot-04' })
    expect(agent.output()).toContain('SLOT_ID says slot-07, the operator says slot-04: this is slot-04')
    await online('slot-04')

    const file = join(folder, 'slot.enrolment.json')
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
    const { secret } = JSON.parse(readFileSync(file, 'utf8')) as { secret: string }
    expect(agent.output()).not.toContain(secret)
    expect(existsSync(join(folder, 'slot.enrolment-key.json'))).toBe(false)

    await agent.end()
    await startAgent('slot ready: slot-04')
    await online('slot-04')
  })

  it('A67 A68 hands its page a pass that the core takes, for the page alone', async () => {
    core = await createEnrolledCore()
    await core.start()
    await startAgent('slot waits to be enrolled')
    await enrol((await linkIs('pending')).code, 'slot-04')
    const { username, token } = await linkIs('ready')
    expect(token).toMatch(/^pt_/)
    const credentials = { username: `${username}`, password: `${token}` }
    expect(await core.code({ clientId: 'slot-04-ui', ...credentials })).toBe(0)
    // Taken for the page only: it would else put the agent out.
    const page = await core.connect({ clientId: 'slot-04-ui', ...credentials })
    const granted = await page.subscribeAsync('eg/dev/slot-04/slot/state', { qos: 1 })
    expect(granted[0]?.qos).toBe(1)
    await page.endAsync()
    await online('slot-04')
  })

  it('A64 says so when it is put out, asks again with another key, and can be taken back', async () => {
    core = await createEnrolledCore()
    await core.start()
    const agent = await startAgent('slot waits to be enrolled')
    const { code } = await linkIs('pending')
    await enrol(code, 'slot-04')
    await linkIs('ready')
    await online('slot-04')
    await core.call('POST', '/api/op/devices/revoke', { device_id: 'slot-04', reason: 'lost' }, core.admin())
    const revoked = await linkIs('revoked')
    expect(revoked.code).not.toBe(code)
    expect(agent.output()).toContain('it was revoked')

    // Restarted it tries its old secret once and is the same pending device.
    await agent.end()
    await startAgent('slot')
    expect((await linkIs('revoked')).code).toBe(revoked.code)
    expect((await enrol(revoked.code, 'slot-04')).answer.status).toBe(200)
    await linkIs('ready')
    await online('slot-04')
  })

  it('A64 turned away it says so, and asks anew under another code once it is started again', async () => {
    core = await createEnrolledCore()
    await core.start()
    const agent = await startAgent('slot waits to be enrolled')
    const { code } = await linkIs('pending')
    const waiting = await waitingUnder(code)
    await core.call('POST', '/api/op/devices/dismiss', { key: waiting.key }, core.admin())
    await linkIs('dismissed', 40_000)
    await agent.end()
    await startAgent('slot waits to be enrolled')
    expect((await linkIs('pending')).code).not.toBe(code)
  }, 90_000)

  it('A62 a secret that cannot be stored is not used, and is asked for again', async () => {
    core = await createEnrolledCore()
    await core.start()
    // Something stands where the draft of the file would go, as a full disk would.
    const inTheWay = join(folder, 'slot.enrolment.json.new')
    mkdirSync(inTheWay)
    const agent = await startAgent('slot waits to be enrolled')
    await enrol((await linkIs('pending')).code, 'slot-04')
    await until('the fault in the log', () => agent.output().includes('the secret could not be stored'))
    expect((await link()).state).toBe('pending')
    rmSync(inTheWay, { recursive: true })
    // Said again with the next hello, within 10 s.
    await linkIs('ready', 40_000)
    await online('slot-04')
  }, 90_000)

  it('A66 starts as it always did while the core is away, and learns then that it has to be let in', async () => {
    core = await createEnrolledCore()
    await startAgent('slot ready: slot-01')
    expect((await link()).state).toBe('ready')
    await core.start()
    const { code } = await linkIs('pending')
    await enrol(code, 'slot-02')
    expect(await linkIs('ready')).toMatchObject({ device_id: 'slot-02' })
    await online('slot-02')
  })

  it('A60 needs nothing where the core asks nobody, keeps nothing of it, and follows a core that begins to ask', async () => {
    core = await createEnrolledCore({ EG_AUTH: 'open' })
    await core.start()
    await startAgent('slot ready: slot-03', { SLOT_ID: 'slot-03' })
    await until('slot-03', async () => {
      const { items } = (await (await fetch(`${core.api}/api/devices`)).json()) as { items: { online: boolean }[] }
      return items[0]?.online
    })
    expect(await link()).toEqual({ state: 'ready', device_id: 'slot-03', client_id: 'slot-03-ui' })
    expect([
      existsSync(join(folder, 'slot.enrolment.json')),
      existsSync(join(folder, 'slot.enrolment-key.json')),
    ]).toEqual([false, false])

    const { ports, dbPath } = core
    await core.stop()
    core = await createEnrolledCore({
      MQTT_PORT: String(ports.mqtt),
      MQTT_WS_PORT: String(ports.ws),
      API_PORT: String(ports.api),
      OPERATOR_UI_PORT: String(ports.operator),
      DB_PATH: dbPath,
    })
    await core.start()
    await linkIs('pending')
  })

  it('A87 simulated devices come in with the secrets they are given, and the others ask', async () => {
    core = await createEnrolledCore()
    await core.start()
    const secrets = join(folder, 'secrets.json')
    const given: Record<string, string> = {
      'slot-02': await core.device('slot-02', 'slot'),
      'change-sim': await core.device('change-sim', 'change'),
    }
    writeFileSync(secrets, JSON.stringify(given))
    await core.operator('Sim', 'cashier', 'plays by itself')
    const more = { SLOTS: '3', EG_SIM_FIRST: '2', EG_SIM_SECRETS: secrets, EG_SIM_LOGIN: 'Sim:plays by itself' }
    const sim = { ...env(), ...more, API_PORT: String(core.ports.api), DB_PATH: join(folder, 'simulator.db') }
    const program = await startProgram(SIMULATOR, sim, 'simulator ready')
    await online('slot-02')
    await online('change-sim')
    await until('slot-03 to ask', () => /"slot":"slot-03".*its code is \d{3} \d{3}/.test(program.output()))
    // The simulated cashier works on a page of its own, as somebody who may.
    await until('an open shift', async () => {
      const { items } = (await core.call('GET', '/api/shifts', undefined, core.admin())).body
      return (items?.length ?? 0) > 0
    })
    for (const secret of Object.values(given)) expect(program.output()).not.toContain(secret)
    expect(program.output()).not.toContain('plays by itself')
  })
})
