import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { allContracts, carriesBanner, matchTopic } from '@eg/shared'
import Database from 'better-sqlite3'
import mqtt from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CORE, endAll, freePorts, runProgram, startProgram, until } from '../../scripts/test/processes.js'

const RESTORE = fileURLToPath(new URL('../dist/restore.js', import.meta.url))
const DESK = { desk_id: 'change-01' }

let folder: string
let env: Record<string, string>
const at = (name: string) => join(folder, name)

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'eg-rehearsal-'))
  const [mqttPort, ws, api, operator] = (await freePorts(4)).map(String) as [string, string, string, string]
  const ports = { MQTT_PORT: mqttPort, MQTT_WS_PORT: ws, API_PORT: api, OPERATOR_UI_PORT: operator }
  env = { ...ports, DB_PATH: at('core.db'), EG_BACKUP_SECONDS: '0' }
})
afterEach(async () => {
  await endAll()
  rmSync(folder, { recursive: true, force: true })
})

const start = (more: Record<string, string> = {}) => startProgram(CORE, { ...env, ...more }, 'core ready')
const rehearse = (wish = 'yes', more: Record<string, string> = {}) => start({ EG_REHEARSAL: wish, ...more })
/** Starts a core that must refuse; its one line. */
async function refusal(more: Record<string, string>): Promise<string> {
  const failed = runProgram(CORE, { ...env, ...more })
  expect(await failed.ended).toBe(1)
  const lines = failed.output().trim().split('\n')
  expect(lines).toHaveLength(1)
  return lines[0] ?? ''
}
const post = async (path: string, body: object) =>
  (await fetch(`http://127.0.0.1:${env.API_PORT}${path}`, { method: 'POST', body: JSON.stringify(body) })).json()
const get = async <T = Record<string, unknown>>(path: string) =>
  (await (await fetch(`http://127.0.0.1:${env.API_PORT}${path}`)).json()) as T
const bytes = (name: string) =>
  createHash('sha256')
    .update(readFileSync(at(name)))
    .digest('hex')

/** The folder of a real evening that was played once. */
let played: string | undefined
/** A real evening that is over: a slot that was enrolled, an operator, a card with money on it. */
async function realEvening(): Promise<void> {
  if (played !== undefined) {
    cpSync(played, folder, { recursive: true })
    return
  }
  const core = await start()
  const slot = await mqtt.connectAsync(`mqtt://127.0.0.1:${env.MQTT_PORT}`, { clientId: 'slot-07', reconnectPeriod: 0 })
  await slot.publishAsync('eg/dev/slot-07/hello', '{"type":"slot"}', { qos: 1 })
  await slot.endAsync()
  await post('/api/op/operators/set', { name: 'Nadia', role: 'gamemaster', password: 'a long password' })
  await post('/api/op/devices/add', { device_id: 'change-01', role: 'change' })
  await post('/api/op/shifts/open', { ...DESK, count_cents: 20_000, by: 'Nadia' })
  await post('/api/op/cards/issue', { tag_uid: '04A37C91', name: 'Ada Lovelace' })
  await post('/api/op/desk/top_up', { ...DESK, tag_uid: '04A37C91', amount_cents: 5000 })
  await core.end()
  played = mkdtempSync(join(tmpdir(), 'eg-evening-'))
  cpSync(folder, played, { recursive: true })
}

