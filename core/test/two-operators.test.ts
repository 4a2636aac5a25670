import type { OpNight, OpPanic, OpPresence, OpShow } from './two-operators.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post, until } from './core-process.js'
import { type Page, openPage } from './two-operators.js'

// Two operators at two pages of one core that runs: who presses at once, who is there.

const SCRIPT = `title: Two
language: en
steps:
  - id: one
    question: One?
    options: [A, B]
    expected: 9
    timer_s: 600
    reveal: operator
  - id: two
    question: Two?
    options: [A, B]
    expected: 9
    reveal: operator
`

let core: CoreProcess
let lea: Page
let nadia: Page
beforeAll(async () => {
  core = await createCoreProcess()
  await core.start()
  lea = await openPage(core.ports.mqtt, 'op-lea')
  nadia = await openPage(core.ports.mqtt, 'op-nadia')
})
afterAll(async () => {
  lea.leave()
  nadia.leave()
  await core.kill()
})

/** Both press the same at once; the answers of whoever was first and of whoever was not. */
async function both(topic: string, payload: object) {
  const [one, other] = await Promise.all([lea.ask(topic, payload), nadia.ask(topic, payload)])
  const oks = [one, other].filter(({ status }) => status === 'ok')
  expect(oks, JSON.stringify([one, other])).toHaveLength(1)
  const isLea = one.status === 'ok'
  return { late: isLea ? other : one, by: isLea ? 'ui:op-lea' : 'ui:op-nadia' }
}
const run = () => until('a run', () => lea.last<OpNight>('eg/op/night')?.run)
const lines = async (kind: string) =>
  (
    await get<{ items: { kind: string; outcome: string; seq: number }[] }>(core, '/api/timeline?limit=500')
  ).items.filter((line) => line.kind === kind && line.outcome === 'ok')

describe('two operators who press at once', () => {
  it('C70 C71 C72 close, reveal, next and unfreeze are done once; the other one hears who did what', async () => {
    await post(core, '/api/op/mode/set', { mode: 'night' })
    await post(core, '/api/op/show/load', { text: SCRIPT })
    const started = await both('show/start', { expect_show: null })
    expect(started.late).toMatchObject({ status: 'stale', changed: { kind: 'showMoved', by: started.by } })

    const first = await run()
    const longer = await both('night/extend', { run: first.run, seconds: 15, expect_timer: first.timer })
    expect(longer.late).toMatchObject({ status: 'stale', changed: { kind: 'opNightExtend', by: longer.by } })
    expect(await lines('opNightExtend')).toHaveLength(1)

    const closed = await both('night/close', { run: first.run, expect_status: 'open' })
    expect(closed.late).toMatchObject({ status: 'stale', changed: { kind: 'runClosed', by: closed.by } })
    const [line] = await lines('runClosed')
    expect(closed.late.changed).toMatchObject({ seq: line?.seq })

    const shown = await both('night/reveal', { run: first.run, expect_status: 'closed' })
    expect(shown.late).toMatchObject({ status: 'stale', changed: { kind: 'runRevealed', by: shown.by } })

    const { visit } = await until('a visit', () => lea.last<OpShow>('eg/op/show')?.position)
    const went = await both('show/next', { expect_visit: visit })
    expect(went.late).toMatchObject({ status: 'stale', changed: { kind: 'showMoved', by: went.by } })
    expect(await lines('runOpened')).toHaveLength(2)

    await lea.ask('panic/game/freeze', { reason: 'somebody fell' })
    const panic = await until('the freeze', () => lea.last<OpPanic>('eg/op/panic')?.game?.panic)
    const freed = await both('panic/game/unfreeze', { panic, expect_held: true })
    expect(freed.late).toMatchObject({ status: 'stale', changed: { kind: 'opGameUnfreeze', by: freed.by } })
  })

  it('C71 C73 HTTP says the same; who does not say what he saw is answered as ever', async () => {
    const { run: number } = await run()
    await lea.ask('night/close', { run: number })
    const http = await post(core, '/api/op/night/close', { run: number, expect_status: 'open' })
    expect(http).toMatchObject({
      status: 409,
      body: { ok: false, status: 'stale', reason: 'stale', changed: { kind: 'runClosed', by: 'ui:op-lea' } },
    })
    expect((await post(core, '/api/op/night/close', { run: number })).body).toMatchObject({ status: 'ok' })
    await post(core, '/api/op/night/void', { run: number })
    const last = await post(core, '/api/op/show/end', { reason: 'late' })
    expect(last.body).toMatchObject({ status: 'ok' })
    const ended = await post(core, '/api/op/show/next', { expect_visit: 2 })
    expect(ended.body).toMatchObject({ status: 'stale', changed: { kind: 'showEnded', by: 'http' } })
  })
})

describe('operators who see each other', () => {
  const items = () => lea.last<OpPresence>('eg/op/presence')?.items ?? []
  const tabs = () =>
    items()
      .map(({ client_id, screen }) => `${client_id} ${screen}`)
      .sort()
      .join()

  it('U80 U81 U82 tell which tab they look at, and are gone when they go; nothing of it is journaled', async () => {
    const [{ seq: before } = { seq: 0 }] = (await get<{ items: { seq: number }[] }>(core, '/api/timeline?limit=1'))
      .items
    lea.ping()
    nadia.ping()
    await until('both', () => items().length === 2)
    expect(items()[0]).toMatchObject({ name: null, role: null, screen: null })
    expect(await nadia.ask('screen', { screen: 'night' })).toMatchObject({ type: 'screen', status: 'ok' })
    expect(await lea.ask('screen', { screen: 'setup' })).toMatchObject({ status: 'ok' })
    expect(await lea.ask('screen', { screen: 'moon' })).toMatchObject({ status: 'invalid', field: 'screen' })
    await until('their tabs', () => tabs() === 'op-lea setup,op-nadia night')
    nadia.leave()
    await until('her absence', () => tabs() === 'op-lea setup')
    const after = (await get<{ items: { seq: number }[] }>(core, '/api/timeline?limit=1')).items
    expect(after[0]?.seq).toBe(before)
  })

  it('U83 a kiosk that pings is no operator, and over HTTP nobody has a screen', async () => {
    const kiosk = await openPage(core.ports.mqtt, 'slot-77-ui')
    kiosk.ping()
    nadia = await openPage(core.ports.mqtt, 'op-nadia')
    nadia.ping()
    await until('her return', () => tabs() === 'op-lea setup,op-nadia null')
    kiosk.leave()
    expect((await post(core, '/api/op/screen', { screen: 'night' })).status).toBe(404)
  })

  it('U81 after a restart of the core the list is of those that are back', async () => {
    await core.kill()
    await core.start()
    nadia.leave()
    lea = await openPage(core.ports.mqtt, 'op-lea')
    await until('the empty list', () => lea.last('eg/op/presence') !== undefined)
    expect(items()).toEqual([])
    await lea.ask('screen', { screen: 'floor' })
    await until('herself', () => tabs() === 'op-lea floor')
  })
})
