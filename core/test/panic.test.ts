import type { OpPanic, PanicState } from '@eg/shared'
import type { MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post, until } from './core-process.js'
import { connect } from './running-core.js'

// Panic over the wire: a core in a process of its own, devices by MQTT, operators by HTTP and MQTT.

type Message = Record<string, unknown>

let core: CoreProcess
let clients: MqttClient[]
beforeEach(async () => {
  core = await createCoreProcess()
  clients = []
  await core.start()
})
afterEach(async () => {
  leave()
  await core.kill()
})
function leave() {
  for (const client of clients.splice(0)) client.end(true)
}

async function join(clientId: string, ...filters: string[]) {
  const client = await connect(core.ports.mqtt, { clientId })
  clients.push(client)
  const heard: { topic: string; payload: Message | null }[] = []
  client.on('message', (topic, payload) =>
    heard.push({ topic, payload: payload.length > 0 ? (JSON.parse(payload.toString()) as Message) : null }),
  )
  if (filters.length > 0) await client.subscribeAsync(filters, { qos: 1 })
  const last = <T = Message>(topic: string) => heard.findLast((m) => m.topic === topic)?.payload as T | null | undefined
  const all = (topic: string) => heard.flatMap((m) => (m.topic === topic && m.payload ? [m.payload] : []))
  const say = (topic: string, payload: object) => client.publishAsync(topic, JSON.stringify(payload), { qos: 1 })
  return { client, last, all, say }
}
const op = (path: string, body: object = {}) => post(core, `/api/op/panic/${path}`, body)
const watch = () =>
  join('op-1', 'eg/state/panic', 'eg/op/panic', 'eg/night/step', 'eg/op/night', 'eg/night/result', 'eg/ui/op-1/res')
async function slot(id: string) {
  const joined = await join(id, `eg/dev/${id}/res`, 'eg/state/panic')
  const ask = async (topic: string, payload: object): Promise<Message> => {
    const before = joined.all(`eg/dev/${id}/res`).length
    await joined.say(topic, { device_id: id, ...payload })
    return until(`an answer on ${topic}`, () => joined.all(`eg/dev/${id}/res`)[before])
  }
  return { ...joined, ask }
}
async function night(more: object = {}) {
  await post(core, '/api/mode', { mode: 'night' })
  return (await post(core, '/api/op/night/open', { step: 1, question: 'Q?', options: ['A', 'B'], ...more })).body
}