describe('a rehearsal', () => {
  it('E20 E23 lies beside the real database, with its devices and people and none of its money or guests', async () => {
    await realEvening()
    const before = bytes('core.db')
    const core = await rehearse()
    expect(core.output()).toContain('nothing here is real money')
    expect(await get('/health')).toMatchObject({ rehearsal: true, mode: 'day' })
    const { items } = await get<{ items: { device_id: string }[] }>('/api/devices')
    expect(items.map(({ device_id }) => device_id)).toContain('slot-07')
    const accounts = await get<{ items: { balance_cents: number }[] }>('/api/wallet/accounts')
    expect(accounts.items.filter(({ balance_cents }) => balance_cents !== 0)).toEqual([])
    expect(await get('/api/books?check=now')).toMatchObject({ ok: true, transfers: 0 })
    await core.end()
    expect(bytes('core.db')).toBe(before)
    const db = new Database(at('core.rehearsal.db'), { readonly: true })
    const column = (sql: string) => db.prepare(sql).pluck().all()
    expect(column('SELECT name FROM operators')).toEqual(['Nadia'])
    expect(column('SELECT device_id FROM enrolments')).toEqual(['change-01'])
    expect(JSON.parse(String(column(`SELECT value FROM meta WHERE key = 'rehearsal'`)[0]))).toMatchObject({
      of: at('core.db'),
    })
    expect(column('SELECT name FROM players WHERE name IS NOT NULL')).toEqual([])
    db.close()
    expect(readFileSync(at('core.rehearsal.db')).includes('Lovelace')).toBe(false)
  })

  it('E23 begins with nothing where there is no real database yet, and makes none', async () => {
    const core = await rehearse()
    expect(core.output()).toContain('with 0 devices')
    await core.end()
    expect(readdirSync(folder).filter((name) => name.startsWith('core.db'))).toEqual([])
  })

  it('E24 a card that is out for real money does nothing, and cannot be made to', async () => {
    await realEvening()
    await rehearse()
    const card = { tag_uid: '04A37C91' }
    await post('/api/op/shifts/open', { ...DESK, count_cents: 20_000, by: 'Nadia' })
    expect(await post('/api/op/desk/top_up', { ...DESK, ...card, amount_cents: 100 })).toMatchObject({
      ok: false,
      reason: 'lost',
    })
    expect(await post('/api/op/cards/issue', card)).toMatchObject({ reason: 'already_issued' })
    expect(await post('/api/op/cards/unfreeze', { ...card, reason: 'x' })).toMatchObject({ reason: 'lost' })
    expect(await post('/api/op/cards/replace', { ...card, new_tag_uid: 'N', reason: 'x' })).toMatchObject({ ok: false })
    expect(await get('/api/cards/04A37C91')).toMatchObject({
      balance_cents: 0,
      status_reason: expect.stringContaining('real'),
    })
    await post('/api/op/cards/issue', { tag_uid: 'REHEARSAL-1' })
    expect(await post('/api/op/desk/top_up', { ...DESK, tag_uid: 'REHEARSAL-1', amount_cents: 100 })).toMatchObject({
      ok: true,
    })
    expect(await get('/api/books?check=now')).toMatchObject({ ok: true })
  })

  it('E25 numbers its runs apart from the real ones, so that a vote kept in one means nothing in the other', async () => {
    const ask = async () => {
      await post('/api/mode', { mode: 'night' })
      return (await post('/api/night/step', { step: 1, question: 'Q', options: ['A', 'B'] })) as { run: number }
    }
    const vote = async (run: number) => {
      const slot = await mqtt.connectAsync(`mqtt://127.0.0.1:${env.MQTT_PORT}`, {
        clientId: 'slot-01',
        reconnectPeriod: 0,
      })
      const told: string[] = []
      slot.on('message', (_, text) => told.push(String(text)))
      await slot.subscribeAsync('eg/dev/slot-01/res')
      await slot.publishAsync('eg/night/vote', JSON.stringify({ device_id: 'slot-01', step: 1, choice: 'A', run }), {
        qos: 1,
      })
      await until('the answer', () => told.length > 0)
      await slot.endAsync()
      return JSON.parse(told[0] ?? '') as Record<string, unknown>
    }
    const rehearsing = await rehearse()
    const rehearsed = await ask()
    await rehearsing.end()
    await start()
    const real = await ask()
    expect(real.run).toBe(1)
    expect(rehearsed.run).toBeGreaterThan(1_000_000_000)
    expect(await vote(rehearsed.run)).toMatchObject({ status: 'refused', reason: 'wrong_run' })
    expect(await vote(real.run)).toMatchObject({ status: 'counted' })
  })

  it('E26 goes on where it stopped, and begins anew when it is asked to', async () => {
    const cards = async () => (await get<{ items: unknown[] }>('/api/cards')).items.length
    let core = await rehearse()
    await post('/api/op/cards/issue', { tag_uid: 'R-1' })
    await core.end('SIGKILL')
    core = await rehearse()
    expect(core.output()).toContain('It goes on in')
    expect(await cards()).toBe(1)
    await core.end()
    await rehearse('fresh')
    expect(await cards()).toBe(0)
  })
})

