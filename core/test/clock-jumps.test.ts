import { type ManualClock, createManualClock } from '@eg/shared'
import type { MqttClient } from 'mqtt'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Core } from '../dist/start-core.js'
import { until } from './core-process.js'
import { connect, runCore } from './running-core.js'

// A Pi has no clock of its own: it comes up in the past, and NTP moves it in the middle of a vote.

const MINUTE = 60_000
const HOUR = 60 * MINUTE

interface Step {
  closes_at: number
}

let clock: ManualClock
let core: Core
let screen: MqttClient
let dbPath: string
const last = new Map<string, unknown>()
beforeEach(async () => {
  clock = createManualClock(Date.UTC(2026, 10, 21))
  dbPath = join(mkdtempSync(join(tmpdir(), 'eg-clock-')), 'core.db')
  await start()
  await post('/api/mode', { mode: 'night' })
})
afterEach(() => stop())

async function start(): Promise<void> {
  core = await runCore({ DB_PATH: dbPath }, clock)
  screen = await connect(core.ports.mqtt)
  last.clear()
  screen.on('message', (topic, payload) => last.set(topic, JSON.parse(payload.toString() || 'null')))
  await screen.subscribeAsync(['eg/night/step', 'eg/state/night', 'eg/night/result', 'eg/dev/slot-01/res'], { qos: 1 })
}
async function stop(): Promise<void> {
  screen.end(true)
  await core.stop()
}
async function post(path: string, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(`http://127.0.0.1:${core.ports.api}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  return (await response.json()) as Record<string, unknown>
}
/** A device of the old system: the answer to what it asks with card A. */
const wallet = async (what: 'debit' | 'credit') => {
  const payload = { req_id: what, device_id: 'slot-01', tag_uid: 'A', amount_cents: 200 }
  await screen.publishAsync(`eg/core/wallet/${what}`, JSON.stringify(payload), { qos: 1 })
  return until('the answer', () => {
    const answer = last.get('eg/dev/slot-01/res') as { req_id: string } | undefined
    return answer?.req_id === what && answer
  })
}
const open = (more: object) => post('/api/op/night/open', { step: 1, question: 'Q', options: ['A', 'B'], ...more })
const status = () => (last.get('eg/state/night') as { status?: string } | undefined)?.status
/** What a screen counts down from now, in ms, once it has heard of an end that differs from `before`. */
const shown = (before?: number) =>
  until('the published end', () => {
    const step = last.get('eg/night/step') as Step | null | undefined
    return step && step.closes_at !== before && step.closes_at - clock.now()
  })
const end = () => (last.get('eg/night/step') as Step | null)?.closes_at

describe('a clock that is set', () => {
  it.each([
    ['forward', HOUR],
    ['back', -HOUR],
  ])('N23 %s before more time is given neither ends the run nor prolongs it', async (_, jump) => {
    await open({ duration_s: 60, reveal: 'operator' })
    clock.advance(20_000)
    await shown()
    clock.jump(jump)
    const before = end()
    expect(await post('/api/op/night/extend', { run: 1, seconds: 15 })).toMatchObject({ ok: true })
    // First the old end by the new clock, then the new one.
    const ends = [await shown(before)]
    if (ends[0] === 40_000) ends.push(await shown(end()))
    expect(ends.at(-1)).toBe(55_000)
    clock.advance(54_900)
    expect(await post('/api/op/night/extend', { run: 1, seconds: 1 })).toMatchObject({ ok: true })
    clock.advance(1099)
    expect(await post('/api/op/night/extend', { run: 1, seconds: 1 })).toMatchObject({ ok: true })
    clock.advance(1001)
    await until('the close', () => status() === 'closed')
  })

  it('N23 back while the core was off: the screens count down from what is left', async () => {
    await open({ duration_s: 60 })
    clock.advance(20_000)
    await until('the save', async () => (await get('/health')).queue === 0)
    await stop()
    clock.jump(-HOUR)
    await start()
    expect(await shown()).toBe(40_000)
    clock.advance(40_001)
    await until('the reveal', () => status() === 'revealed')
  })

  it('Z65 back while the core was off: a bet wins no longer than ten minutes after it', async () => {
    const card = { tag_uid: 'A' }
    await post('/api/mode', { mode: 'day' })
    await post('/api/op/cards/issue', card)
    await post('/api/op/cards/adjust', { ...card, amount_cents: 500, direction: 'credit', reason: 'x', by: 'x' })
    expect(await wallet('debit')).toMatchObject({ status: 'ok' })
    await stop()
    clock.jump(-HOUR)
    await start()
    clock.advance(11 * MINUTE)
    expect(await wallet('credit')).toMatchObject({ status: 'no_bet' })
  })

  it('N29 back since the night began does not hide the result of its runs, nor show those of the night before', async () => {
    clock.jump(-HOUR)
    await open({})
    await post('/api/op/night/close', { run: 1 })
    await until('the result', () => last.get('eg/night/result'))
    await until('the state of the run', () => status() === 'revealed')
    await post('/api/mode', { mode: 'day' })
    await until('the day', () => status() === null)
    clock.jump(-HOUR)
    await post('/api/mode', { mode: 'night' })
    await open({ step: 7 })
    await until('the next night', () => status() === 'open')
    await post('/api/op/night/void', { run: 2 })
    await until('the voided run', () => status() === 'voided')
    await post('/api/mode', { mode: 'day' })
    await post('/api/mode', { mode: 'night' })
    await until('a night without a run', () => status() === null)
  })
})

async function get(path: string): Promise<Record<string, unknown>> {
  return (await (await fetch(`http://127.0.0.1:${core.ports.api}${path}`)).json()) as Record<string, unknown>
}
