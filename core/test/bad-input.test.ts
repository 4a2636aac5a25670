import { allContracts, buildTopic, paramNames } from '@eg/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post, until } from './core-process.js'
import { publish, subscribe } from './mosquitto.js'
import { connect } from './running-core.js'

// Those that are taken over HTTP only are refused before anybody reads them (A3).
const commands = allContracts.filter((contract) => contract.kind === 'command' && !contract.httpOnly)
const topicOf = (contract: (typeof commands)[number]) =>
  buildTopic(contract.topic, Object.fromEntries(paramNames(contract.topic).map((name) => [name, 'slot-01'])) as never)

const payloads: [string, string | Buffer][] = [
  ['empty', ''],
  ['not JSON', '{"device_id":'],
  ['not an object', '[1,2,3]'],
  ['null', 'null'],
  ['a number', '42'],
  ['not UTF-8', Buffer.from([0xff, 0xfe, 0x00, 0x80])],
  ['an empty object', '{}'],
  [
    'wrong types',
    '{"req_id":7,"device_id":{},"tag_uid":[],"amount_cents":"abc","step":"one","choice":9,"mode":3,"run":"x","type":5}',
  ],
  ['a polluted prototype', '{"__proto__":{"device_id":"slot-01"},"constructor":{"prototype":{"step":1}}}'],
  ['deep nesting', '['.repeat(20_000)],
  // Just below the largest packet; what is larger never comes this far (W5).
  ['100 kB', JSON.stringify({ device_id: 'slot-01', step: 1, choice: 'A', filler: 'x'.repeat(100_000) })],
]

describe('bad input', () => {
  let core: CoreProcess
  beforeAll(async () => {
    core = await createCoreProcess()
    await core.start()
    await post(core, '/api/mode', { mode: 'night' })
    await post(core, '/api/night/step', { step: 1, question: 'Who?', options: ['A', 'B'] })
  })
  afterAll(() => core.stop())

  const truth = async () => {
    const { items } = await get<{ items: { seq: number; kind: string; outcome: string }[] }>(
      core,
      '/api/timeline?limit=1000',
    )
    const { items: runs } = await get<{ items: object[] }>(core, '/api/night/runs')
    return { accepted: items.filter((line) => line.outcome === 'ok' || line.outcome === 'counted'), runs }
  }

  it('C1 of every kind, on every command topic, changes nothing, is counted, and never stops the core', async () => {
    const before = await truth()
    const { counters } = await get<{ counters: { invalid: number } }>(core, '/health')
    const client = await connect(core.ports.mqtt, { clientId: 'somebody', protocolVersion: 4 })
    for (const contract of commands) {
      for (const [, payload] of payloads) await client.publishAsync(topicOf(contract), payload, { qos: 1 })
    }
    await client.endAsync()
    const after = await get<{ ok: boolean; counters: { invalid: number; faults: number } }>(core, '/health')
    expect(after.ok).toBe(true)
    expect(after.counters.faults).toBe(0)
    expect(after.counters.invalid - counters.invalid).toBe(commands.length * payloads.length)
    expect(await truth()).toEqual(before)
    expect(core.running()).toBe(true)
  })

  it('C2 is answered where an answer is possible: the request, the field and the reason', async () => {
    const sub = await subscribe(core.ports.mqtt, ['eg/dev/slot-03/res', 'eg/ui/bad-page/res'])
    const answers = (topic: string) => sub.on(topic).map((m) => JSON.parse(m.payload) as Record<string, unknown>)
    const send = (topic: string, payload: object, id = 'somebody') =>
      publish(core.ports.mqtt, topic, JSON.stringify(payload), { id })
    for (const [i, amount_cents] of [-5, 0, 1.5, 'abc', null, 1e12, true, [200]].entries()) {
      await send('eg/core/wallet/debit', { req_id: `d${i}`, device_id: 'slot-03', tag_uid: 'AA', amount_cents })
    }
    await send('eg/night/vote', { device_id: 'slot-03', step: 'one', choice: 'A', req_id: 'v1' })
    await send('eg/core/op/night/open', { req_id: 'o1', step: 1, question: 'Q', options: ['A', 'A'] }, 'bad-page')
    await send('eg/core/op/night/open', { req_id: 'o2', step: 1, question: 'Q', options: ['A'] }, 'bad-page')
    await until(
      'the answers',
      () => answers('eg/dev/slot-03/res').length === 9 && answers('eg/ui/bad-page/res').length === 2,
    )
    const money = answers('eg/dev/slot-03/res').slice(0, 8)
    expect(money.map((a) => a.req_id)).toEqual(['d0', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7'])
    for (const answer of money)
      expect(answer).toMatchObject({ type: 'wallet_debit', status: 'invalid', field: 'amount_cents' })
    expect(answers('eg/dev/slot-03/res')[8]).toMatchObject({
      req_id: 'v1',
      type: 'night_vote',
      status: 'invalid',
      field: 'step',
    })
    expect(answers('eg/ui/bad-page/res')[0]).toMatchObject({
      req_id: 'o1',
      status: 'invalid',
      field: 'options',
      detail: expect.stringContaining('differ'),
    })
    expect(answers('eg/ui/bad-page/res')[1]).toMatchObject({ req_id: 'o2', status: 'invalid', field: 'options' })
    sub.stop()
  })

  it('H1 over HTTP is answered 4xx with the field', async () => {
    expect(await post(core, '/api/mode', { mode: 'dusk' })).toMatchObject({
      status: 400,
      body: { ok: false, field: 'mode' },
    })
    expect(await post(core, '/api/mode', '')).toMatchObject({ status: 400, body: { ok: false } })
    expect(await post(core, '/api/mode', 'mode=night')).toMatchObject({ status: 400, body: { ok: false } })
    expect(await post(core, '/api/night/step', { step: 1, question: '', options: ['A', 'B'] })).toMatchObject({
      status: 400,
      body: { field: 'question' },
    })
    expect(await post(core, '/api/night/step', { step: 1, question: 'Q', options: Array(7).fill('A') })).toMatchObject({
      status: 400,
      body: { field: 'options' },
    })
    expect(await post(core, '/api/op/night/close', { run: 99 })).toMatchObject({
      status: 409,
      body: { reason: 'unknown_run' },
    })
    expect(await post(core, '/api/nowhere', {})).toMatchObject({ status: 404, body: { ok: false } })
    expect(await post(core, '/api/mode', JSON.stringify({ mode: 'night', filler: 'x'.repeat(100_000) }))).toMatchObject(
      { status: 413 },
    )
    expect((await fetch(`${core.api}/api/timeline?limit=zero`)).status).toBe(400)
  })

  it('O159 a line that is read is written as every other row: words with _, and the request behind it', async () => {
    const { items } = await get<{ items: { kind: string; req_id: string | null }[] }>(core, '/api/timeline?limit=1000')
    const named = new Set(items.flatMap(Object.keys))
    expect([...named].filter((name) => /[A-Z]/.test(name))).toEqual([])
    expect(items.find(({ kind }) => kind === 'opModeSet')?.req_id).toMatch(/^http/)
  })

  it('H2 a page of another site cannot command the core through a browser', async () => {
    const response = await fetch(`${core.api}/api/mode`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
      body: '{"mode":"night"}',
    })
    expect(response.status).toBe(403)
  })
})