describe('a damaged rehearsal', () => {
  it('E26 is refused in a line that says how to begin anew, and that begins anew', async () => {
    await (await rehearse()).end()
    truncateSync(at('core.rehearsal.db'), 5000)
    expect(await refusal({ EG_REHEARSAL: 'yes' })).toMatch(
      /database cannot be used \(.*Begin anew with "npm run rehearse -- --fresh"/,
    )
    await rehearse('fresh')
    expect(await get('/api/books?check=now')).toMatchObject({ ok: true })
  })
})

describe('real money and rehearsals', () => {
  it('E21 a real core refuses the database of a rehearsal, by its mark and by its name', async () => {
    await (await rehearse()).end()
    copyFileSync(at('core.rehearsal.db'), at('core.db'))
    const before = [bytes('core.db'), readdirSync(folder).toSorted()]
    expect(await refusal({})).toMatch(
      /^DB_PATH \S+core\.db: this is the database of a rehearsal.*; nothing was changed\.$/,
    )
    expect([bytes('core.db'), readdirSync(folder).toSorted()]).toEqual(before)
    expect(await refusal({ DB_PATH: at('core.rehearsal.db') })).toMatch(/^DB_PATH=\S+: is named as a rehearsal/)
  })

  it('E22 a rehearsing core refuses a database without the mark, and neither locks, migrates nor changes it', async () => {
    await realEvening()
    copyFileSync(at('core.db'), at('core.rehearsal.db'))
    const before = [bytes('core.rehearsal.db'), readdirSync(folder).toSorted()]
    for (const wish of ['yes', 'fresh']) {
      expect(await refusal({ EG_REHEARSAL: wish })).toMatch(
        /core\.rehearsal\.db: this database is not marked as a rehearsal's.*Nothing was changed\.$/,
      )
      expect([bytes('core.rehearsal.db'), readdirSync(folder).toSorted()]).toEqual(before)
    }
    expect(await refusal({ EG_REHEARSAL: 'yes', DB_PATH: at('core.rehearsal.db') })).toMatch(
      /is the rehearsal’s own database/,
    )
    expect(await refusal({ EG_REHEARSAL: 'maybe' })).toMatch(/EG_REHEARSAL=maybe: must be "no", "yes" or "fresh"/)
  })

  it('E27 no rehearsal is begun while the real core runs: it says who holds what, and what to do', async () => {
    const real = await start()
    const ports = (await freePorts(4)).map(String) as [string, string, string, string]
    const elsewhere = { MQTT_PORT: ports[0], MQTT_WS_PORT: ports[1], API_PORT: ports[2], OPERATOR_UI_PORT: ports[3] }
    expect(await refusal({ ...elsewhere, EG_REHEARSAL: 'yes' })).toMatch(
      new RegExp(
        `^The real core \\(process ${real.pid}\\) runs on \\S+core\\.db, .*Stop it first.*nothing was changed\\.$`,
      ),
    )
    expect(existsSync(at('core.rehearsal.db'))).toBe(false)
    await real.end()
    await rehearse()
  })

  it('E29 copies of a rehearsal go to a folder of their own, and neither is restored into the other', async () => {
    const core = await rehearse('yes', { EG_BACKUP_SECONDS: '1', BACKUP_DIR: at('backups') })
    await post('/api/op/cards/issue', { tag_uid: 'R-1' })
    const copies = () =>
      existsSync(at('rehearsal-backups'))
        ? readdirSync(at('rehearsal-backups')).filter((name) => name.endsWith('.db'))
        : []
    await until('a copy', () => copies().length > 0)
    await core.end()
    expect(existsSync(at('backups'))).toBe(false)
    const restore = (file: string, more: Record<string, string> = {}) =>
      spawnSync(process.execPath, [RESTORE, file], {
        env: { PATH: process.env.PATH, ...env, ...more },
        encoding: 'utf8',
      })
    const copy = join(at('rehearsal-backups'), copies()[0] ?? '')
    const refused = restore(copy)
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringMatching(/of a rehearsal.*nothing was changed/)])
    const mixed = restore(copy, { EG_REHEARSAL: 'yes' })
    expect([mixed.status, mixed.stderr]).toEqual([1, expect.stringContaining('into a rehearsal nothing is restored')])
    expect(existsSync(at('core.db'))).toBe(false)
  })

  it('E29 among the real backups a copy of a rehearsal is never the one that is taken', async () => {
    const real = await start({ EG_BACKUP_SECONDS: '1' })
    await post('/api/op/cards/issue', { tag_uid: 'REAL' })
    const copies = () =>
      existsSync(at('backups')) ? readdirSync(at('backups')).filter((name) => name.endsWith('.db')) : []
    await until('a copy', () => copies().length > 0)
    await real.end()
    await (await rehearse()).end()
    copyFileSync(at('core.rehearsal.db'), join(at('backups'), 'core-2099-01-01T00-00-00Z-999.db'))
    for (const name of readdirSync(folder).filter((file) => file.startsWith('core.db'))) rmSync(at(name))
    const restored = await start({ EG_RESTORE: 'auto' })
    expect(restored.output()).not.toContain('2099')
    expect((await get<{ items: { tag_uid: string }[] }>('/api/cards')).items.map((card) => card.tag_uid)).toEqual([
      'REAL',
    ])
  })
})