describe('a game that is frozen over the wire', () => {
  it('U1 U4 U8 U9 every vote is answered; kill -9 while frozen keeps freeze, votes and timer; it goes on where it stood', async () => {
    let operator = await watch()
    await night({ duration_s: 300 })
    let [a, b] = [await slot('slot-01'), await slot('slot-02')]
    expect(await a.ask('eg/night/vote', { step: 1, choice: 'A' })).toMatchObject({ status: 'counted' })
    await operator.say('eg/core/op/panic/game/freeze', { req_id: 'f-1', reason: 'somebody fell' })
    const answer = await until('the answer', () => operator.last('eg/ui/op-1/res'))
    expect(answer).toMatchObject({ req_id: 'f-1', type: 'game_freeze', status: 'ok', panic: 1 })
    await until('everybody to hear', () => a.last<PanicState>('eg/state/panic')?.game?.panic === 1)
    const held = await until('the standing timer', () => {
      const step = operator.last<{ closes_at: number | null; remaining_ms?: number }>('eg/night/step')
      return step?.closes_at === null && step.remaining_ms
    })
    expect(held).toBeGreaterThan(280_000)
    const many = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => b.ask('eg/night/vote', { step: 1, choice: n % 2 ? 'A' : 'B', req_id: `v-${n}` })),
    )
    for (const each of many) expect(each).toMatchObject({ status: 'refused', reason: 'frozen' })
    expect(await a.ask('eg/night/vote', { step: 1, choice: 'A' })).toMatchObject({ status: 'counted' })

    leave()
    await core.kill()
    await core.start()
    operator = await watch()
    ;[a, b] = [await slot('slot-01'), await slot('slot-02')]
    await until('the freeze', () => operator.last<OpPanic>('eg/op/panic')?.game?.reason === 'somebody fell')
    const step = await until('the question', () => operator.last<Message>('eg/night/step'))
    expect(step).toMatchObject({ closes_at: null, remaining_ms: held })
    expect(await b.ask('eg/night/vote', { step: 1, choice: 'B' })).toMatchObject({ reason: 'frozen' })

    expect((await op('game/unfreeze', { panic: 7 })).status).toBe(409)
    expect(await op('game/unfreeze', { panic: 1 })).toMatchObject({ status: 200, body: { ok: true } })
    const closesAt = await until(
      'the timer to run',
      () => operator.last<{ closes_at: number }>('eg/night/step')?.closes_at,
    )
    expect(Math.abs(closesAt - Date.now() - held)).toBeLessThan(30_000)
    expect(await b.ask('eg/night/vote', { step: 1, choice: 'B' })).toMatchObject({ status: 'counted' })
    await until('both', () => operator.last<{ run: { voters: unknown[] } }>('eg/op/night')?.run.voters.length === 2)
    const { items } = await get<{ items: { kind: string; actor: string; data: Message }[] }>(core, '/api/timeline')
    const lines = items.filter(({ kind }) => kind.startsWith('opGame')).map(({ kind, data }) => [kind, data.why])
    expect(lines).toEqual([
      ['opGameUnfreeze', undefined],
      ['opGameUnfreeze', undefined],
      ['opGameFreeze', 'somebody fell'],
    ])
  })

  it('U8 a timer does not end while the game is frozen, and ends when what was left has passed', async () => {
    const operator = await watch()
    await night({ duration_s: 2 })
    const { body } = await op('game/freeze')
    await new Promise((resolve) => setTimeout(resolve, 3000))
    expect(operator.last<{ run: Message }>('eg/op/night')?.run).toMatchObject({ status: 'open' })
    await op('game/unfreeze', { panic: body.panic })
    await until('the end', () => operator.last<{ run: Message }>('eg/op/night')?.run.status === 'revealed')
    expect(operator.last<{ run: Message }>('eg/op/night')?.run).toMatchObject({ closed_by: 'timer' })
  })

  it('U2 two operators freeze at once: one freeze, one number, both are answered', async () => {
    const both = await Promise.all([op('game/freeze'), op('game/freeze', { reason: 'me too' })])
    for (const { status, body } of both) expect([status, body.panic]).toEqual([200, 1])
    const operator = await watch()
    await until('the state', () => operator.last<OpPanic>('eg/op/panic')?.game?.panic === 1)
    expect(await get<OpPanic>(core, '/api/panic')).toMatchObject({ money: null, game: { panic: 1, by: 'http' } })
    expect(await op('game/unfreeze', { panic: 1 })).toMatchObject({ status: 200 })
    expect(await op('game/unfreeze', { panic: 1 })).toMatchObject({ status: 200 })
    expect(await get<OpPanic>(core, '/api/panic')).toMatchObject({ game: null })
    expect(await op('game/freeze')).toMatchObject({ body: { panic: 2 } })
    const stale = await op('game/unfreeze', { panic: 1 })
    expect(stale).toMatchObject({ status: 409, body: { ok: false, status: 'stale' } })
  })
})

