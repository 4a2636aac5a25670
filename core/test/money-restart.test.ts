import type { Answer } from '@eg/shared'
import type { MqttClient } from 'mqtt'
import { afterEach, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post, until } from './core-process.js'
import { connect } from './running-core.js'

const ROUNDS = 900
const CLAIMS = 100
const KILLS = 3

let core: CoreProcess
const clients: MqttClient[] = []
afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true)
  await core.kill()
})

interface Request {
  topic: string
  payload: { req_id: string; device_id: string }
}

/** Connects as a device does and hears its answers. */
async function device(id: string, answers: Map<string, Answer[]>): Promise<MqttClient> {
  const client = await connect(core.ports.mqtt, { clientId: id, reconnectPeriod: 0 })
  client.on('error', () => undefined) // the core is killed under it
  clients.push(client)
  client.on('message', (topic, payload) => {
    if (!topic.endsWith('/res')) return
    const answer = JSON.parse(payload.toString()) as Answer
    const id = String(answer.req_id)
    answers.set(id, [...(answers.get(id) ?? []), answer])
  })
  await client.subscribeAsync(`eg/dev/${id}/res`, { qos: 1 })
  return client
}

describe('kill -9 in the middle of 1,000 rounds and claims', () => {
  it('L26 after all was sent again every id counts once, every answer is the first one, and the books balance', async () => {
    core = await createCoreProcess()
    await core.start()
    await post(core, '/api/op/cards/issue', { tag_uid: 'A' })
    const give = { tag_uid: 'A', amount_cents: 10_000_000, direction: 'credit', reason: 'test', by: 'test' }
    await post(core, '/api/op/cards/adjust', { ...give, req_id: 'give' })
    for (let i = 0; i < CLAIMS; i++) {
      await post(core, '/api/op/payouts/new', {
        req_id: `new-${i}`,
        payout_id: `p${i}`,
        source: 'x',
        amount_cents: 100,
      })
    }
    const round = (i: number): Request => ({
      topic: 'eg/core/rounds/play',
      payload: { req_id: `r${i}`, device_id: 'slot-01', tag_uid: 'A', stake_cents: 100 } as Request['payload'],
    })
    const claim = (i: number): Request => ({
      topic: 'eg/core/payouts/claim',
      payload: { req_id: `c${i}`, device_id: 'change-01', payout_id: `p${i}`, tag_uid: 'A' } as Request['payload'],
    })
    const requests = [
      ...Array.from({ length: ROUNDS }, (_, i) => round(i)),
      ...Array.from({ length: CLAIMS }, (_, i) => claim(i)),
    ].sort((a, b) => (a.payload.req_id > b.payload.req_id ? 1 : -1))

    const answers = new Map<string, Answer[]>()
    const settled = (request: Request) => answers.has(request.payload.req_id)
    for (let life = 0; life <= KILLS; life++) {
      const slot = await device('slot-01', answers)
      const desk = await device('change-01', answers)
      const before = answers.size
      const share = Math.ceil(requests.length / (KILLS + 1))
      const open = requests.filter((request) => !settled(request))
      const sent = open.map(({ topic, payload }) => {
        const from = payload.device_id === 'slot-01' ? slot : desk
        return from.publishAsync(topic, JSON.stringify(payload), { qos: 1 }).catch(() => null)
      })
      if (life < KILLS) {
        await until('some answers', () => answers.size >= Math.min(before + share / 2, requests.length))
        await core.kill()
        for (const client of clients.splice(0)) client.end(true)
        await core.start()
      } else {
        await Promise.all(sent)
        await until('every answer', () => requests.every(settled))
      }
    }

    // Whoever asks again, answered or not, hears the first answer: the one that is in the books.
    const slot = await device('slot-01', answers)
    const desk = await device('change-01', answers)
    const heard = new Map([...answers].map(([id, list]) => [id, list.length]))
    await Promise.all(
      requests.map(({ topic, payload }) =>
        (payload.device_id === 'slot-01' ? slot : desk).publishAsync(topic, JSON.stringify(payload), { qos: 1 }),
      ),
    )
    await until('every answer again', () =>
      requests.every(({ payload: { req_id } }) => (answers.get(req_id)?.length ?? 0) > (heard.get(req_id) ?? 0)),
    )
    for (const [id, list] of answers) {
      for (const answer of list) expect(answer, id).toEqual(list[0])
    }

    const text = await (await fetch(`${core.api}/api/wallet/transfers?format=ids&limit=100000`)).text()
    const ids = text.trim().split('\n')
    const asked = [
      ...requests.map(({ payload }) => payload.req_id),
      'give',
      ...Array.from({ length: CLAIMS }, (_, i) => `new-${i}`),
    ]
    expect([...ids].sort()).toEqual(asked.sort())
    const won = [...answers.values()].reduce((sum, [answer]) => sum + Number(answer?.win_cents ?? 0), 0)
    const card = await get<{ balance_cents: number }>(core, '/api/cards/A')
    expect(card.balance_cents).toBe(10_000_000 - ROUNDS * 100 + CLAIMS * 100 + won)
    expect(await get(core, '/api/books?check=now')).toMatchObject({ ok: true, problems: [] })
  })
})
