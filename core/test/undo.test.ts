import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post, until } from './core-process.js'
import { listen } from './enrolled-core.js'
import { connect } from './running-core.js'

interface Item {
  seq: number
  kind: string
  by: string
  at: number
  until: number
  undone_by: number | null
}

let core: CoreProcess
const op = (path: string, body: object) => post(core, `/api/op/${path}`, body)
const items = async () => (await get<{ items: Item[] }>(core, '/api/undo')).items
const lastOf = async (kind: string) => {
  const found = (await items()).find((item) => item.kind === kind)
  if (!found) throw new Error(`${kind} cannot be undone`)
  return found.seq
}
const undo = async (kind: string, more: object = {}) =>
  op('undo', { seq: await lastOf(kind), reason: 'mistake', ...more })
const night = async () => {
  const { items: runs } = await get<{ items: Record<string, unknown>[] }>(core, '/api/night/runs')
  return runs
}
const timeline = async () =>
  (await get<{ items: { seq: number; kind: string; data: Record<string, unknown> }[] }>(core, '/api/timeline')).items
const open = async (more: object = {}) => {
  await op('mode/set', { mode: 'night' })
  const step = { step: 1, question: 'Q', options: ['A', 'B'], expected: 9, reveal: 'operator', ...more }
  return (await op('night/open', step)).body.run as number
}
const vote = async (deviceId: string, run: number, choice: string) => {
  const slot = await connect(core.ports.mqtt, { clientId: deviceId })
  const body = { device_id: deviceId, step: 1, choice, ts: 1, run, req_id: `${deviceId}-${run}-${choice}` }
  await slot.publishAsync('eg/night/vote', JSON.stringify(body), { qos: 1 })
  return slot
}

beforeEach(async () => {
  core = await createCoreProcess({ EG_UNDO_S: '30' })
  await core.start()
})
afterEach(() => core.kill())