describe('money that is frozen over the wire', () => {
  it('U1 U6 U9 every bet, credit, round, payout and claim is answered, the books stand still, also after kill -9', async () => {
    await post(core, '/api/op/cards/issue', { tag_uid: 'AA' })
    await post(core, '/api/op/shifts/open', { desk_id: 'change-01', count_cents: 10_000, by: 'Bo' })
    await post(core, '/api/op/desk/top_up', { desk_id: 'change-01', tag_uid: 'AA', amount_cents: 5000 })
    const frozen = await op('money/freeze', { reason: 'it pays twice' })
    expect(frozen).toMatchObject({ status: 200, body: { panic: 1 } })
    const before = (await get<{ items: unknown[] }>(core, '/api/wallet/transfers?format=json')).items.length
    for (const cut of [false, true]) {
      if (cut) {
        leave()
        await core.kill()
        await core.start()
      }
      const [bets, desk] = [await slot('slot-01'), await slot('change-01')]
      const who = { tag_uid: 'AA', amount_cents: 100 }
      const asked = [
        ['eg/core/wallet/debit', { ...who, reason: 'slot_bet' }],
        ['eg/core/wallet/credit', { ...who, reason: 'slot_win' }],
        ['eg/core/rounds/play', { tag_uid: 'AA', stake_cents: 100 }],
        ['eg/core/payouts/claim', { tag_uid: 'AA', payout_id: 'p-1' }],
      ] as const
      for (const [topic, payload] of asked) {
        const answer = await (topic.endsWith('claim') ? desk : bets).ask(topic, {
          ...payload,
          req_id: `${topic.slice(-5)}-${cut}`.replace('/', '-'),
        })
        expect(answer).toMatchObject({ status: 'refused', reason: 'frozen' })
        expect(answer.detail).toMatch(/frozen by the house/)
      }
      expect(await bets.ask('eg/core/wallet/get', { tag_uid: 'AA', req_id: `g-${cut}` })).toMatchObject({
        status: 'ok',
        balance_cents: 5000,
      })
      expect(
        await post(core, '/api/op/desk/cash_out', { desk_id: 'change-01', tag_uid: 'AA', amount_cents: 100 }),
      ).toMatchObject({
        status: 409,
        body: { reason: 'frozen' },
      })
    }
    const after = (await get<{ items: unknown[] }>(core, '/api/wallet/transfers?format=json')).items.length
    expect(after).toBe(before)
    expect(await op('money/unfreeze', { panic: 1 })).toMatchObject({ status: 200 })
    const cash = { desk_id: 'change-01', tag_uid: 'AA', amount_cents: 100 }
    expect(await post(core, '/api/op/desk/cash_out', cash)).toMatchObject({ status: 200 })
  })
})

describe('what is under way while the house freezes and unfreezes', () => {
  it('U1 U4 U6 each vote and each bet is answered once, what was answered is what is stored, and the books balance', async () => {
    await post(core, '/api/op/shifts/open', { desk_id: 'change-01', count_cents: 100_000, by: 'Bo' })
    const slots = await Promise.all([1, 2, 3, 4, 5].map((n) => slot(`slot-0${n}`)))
    for (const n of [1, 2, 3, 4, 5]) {
      await post(core, '/api/op/cards/issue', { tag_uid: `CARD-${n}` })
      await post(core, '/api/op/desk/top_up', { desk_id: 'change-01', tag_uid: `CARD-${n}`, amount_cents: 10_000 })
    }
    await night({ duration_s: 600, expected: 9 })
    const BETS = 40
    const busy = slots.map(async ({ say }, i) => {
      const id = `slot-0${i + 1}`
      for (let n = 0; n < BETS; n++) {
        const choice = 'AB'.charAt(n % 2)
        await say('eg/night/vote', { device_id: id, step: 1, choice, req_id: `v-${n}` })
        const bet = { tag_uid: `CARD-${i + 1}`, amount_cents: 100, reason: 'slot_bet' }
        await say('eg/core/wallet/debit', { device_id: id, req_id: `b-${n}`, ...bet })
      }
    })
    const playing = { over: false }
    const panicking = (async () => {
      for (let n = 0; !playing.over; n++) {
        const path = n % 2 ? 'money' : 'game'
        const { body } = await op(`${path}/freeze`)
        await op(`${path}/unfreeze`, { panic: body.panic })
      }
    })()
    await Promise.all(busy)
    playing.over = true
    await panicking
    const answers = await until('an answer to each', () => {
      const all = slots.map(({ all }, i) => all(`eg/dev/slot-0${i + 1}/res`))
      return all.every((each) => each.length >= 2 * BETS) && all
    })
    const statuses = new Set<string>()
    let paid = 0
    for (const [i, each] of answers.entries()) {
      expect(new Set(each.map(({ req_id }) => req_id)).size).toBe(2 * BETS)
      expect(each).toHaveLength(2 * BETS)
      for (const { status, reason } of each)
        statuses.add(status === 'refused' ? `refused ${String(reason)}` : String(status))
      const bets = each.filter(({ type, status }) => type === 'wallet_debit' && status === 'ok').length
      paid += bets
      const card = await get<{ balance_cents: number }>(core, `/api/cards/CARD-${i + 1}`)
      expect(card.balance_cents).toBe(10_000 - 100 * bets)
    }
    expect([...statuses].sort()).toEqual(['counted', 'ok', 'refused frozen'])
    const { sum_cents } = await get<{ sum_cents: number }>(core, '/api/wallet/accounts')
    expect(sum_cents).toBe(0)
    expect(paid).toBeGreaterThan(0)
    const last = answers.map((each) =>
      each.findLast(({ type, status }) => type === 'night_vote' && status === 'counted'),
    )
    await post(core, '/api/op/night/close', { run: 1 })
    const operator = await join('op-9', 'eg/night/result')
    const result = await until('the result', () => operator.last<{ tally: Record<string, number> }>('eg/night/result'))
    const counted = last.flatMap((each) => (each ? [String(each.choice)] : []))
    for (const choice of ['A', 'B']) expect(result.tally[choice]).toBe(counted.filter((one) => one === choice).length)
  })
})

