import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type CoreProcess, createCoreProcess, get, post, until } from './core-process.js'
import { type PahoDevice, startPahoDevice } from './paho-device.js'

const CARD = '04A37C91'

let core: CoreProcess
const devices: PahoDevice[] = []

async function device(id: string, version: '5' | '311', ...more: string[]): Promise<PahoDevice> {
  const started = await startPahoDevice(core.ports.mqtt, id, version, [`eg/dev/${id}/res`, ...more])
  devices.push(started)
  return started
}

/** Publishes a request as a device does and waits for one more answer with its id. */
async function ask(who: PahoDevice, topic: string, request: Record<string, unknown>): Promise<Record<string, unknown>> {
  const answers = () => who.messages(`eg/dev/${who.id}/res`).filter((m) => m.req_id === request.req_id)
  const before = answers().length
  await who.publish(topic, { device_id: who.id, ...request })
  await until(`an answer to ${String(request.req_id)}`, () => answers().length > before)
  return answers().at(-1) as Record<string, unknown>
}
const wallet = (who: PahoDevice, what: 'get' | 'debit' | 'credit', req_id: string, more: object = {}) =>
  ask(who, `eg/core/wallet/${what}`, { req_id, tag_uid: CARD, ...more })

afterEach(() => {
  for (const started of devices.splice(0)) started.stop()
})
afterAll(() => core.kill())

describe('devices of the old system and money, with EG_CREDIT_POLICY=any EG_CARDS=auto', () => {
  beforeAll(async () => {
    core = await createCoreProcess({ EG_CREDIT_POLICY: 'any', EG_CARDS: 'auto' })
  })

  it.each(['5', '311'] as const)('L4 L10 L13 L14 L15 the whole story, MQTT %s', async (version) => {
    await core.kill()
    core = await createCoreProcess({ EG_CREDIT_POLICY: 'any', EG_CARDS: 'auto' })
    await core.start()
    const slot = await device('slot-01', version)
    expect(await wallet(slot, 'get', 'w1')).toMatchObject({ type: 'wallet_get', status: 'ok', balance_cents: 0 })
    const none = await wallet(slot, 'debit', 'd0', { amount_cents: 200, reason: 'slot_bet' })
    expect(none).toMatchObject({ type: 'wallet_debit', status: 'insufficient', new_balance_cents: 0 })
    const credit = await wallet(slot, 'credit', 'c1', { amount_cents: 1000, reason: 'manual' })
    expect(credit).toMatchObject({ type: 'wallet_credit', status: 'ok', new_balance_cents: 1000 })
    const bet = { amount_cents: 200, reason: 'slot_bet' }
    const first = await wallet(slot, 'debit', 'd1', bet)
    expect(first).toMatchObject({ type: 'wallet_debit', status: 'ok', new_balance_cents: 800 })
    expect(await wallet(slot, 'debit', 'd1', bet)).toEqual(first)
    expect((await wallet(slot, 'debit', 'd1', { ...bet, amount_cents: 300 })).status).toBe('conflict')
    expect((await wallet(slot, 'debit', 'd0', bet)).status).toBe('insufficient')

    const bad = [-5, 0, 1.5, 'abc', null, 1e12, true, [200]]
    for (const [i, amount_cents] of bad.entries()) {
      const answer = await wallet(slot, 'debit', `bad-${i}`, { amount_cents })
      expect(answer, JSON.stringify(amount_cents)).toMatchObject({ status: 'invalid', field: 'amount_cents' })
    }
    expect((await wallet(slot, 'get', 'w1')).balance_cents).toBe(800)

    const table = await device('table-01', version)
    const desk = await device('change-01', version, 'eg/dev/change-01/payouts')
    const payout = { payout_id: 'p-1', source: 'roulette', amount_cents: 3500 }
    await table.publish('eg/core/payouts/new', payout)
    await table.publish('eg/core/payouts/new', payout)
    await until('two answers', () => table.messages('eg/dev/table-01/res').length === 2)
    expect(table.messages('eg/dev/table-01/res')).toEqual([
      { type: 'payout_new', payout_id: 'p-1', status: 'ok' },
      { type: 'payout_new', payout_id: 'p-1', status: 'ok' },
    ])
    const lists = () => desk.messages('eg/dev/change-01/payouts')
    await until('the payout at the desk', () => (lists().at(-1)?.items as unknown[] | undefined)?.length === 1)
    expect(lists().at(-1)).toEqual({ items: [payout] })
    expect(await get(core, '/api/payouts')).toMatchObject({ items: [payout] })

    const claim = (req_id: string, payout_id = 'p-1') =>
      ask(desk, 'eg/core/payouts/claim', { req_id, payout_id, tag_uid: CARD })
    const claimed = await claim('k1')
    expect(claimed).toMatchObject({
      type: 'payout_claim',
      status: 'ok',
      credited_cents: 3500,
      new_balance_cents: 4300,
    })
    expect((await claim('k2')).status).toBe('already_claimed')
    expect(await claim('k1')).toEqual(claimed)
    expect((await claim('k3', 'nothing')).status).toBe('not_found')
    await until('the list to be empty', () => (lists().at(-1)?.items as unknown[] | undefined)?.length === 0)

    const ids = await (await fetch(`${core.api}/api/wallet/transfers?format=ids`)).text()
    expect(ids).toBe('c1\nd1\nk1\n')
    expect(await get(core, '/api/books?check=now')).toMatchObject({ ok: true, players_cents: 4300, problems: [] })
  })
})

describe('with the defaults', () => {
  it('L10 L12 an unknown card is refused, and a credit without an open bet', async () => {
    await core.kill()
    core = await createCoreProcess()
    await core.start()
    const slot = await device('slot-01', '5')
    expect((await wallet(slot, 'get', 'w1')).status).toBe('unknown_card')
    expect((await wallet(slot, 'debit', 'd1', { amount_cents: 100 })).status).toBe('unknown_card')
    await post(core, '/api/op/cards/issue', { tag_uid: CARD })
    expect((await wallet(slot, 'credit', 'c1', { amount_cents: 100 })).status).toBe('no_bet')
    expect((await wallet(slot, 'get', 'w2')).balance_cents).toBe(0)
  })

  it('L17 L30 desks of any name ask, credit and claim; one that connects finds the payouts though it never spoke', async () => {
    await core.kill()
    core = await createCoreProcess({ EG_CREDIT_POLICY: 'any' })
    await core.start()
    await post(core, '/api/op/cards/issue', { tag_uid: CARD })
    await post(core, '/api/op/payouts/new', { payout_id: 'p-1', source: 'roulette', amount_cents: 700 })
    const late = await device('change-02', '5', 'eg/dev/change-02/payouts')
    await until('the payouts', () => late.messages('eg/dev/change-02/payouts').length > 0)
    expect(late.messages('eg/dev/change-02/payouts')[0]).toMatchObject({ items: [{ payout_id: 'p-1' }] })
    const credited = await wallet(late, 'credit', 'c1', { amount_cents: 100, reason: 'manual' })
    expect(credited).toMatchObject({ status: 'ok', new_balance_cents: 100 })
    const cage = await device('cage-1', '5')
    expect(await wallet(cage, 'get', 'w1')).toMatchObject({ status: 'ok', balance_cents: 100 })
    const claim = { req_id: 'k1', payout_id: 'p-1', tag_uid: CARD }
    expect(await ask(cage, 'eg/core/payouts/claim', claim)).toMatchObject({ status: 'ok', new_balance_cents: 800 })
  })
})