describe('the banner', () => {
  /** All that a client hears of the core, by topic, while something of everything happens. */
  async function everythingHeard(): Promise<Map<string, string>> {
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${env.MQTT_PORT}`, {
      clientId: 'watcher',
      reconnectPeriod: 0,
    })
    const heard = new Map<string, string>()
    client.on('message', (topic, text) => void (text.length > 0 && heard.set(topic, String(text))))
    await client.subscribeAsync('eg/#', { qos: 1 })
    await client.publishAsync('eg/dev/slot-01/hello', '{"type":"slot"}', { qos: 1 })
    await post('/api/op/shifts/open', { ...DESK, count_cents: 20_000, by: 'Nadia' })
    await client.publishAsync('eg/core/wallet/get', '{"req_id":"1","device_id":"slot-01","tag_uid":"X"}', { qos: 1 })
    await post('/api/mode', { mode: 'night' })
    await post('/api/night/step', { step: 1, question: 'Q', options: ['A', 'B'] })
    await until('clock, books, step and answer', () =>
      ['eg/state/clock', 'eg/op/books', 'eg/night/step', 'eg/dev/slot-01/res'].every((topic) => heard.has(topic)),
    )
    await client.endAsync()
    return heard
  }
  const ofTheCore = (topic: string) =>
    allContracts.some(
      (contract) =>
        carriesBanner(contract) && contract.kind !== 'command' && matchTopic(contract.topic, topic) !== null,
    )

  it('E28 stands in everything that the core says in a rehearsal, and in nothing that is a text or a device’s own', async () => {
    await rehearse()
    const heard = await everythingHeard()
    const told = [...heard].filter(([topic]) => ofTheCore(topic))
    expect(told.length).toBeGreaterThan(10)
    for (const [topic, text] of told)
      expect([topic, (JSON.parse(text) as { rehearsal?: unknown }).rehearsal]).toEqual([topic, true])
    expect(heard.get('eg/dev/core-01/status')).toBe('online')
    for (const [topic] of heard)
      if (/^eg\/(state|op|night)\//.test(topic)) expect([topic, ofTheCore(topic)]).toEqual([topic, true])
  })

  it('E28 stands nowhere on a real evening', async () => {
    await start()
    for (const [, text] of await everythingHeard()) expect(text).not.toContain('rehearsal')
    expect(await get('/health')).not.toHaveProperty('rehearsal')
  })
})