describe('a message and a blackout over the wire', () => {
  it('U17 a message goes when its time is over, also that of a message that a restart found', async () => {
    let operator = await watch()
    expect(await op('message/show', { text: 'Quick', seconds: 1 })).toMatchObject({ status: 200 })
    await until('it', () => operator.last<PanicState>('eg/state/panic')?.message?.text === 'Quick')
    await until('its end', () => operator.last<PanicState>('eg/state/panic')?.message === null)
    await op('message/show', { text: 'Until then', seconds: 3, severity: 'alarm' })
    await op('blackout/begin', { reason: 'fire drill' })
    leave()
    await core.kill()
    await core.start()
    operator = await watch()
    const state = await until('the state', () => operator.last<PanicState>('eg/state/panic'))
    expect(state.blackout).toMatchObject({ panic: 3 })
    await until('its end', () => operator.last<PanicState>('eg/state/panic')?.message === null)
    expect(operator.last<OpPanic>('eg/op/panic')).toMatchObject({ blackout: { reason: 'fire drill' } })
    expect(await op('blackout/end', { panic: 3 })).toMatchObject({ status: 200 })
    await until('light', () => operator.last<PanicState>('eg/state/panic')?.blackout === null)
  })

  it.each([
    ['no text', { text: '' }, 'text'],
    ['a long text', { text: 'x'.repeat(201) }, 'text'],
    ['two lines', { text: 'two\nlines' }, 'text'],
    ['an unknown severity', { text: 'ok', severity: 'loud' }, 'severity'],
    ['no time', { text: 'ok', seconds: 0 }, 'seconds'],
  ])('U17 what cannot be shown changes nothing and names the field: %s', async (_, body, field) => {
    expect(await op('message/show', body)).toMatchObject({ status: 400, body: { status: 'invalid', field } })
    expect(await op('message/clear', { panic: 1 })).toMatchObject({ status: 409 })
  })
})

describe('a session that is paused', () => {
  const session = (what: string, body: object = {}) => post(core, `/api/op/session/${what}`, body)

  it('J23 freezes money and the game, over kill -9 too, and lets them go on where they stood', async () => {
    let operator = await watch()
    const { body } = await session('start', { name: 'Group one', group_size: 9 })
    await night({ duration_s: 300 })
    let a = await slot('slot-01')
    const paused = await session('pause', { session: body.session, reason: 'fire alarm' })
    expect(paused.status).toBe(200)
    await until('the freeze', () => a.last<PanicState>('eg/state/panic')?.game)
    expect(a.last<PanicState>('eg/state/panic')).toMatchObject({ money: { panic: null }, game: { panic: null } })
    expect(operator.last<OpPanic>('eg/op/panic')?.game).toMatchObject({ reason: 'fire alarm', panic: null })
    const refused = { status: 'refused', reason: 'frozen' }
    expect(await a.ask('eg/night/vote', { step: 1, choice: 'A' })).toMatchObject(refused)
    const bet = { req_id: 'r1', tag_uid: 'CARD-1', amount_cents: 100, reason: 'bet' }
    expect(await a.ask('eg/core/wallet/debit', bet)).toMatchObject(refused)

    leave()
    await core.kill()
    await core.start()
    operator = await watch()
    a = await slot('slot-01')
    expect(await a.ask('eg/night/vote', { step: 1, choice: 'A' })).toMatchObject(refused)
    expect((await session('resume', { session: body.session })).status).toBe(200)
    await until('the end of the freeze', () => a.last<PanicState>('eg/state/panic')?.game === null)
    expect(await a.ask('eg/night/vote', { step: 1, choice: 'A' })).toMatchObject({ status: 'counted' })
    // The timer stood still: nearly all of its five minutes is left, by the clock that the screens show.
    const closesAt = Number(operator.last('eg/night/step')?.closes_at)
    expect(closesAt).toBeGreaterThan(Date.now() + 280_000)
  })
})
