import { contracts, type Answer } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { createMemoryKeep, type Keeps } from '../session/keep'
import { openSession, settle } from '../testing/desk'
import { TAG } from '../testing/money-samples'
import { ASK_AGAIN_MS } from './money-commands'

const FIELDS = { desk_id: 'change-01', tag_uid: TAG, amount_cents: 2000 }
const keeps = (): Keeps => ({ tab: createMemoryKeep(), machine: createMemoryKeep() })

async function openMoney(kept = keeps()) {
  const session = openSession([], { keeps: kept })
  await session.tick()
  const { money } = session.session
  const answer = (told: Partial<Answer>) =>
    session.say(contracts.opAnswer, { type: 'desk_top_up', status: 'ok', ...told }, { client_id: 'op-0123abcd' })
  const pass = async (ms: number) => {
    session.clock.advance(ms)
    await settle()
  }
  const ids = () => session.given.map((g) => g.payload.req_id)
  return { ...session, money, answer, pass, ids, kept }
}

describe('money commands', () => {
  it('O37 keeps a command under its id before it is sent, and until it is answered', async () => {
    const desk = await openMoney()
    desk.answers['opDeskTopUp'] = 'silent'
    const kept: (string | null)[] = []
    desk.core.subscribe(contracts.opDeskTopUp, {}, () => kept.push(desk.kept.tab.getItem('eg.money')))
    expect(desk.money.send('topUp', FIELDS)).toBe(true)
    await settle()
    const [id = ''] = desk.ids()
    expect(JSON.parse(kept[0] ?? '{}')).toMatchObject({ name: 'topUp', payload: { ...FIELDS, req_id: id } })
    await desk.answer({ req_id: id, receipt: 5 })
    expect(desk.money.store.getState()).toMatchObject({ asked: null, done: { answer: { status: 'ok', receipt: 5 } } })
    desk.money.dismiss()
    expect(desk.kept.tab.getItem('eg.money')).toBeNull()
  })

  it('O37 asks again with the same id and content after silence and after `unavailable`', async () => {
    const desk = await openMoney()
    desk.answers['opDeskTopUp'] = { status: 'unavailable' }
    desk.money.send('topUp', FIELDS)
    await settle()
    expect(desk.money.store.getState().done).toBeNull()
    desk.answers['opDeskTopUp'] = 'silent'
    await desk.pass(ASK_AGAIN_MS / 2)
    await desk.tick()
    await desk.pass(ASK_AGAIN_MS / 2)
    desk.answers['opDeskTopUp'] = { status: 'ok' }
    await desk.tick()
    await desk.pass(ASK_AGAIN_MS / 2)
    await desk.tick()
    await desk.pass(ASK_AGAIN_MS / 2)
    expect(desk.given).toHaveLength(3)
    expect(new Set(desk.given.map((g) => JSON.stringify(g.payload))).size).toBe(1)
    expect(desk.money.store.getState().done?.answer.status).toBe('ok')
    await desk.tick()
    await desk.pass(ASK_AGAIN_MS * 3)
    expect(desk.given).toHaveLength(3)
  })

  it('O37 sends nothing while the link is lost, and asks again the moment it is back', async () => {
    const desk = await openMoney()
    desk.answers['opDeskTopUp'] = 'silent'
    desk.money.send('topUp', FIELDS)
    await desk.pass(ASK_AGAIN_MS * 4)
    expect(desk.given).toHaveLength(1)
    desk.answers['opDeskTopUp'] = { status: 'ok' }
    await desk.tick()
    await settle()
    expect(new Set(desk.ids()).size).toBe(1)
    expect(desk.given).toHaveLength(2)
    expect(desk.money.store.getState().asked).toBeNull()
  })

  it('O72 takes a fault in the core as a definite answer: it asks no more, and the next try is a new one', async () => {
    const desk = await openMoney()
    desk.answers['opDeskTopUp'] = { status: 'refused', reason: 'fault' }
    desk.money.send('topUp', FIELDS)
    await settle()
    expect(desk.money.store.getState()).toMatchObject({ asked: null, done: { answer: { reason: 'fault' } } })
    await desk.pass(ASK_AGAIN_MS / 2)
    await desk.tick()
    await desk.pass(ASK_AGAIN_MS)
    expect(desk.given).toHaveLength(1)
    await desk.tick()
    expect(desk.money.send('topUp', FIELDS)).toBe(true)
    await settle()
    expect(new Set(desk.ids()).size).toBe(2)
  })

  it('O184 puts nothing to a core that has not said, on this connection, what it is', async () => {
    const desk = await openMoney()
    desk.answers['opDeskTopUp'] = 'silent'
    desk.money.send('topUp', FIELDS)
    await settle()
    await desk.link.clear(contracts.opCore, {})
    desk.link.setConnected(false)
    desk.link.setConnected(true)
    await desk.tick()
    await desk.pass(ASK_AGAIN_MS / 2)
    await desk.tick()
    await desk.pass(ASK_AGAIN_MS / 2)
    expect(desk.given).toHaveLength(1)
    desk.answers['opDeskTopUp'] = { status: 'ok' }
    await desk.tick()
    await desk.say(contracts.opCore, contracts.opCore.sample)
    expect([desk.given.length, new Set(desk.ids()).size]).toEqual([2, 1])
    expect(desk.money.store.getState().done?.answer.status).toBe('ok')
  })

  it('O38 goes on with an unanswered command after the page was loaded again', async () => {
    const first = await openMoney()
    first.answers['opDeskTopUp'] = 'silent'
    first.money.send('topUp', FIELDS)
    await settle()
    first.session.stop()
    const second = await openMoney(first.kept)
    await settle()
    expect(second.ids()).toEqual(first.ids())
    expect(second.money.store.getState().done).toMatchObject({ name: 'topUp', answer: { status: 'ok' } })
  })

  it('O38 shows after a reload what nobody has seen yet', async () => {
    const first = await openMoney()
    first.answers['opDeskTopUp'] = { status: 'insufficient' }
    first.money.send('topUp', FIELDS)
    await settle()
    const second = await openMoney(first.kept)
    expect(second.money.store.getState().done?.answer.status).toBe('insufficient')
    expect(second.given).toEqual([])
  })

  it('O39 takes nothing new before the last command is resolved', async () => {
    const desk = await openMoney()
    desk.answers['opDeskTopUp'] = 'silent'
    desk.money.send('topUp', FIELDS)
    expect(desk.money.send('topUp', FIELDS)).toBe(false)
    expect(desk.money.send('cardFreeze', { tag_uid: TAG, reason: 'x' })).toBe(false)
    await settle()
    expect(desk.given).toHaveLength(1)
    await desk.answer({ req_id: 'op-somebody-else' })
    expect(desk.money.store.getState().asked).not.toBeNull()
    await desk.answer({ req_id: desk.ids()[0] ?? '' })
    expect(desk.money.send('topUp', FIELDS)).toBe(true)
    await settle()
    expect(new Set(desk.ids()).size).toBe(2)
  })

  it('O37 sends nothing that could not be kept', async () => {
    const full = keeps()
    full.tab.setItem = () => {
      throw new Error('QuotaExceededError')
    }
    const desk = await openMoney(full)
    desk.money.send('topUp', FIELDS)
    await settle()
    expect(desk.given).toEqual([])
    expect(desk.money.store.getState().done?.answer).toMatchObject({ status: 'refused', reason: 'not_kept' })
  })
})
