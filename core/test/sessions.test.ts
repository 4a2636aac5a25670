import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from './core-process.js'
import { connect } from './running-core.js'
import { type SessionVenue, openSessionVenue } from './session-venue.js'

let venue: SessionVenue
beforeEach(async () => {
  venue = await openSessionVenue()
})
afterEach(() => venue.end())

const list = () =>
  venue.get<{
    items: { session: number; status: string; outside_before: object; counts: object }[]
    outside_now: object
  }>('/api/sessions')

const PURGE = fileURLToPath(new URL('../dist/privacy/main.js', import.meta.url))

describe('a group’s evening', () => {
  it('J1 J5 J10 one at a time; asked again it is the same; a command on another session is stale', async () => {
    const asked = { req_id: 'start-1', name: 'Les Martin', group_size: 9, notes: 'an anniversary', by: 'Nadia' }
    const first = await venue.op('session/start', asked)
    expect(first).toMatchObject({ status: 'ok', type: 'session_start', session: 1 })
    expect(await venue.op('session/start', asked)).toEqual(first)
    const second = await venue.op('session/start', { name: 'Others', group_size: 2 })
    expect(second).toMatchObject({ status: 'refused', reason: 'session_open' })
    expect(second.detail).toContain('close it first')
    expect(await venue.op('session/pause', { session: 2 })).toMatchObject({ status: 'stale', field: 'session' })
    expect(await venue.close(7)).toMatchObject({ status: 'stale' })
    expect(await venue.op('session/start', { name: '', group_size: 1 })).toMatchObject({
      status: 'invalid',
      field: 'name',
    })
    expect(await venue.op('session/start', { name: 'x', group_size: 0 })).toMatchObject({ field: 'group_size' })
    expect((await venue.close(1)).status).toBe('ok')
    expect(await venue.close(1)).toMatchObject({ status: 'stale' })
    const stale = await venue.op('session/start', { name: 'x', group_size: 1, expect_last: null })
    expect(stale).toMatchObject({ status: 'stale', field: 'expect_last' })
    expect(await venue.start('Next', { expect_last: 1 })).toBe(2)
    const { items } = await list()
    expect(items.map(({ session, status }) => [session, status])).toEqual([
      [2, 'open'],
      [1, 'closed'],
    ])
  })

  it('J3 J6 pauses count out, with who and why; state and pause outlive kill -9', async () => {
    const session = await venue.start()
    await venue.op('session/pause', { session, reason: 'fire alarm', by: 'Nadia' })
    expect((await venue.op('session/pause', { session })).status).toBe('ok')
    const paused = await venue.state()
    expect(paused.current).toMatchObject({
      status: 'paused',
      running_since: null,
      name: 'Les Martin',
      started_by: 'http',
    })
    expect(paused.current?.pauses).toMatchObject([{ by: 'Nadia', reason: 'fire alarm', until: null }])
    await venue.core.kill()
    await venue.core.start()
    expect(await venue.state()).toEqual(paused)
    await venue.op('session/resume', { session, by: 'Léo' })
    const again = await venue.state()
    expect(again.current).toMatchObject({ status: 'open', active_ms: paused.current?.active_ms })
    expect(again.current?.pauses).toMatchObject([{ by: 'Nadia', until: expect.any(Number), resumed_by: 'Léo' }])
    await venue.op('session/pause', { session })
    expect((await venue.close(session)).status).toBe('ok')
    const { last, current } = await venue.state()
    expect(current).toBeNull()
    expect(last).toMatchObject([{ session, closed_by: 'http', closed_though: null }])
    const report = await venue.get<{ timings: { active_ms: number; paused_ms: number; duration_ms: number } }>(
      `/api/sessions/report/${session}`,
    )
    expect(report.timings.active_ms + report.timings.paused_ms).toBe(report.timings.duration_ms)
    expect(report.timings.active_ms).toBe(last[0]?.active_ms)
    expect(report.timings.paused_ms).toBeGreaterThan(0)
  })

  it('J6 everybody hears whether a session is on, and no names', async () => {
    const slot = await venue.device('slot-01')
    const heard: object[] = []
    slot.client.on('message', (topic, bytes) => {
      if (topic === 'eg/state/session') heard.push(JSON.parse(bytes.toString()) as object)
    })
    await slot.client.subscribeAsync('eg/state/session', { qos: 1 })
    const session = await venue.start('Secret name')
    // Operators say it over MQTT as well, and are answered there.
    const page = await connect(venue.core.ports.mqtt, { clientId: 'op-page' })
    await page.subscribeAsync('eg/ui/op-page/res', { qos: 1 })
    const told: object[] = []
    page.on('message', (topic, bytes) => {
      if (topic === 'eg/ui/op-page/res') told.push(JSON.parse(bytes.toString()) as object)
    })
    await page.publishAsync('eg/core/op/session/pause', JSON.stringify({ req_id: 'p1', session }), { qos: 1 })
    await until('the answer', () => told.length === 1)
    expect(told[0]).toMatchObject({ req_id: 'p1', type: 'session_pause', status: 'ok', session })
    page.end(true)
    await venue.close(session)
    await until('four states', () => heard.length === 4)
    expect(heard.map((state) => (state as { status: string }).status)).toEqual(['none', 'open', 'paused', 'none'])
    expect(JSON.stringify(heard)).not.toContain('Secret')
  })

  it('J2 J4 does not begin or end over a run that is not revealed, nor end over open bets; with a reason it ends', async () => {
    const slot = await venue.device('slot-01')
    await venue.op('mode/set', { mode: 'night' })
    const step = { step: 1, question: 'Q', options: ['A', 'B'], reveal: 'operator' }
    await venue.op('night/open', step)
    const early = await venue.op('session/start', { name: 'x', group_size: 1, reason: 'all the same' })
    expect(early).toMatchObject({ status: 'refused', reason: 'run_open' })
    await venue.op('night/void', { run: 1 })
    const session = await venue.start()
    await venue.op('night/open', step)
    const refused = await venue.close(session)
    expect(refused).toMatchObject({ status: 'refused', reason: 'run_open' })
    expect(refused.detail).toContain('Reveal or void it first')
    expect((await venue.state()).reset.missing).toEqual(['session_open', 'run_open'])
    await venue.op('night/void', { run: 2 })
    expect((await venue.state()).reset.missing).toEqual(['session_open'])
    await venue.op('mode/set', { mode: 'day' })
    await venue.card('A', 1000)
    const bet = { req_id: 'b1', device_id: 'slot-01', tag_uid: 'A', amount_cents: 200, reason: 'slot_bet' }
    await slot.say('eg/core/wallet/debit', bet)
    expect(await venue.close(session)).toMatchObject({ status: 'refused', reason: 'bets_open' })
    expect(await venue.close(session, { reason: 'the group left' })).toMatchObject({ status: 'ok' })
    expect((await venue.state()).last[0]?.closed_though).toBe('the group left')
  })

  it('J7 a closed session cannot change or go, also past the rules', async () => {
    const session = await venue.start()
    await venue.close(session)
    await venue.core.stop()
    const db = new Database(venue.core.dbPath)
    expect(() => db.exec('UPDATE sessions SET last_seq = 9')).toThrow(/cannot change/)
    expect(() => db.exec('DELETE FROM sessions')).toThrow(/are kept/)
    db.exec(`UPDATE sessions SET name = 'gone', notes = NULL`)
    db.close()
  })

  it('J22 a purge takes the names and notes of old sessions away, and nothing of what they came to', async () => {
    const session = await venue.start('Les Martin', { notes: 'card 04ADA57C91 is theirs' })
    await venue.card('04ADA57C91', 500)
    await venue.op('session/pause', { session, reason: 'Martin fell' })
    await venue.close(session)
    await venue.op('session/cards', { session, choice: 'expire', reason: 'Martin left', by: 'Nadia' })
    await venue.core.stop()
    const env = { PATH: process.env.PATH, DB_PATH: venue.core.dbPath }
    // A session of long ago.
    const db = new Database(venue.core.dbPath)
    const old = 'UPDATE sessions SET closed_at = 1'
    db.exec('DROP TRIGGER sessions_closed_stay')
    db.exec(old)
    db.close()
    const { status, stderr } = spawnSync(process.execPath, [PURGE, '--older-than', '30d', '--yes'], {
      env,
      encoding: 'utf8',
    })
    expect({ status, stderr: stderr.includes('still named') }).toEqual({ status: 0, stderr: false })
    const read = new Database(venue.core.dbPath, { readonly: true })
    const said = JSON.stringify([
      read.prepare('SELECT * FROM sessions').all(),
      read.prepare('SELECT * FROM session_pauses').all(),
      read.prepare('SELECT * FROM session_card_jobs').all(),
    ])
    read.close()
    expect(said).not.toMatch(/Martin|04ADA/)
    expect(said).toContain('"done_cents":500')
    await venue.core.start()
    expect(await list()).toMatchObject({ items: [{ name: '[purged]', counts: { transfers: 1 } }] })
  })

  it('J8 what happens outside any session is allowed, and counted as such', async () => {
    const slot = await venue.device('slot-01')
    await venue.card('A', 10_000)
    await venue.round(slot, 'A')
    const first = await list()
    expect(first.outside_now).toMatchObject({ rounds: 1, runs: 0 })
    const session = await venue.start()
    await venue.round(slot, 'A')
    await venue.round(slot, 'A')
    const { items, outside_now } = await list()
    expect(outside_now).toBeNull()
    expect(items[0]).toMatchObject({ outside_before: { rounds: 1 }, counts: { rounds: 2 } })
    await venue.close(session)
    await venue.round(slot, 'A')
    expect(await list()).toMatchObject({ items: [{ counts: { rounds: 2 } }], outside_now: { rounds: 1 } })
  })
})