describe('a command that was a mistake', () => {
  it('U60 a run that was closed and not shown is open again with the time it had, and its votes stand', async () => {
    const run = await open({ duration_s: 600 })
    const slot = await vote('slot-01', run, 'A')
    await op('night/close', { run, reason: 'too early' })
    const line = (await timeline()).find(({ kind }) => kind === 'runClosed')
    expect(line?.data).toMatchObject({ why: 'too early' })
    const done = await undo('opNightClose')
    expect(done).toMatchObject({ status: 200, body: { status: 'ok', undone: 'opNightClose', run } })
    expect((await night())[0]).toMatchObject({ run, status: 'open', voted: 1 })
    const db = new Database(core.dbPath, { readonly: true })
    const row = db.prepare('SELECT remaining_ms, closes_at FROM runs WHERE run = ?').get(run) as Record<string, number>
    expect(row.remaining_ms).toBeGreaterThan(500_000)
    expect(row.remaining_ms).toBeLessThanOrEqual(600_000)
    db.close()
    const late = await vote('slot-02', run, 'B')
    await until('the second vote', async () => (await night())[0]?.voted === 2)
    // Killed, it goes on as open.
    await core.kill()
    await core.start()
    expect((await night())[0]).toMatchObject({ run, status: 'open', voted: 2 })
    await slot.endAsync(true)
    await late.endAsync(true)
    const undone = (await timeline()).find(({ kind }) => kind === 'undo')
    expect(undone?.data).toMatchObject({ undoes: line?.seq, command: 'opNightClose', why: 'mistake' })
  })

  it('U61 a run that was voided goes on as a new one with its votes, and each slot is told its own', async () => {
    const run = await open()
    const slot = await vote('slot-01', run, 'B')
    const heard = listen(slot)
    await slot.subscribeAsync('eg/dev/slot-01/res', { qos: 1 })
    await op('night/void', { run, reason: 'wrong button' })
    const { body } = await undo('opNightVoid')
    expect(body).toMatchObject({ status: 'ok', undone: 'opNightVoid' })
    expect(body.run).toBeGreaterThan(run)
    expect(await night()).toMatchObject([
      { run: body.run, status: 'open', voted: 1 },
      { run, status: 'voided' },
    ])
    await until('its vote', () => heard.on('eg/dev/slot-01/res').some((a) => a.replayed && a.run === body.run))
    expect(heard.on('eg/dev/slot-01/res').findLast((a) => a.replayed)).toMatchObject({ choice: 'B', status: 'counted' })
    await op('night/close', { run: body.run })
    await op('night/reveal', { run: body.run })
    expect((await night())[0]).toMatchObject({ tally: { A: 0, B: 1 } })
    await slot.endAsync(true)
  })

  it('U62 not once something has come after it', async () => {
    const run = await open()
    await op('night/void', { run })
    await op('night/open', { step: 2, question: 'Q', options: ['A', 'B'], reveal: 'operator' })
    expect((await undo('opNightVoid')).body).toMatchObject({ status: 'refused', reason: 'moved_on' })
    const next = (await night())[0]?.run as number
    await op('night/close', { run: next })
    await op('night/reveal', { run: next })
    expect((await undo('opNightClose')).body).toMatchObject({
      reason: 'moved_on',
      detail: expect.stringMatching(/shown/),
    })
    await op('mode/set', { mode: 'day' })
    await op('mode/set', { mode: 'night' })
    const first = (await items()).findLast(({ kind }) => kind === 'opModeSet')
    expect((await op('undo', { seq: first?.seq, reason: 'x' })).body).toMatchObject({ reason: 'moved_on' })
  })

  it('U63 money goes back by a linked reversal, once, and only where the rules of reversals allow it', async () => {
    await op('shifts/open', { desk_id: 'change-01', count_cents: 10_000, by: 'Nadia' })
    await op('cards/issue', { tag_uid: 'AA01BB02' })
    await op('desk/top_up', { desk_id: 'change-01', tag_uid: 'AA01BB02', amount_cents: 500 })
    const done = await undo('opDeskTopUp', { req_id: 'undo-1' })
    expect(done.body).toMatchObject({ status: 'ok', undone: 'opDeskTopUp', transfer: expect.any(Number) })
    expect((await undo('opDeskTopUp', { req_id: 'undo-1' })).body).toEqual(done.body)
    expect((await undo('opDeskTopUp')).body).toMatchObject({ reason: 'already_undone' })
    const card = await get<{ balance_cents: number }>(core, '/api/cards/AA01BB02')
    expect(card.balance_cents).toBe(0)
    const db = new Database(core.dbPath, { readonly: true })
    expect(db.prepare(`SELECT count(*) FROM transfers WHERE reverses IS NOT NULL`).pluck().get()).toBe(1)
    db.close()

    await op('cards/adjust', {
      tag_uid: 'AA01BB02',
      amount_cents: 300,
      direction: 'credit',
      reason: 'gift',
      by: 'Nadia',
    })
    await op('desk/cash_out', { desk_id: 'change-01', tag_uid: 'AA01BB02', amount_cents: 300 })
    expect((await undo('opCardAdjust')).body).toMatchObject({ reason: 'insufficient' })
    expect((await undo('opDeskCashOut')).body).toMatchObject({ status: 'ok' })
    expect((await undo('opCardAdjust')).body).toMatchObject({ status: 'ok' })
    await op('payouts/new', { payout_id: 'p-1', source: 'roulette', amount_cents: 700 })
    expect((await undo('opPayoutNew')).body).toMatchObject({ status: 'ok' })
    expect((await get<{ books?: { ok: boolean } }>(core, '/health')).books?.ok ?? true).toBe(true)
  })

  it('U64 an excuse, a frozen card and a mode go back by the command that is their inverse', async () => {
    await op('cards/issue', { tag_uid: 'AA01BB02' })
    await op('cards/freeze', { tag_uid: 'AA01BB02', reason: 'lost?' })
    expect((await undo('opCardFreeze')).body).toMatchObject({ status: 'ok' })
    expect((await get<{ status: string }>(core, '/api/cards/AA01BB02')).status).toBe('active')
    const slot = await connect(core.ports.mqtt, { clientId: 'slot-01' })
    await slot.publishAsync('eg/dev/slot-01/hello', JSON.stringify({ type: 'slot' }), { qos: 1 })
    const run = await open()
    await op('night/excuse', { run, slot_id: 'slot-01', excused: true, reason: 'broken' })
    expect((await undo('opNightExcuse')).body).toMatchObject({ status: 'ok' })
    await op('night/void', { run })
    expect((await undo('opModeSet')).body).toMatchObject({ status: 'ok' })
    expect(await get(core, '/health')).toMatchObject({ mode: 'day' })
    await slot.endAsync(true)
  })

  it('U68 a card that somebody else froze since stays frozen, and one that was unfrozen since stays so', async () => {
    await op('cards/issue', { tag_uid: 'AA01BB02' })
    const freeze = (reason: string) => op('cards/freeze', { tag_uid: 'AA01BB02', reason })
    const unfreeze = () => op('cards/unfreeze', { tag_uid: 'AA01BB02', reason: 'mine' })
    const status = async () => (await get<{ status: string }>(core, '/api/cards/AA01BB02')).status
    await freeze('the wrong card')
    const first = await lastOf('opCardFreeze')
    await unfreeze()
    const second = await lastOf('opCardUnfreeze')
    await freeze('stolen')
    expect((await op('undo', { seq: first, reason: 'mistake' })).body).toMatchObject({
      status: 'refused',
      reason: 'moved_on',
      detail: expect.stringContaining('again since'),
    })
    expect(await status()).toBe('frozen')
    await unfreeze()
    expect((await op('undo', { seq: second, reason: 'mistake' })).body).toMatchObject({ reason: 'moved_on' })
    expect(await status()).toBe('active')
    // Another card's lines are not about this one, and the last of its own is taken back.
    await op('cards/issue', { tag_uid: 'CC03DD04' })
    await op('cards/freeze', { tag_uid: 'CC03DD04', reason: 'lost?' })
    expect((await undo('opCardUnfreeze')).body).toMatchObject({ status: 'ok' })
    expect(await status()).toBe('frozen')
  })

  it('U68 a slot that was excused again since stays excused', async () => {
    const slots = await Promise.all(['slot-01', 'slot-02'].map((clientId) => connect(core.ports.mqtt, { clientId })))
    for (const slot of slots)
      await slot.publishAsync(`eg/dev/${slot.options.clientId}/hello`, JSON.stringify({ type: 'slot' }), { qos: 1 })
    const run = await open()
    const excuse = async (slot_id: string, excused: boolean) => {
      const { body } = await op('night/excuse', { run, slot_id, excused, reason: 'broken' })
      expect(body).toMatchObject({ status: 'ok' })
      return lastOf('opNightExcuse')
    }
    const isExcused = () => {
      const db = new Database(core.dbPath, { readonly: true })
      const excused = db.prepare(`SELECT excused FROM run_excuses WHERE device_id = 'slot-01'`).pluck().get()
      db.close()
      return excused === 1
    }
    const first = await excuse('slot-01', true)
    await excuse('slot-01', false)
    const last = await excuse('slot-01', true)
    expect((await op('undo', { seq: first, reason: 'mistake' })).body).toMatchObject({
      status: 'refused',
      reason: 'moved_on',
      detail: expect.stringContaining('again since'),
    })
    expect(isExcused()).toBe(true)
    await excuse('slot-02', true)
    expect((await op('undo', { seq: last, reason: 'mistake' })).body).toMatchObject({ status: 'ok' })
    expect(isExcused()).toBe(false)
    for (const slot of slots) await slot.endAsync(true)
  })

  it('U65 what has no inverse says what to do instead, and what nobody did is unknown', async () => {
    const run = await open()
    const opened = (await timeline()).find(({ kind }) => kind === 'runOpened')
    expect((await op('undo', { seq: opened?.seq, reason: 'x' })).body).toMatchObject({
      reason: 'not_undoable',
      detail: expect.stringContaining('Void the question'),
    })
    expect((await op('undo', { seq: 99_999, reason: 'x' })).body).toMatchObject({ reason: 'unknown', field: 'seq' })
    expect((await op('undo', { seq: 1 })).body).toMatchObject({ status: 'invalid', field: 'reason' })
    await op('night/close', { run })
    expect((await undo('opNightClose', { reason: ' ' })).body).toMatchObject({ status: 'invalid', field: 'reason' })
  })

  it('U66 only within its window, which the state and GET /api/undo tell', async () => {
    await core.stop()
    core = await createCoreProcess({ EG_UNDO_S: '0' })
    await core.start()
    const run = await open()
    await op('night/close', { run })
    const [item] = await items()
    expect(item).toMatchObject({ kind: 'opNightClose', by: 'http', undone_by: null })
    expect(item?.until).toBe(item?.at)
    await until('the time to pass', () => Date.now() > (item?.at ?? 0) + 5)
    expect((await undo('opNightClose')).body).toMatchObject({
      reason: 'too_late',
      detail: expect.stringContaining('EG_UNDO_S'),
    })
    const page = await connect(core.ports.mqtt, { clientId: 'page' })
    const heard = listen(page)
    await page.subscribeAsync('eg/op/undo', { qos: 1 })
    expect(await heard.last('eg/op/undo')).toMatchObject({ window_s: 0, items: [{ kind: 'opNightClose' }, {}] })
    await page.endAsync(true)
  })
})

describe('every command of an operator', () => {
  it('U67 can say why, which stands in each line it writes, and keeps who', async () => {
    const run = await open({ duration_s: 100 })
    await op('night/extend', { run, seconds: 5, reason: 'slow room' })
    await op('night/close', { run, reason: 'enough' })
    await op('night/reveal', { run, reason: 'now' })
    await op('night/redo', { run, reason: 'again' })
    await op('night/void', { run: run + 1, reason: 'no' })
    await op('mode/set', { mode: 'day', reason: 'late' })
    const lines = await timeline()
    const why = (kind: string) => lines.find((line) => line.kind === kind)?.data.why
    expect(['opNightExtend', 'runClosed', 'runRevealed', 'runOpened', 'runVoided', 'opModeSet'].map(why)).toEqual([
      'slow room',
      'enough',
      'now',
      'again',
      'no',
      'late',
    ])
  })
})
