import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Console, openConsole } from './console.js'
import { raiseStage, type Stage } from './stage.js'

// A cashier's shift, from the counted drawer to the counted drawer, by somebody who is let in for nothing else.

const CARD = '04A37C91'

let stage: Stage
let nadia: Console

beforeAll(async () => {
  stage = await raiseStage({ people: { Nadia: 'cashier' } })
  nadia = await openConsole(stage, 'Nadia')
})
afterAll(() => stage.end())

const balance = async () => (await stage.read<{ balance_cents: number }>(`/api/cards/${CARD}`)).balance_cents

describe('a shift at the desk', () => {
  it('H11 a cashier sees the desk and no night', async () => {
    const tabs = await nadia.tabs()
    expect(tabs).toContain('desk')
    for (const tab of ['night', 'devices', 'setup', 'sessions'] as const) expect(tabs).not.toContain(tab)
  })

  it('H11 opens the drawer, gives out a card, tops it up, pays a payout, pays back, and closes with the drawer right', async () => {
    await nadia.chooseDesk('change-01')
    await nadia.openShift('100')
    await nadia.presentCard(CARD)
    await nadia.issueCard('Ada')
    await nadia.topUp('20')
    expect(await balance()).toBe(2000)
    await stage.give('payouts/new', { payout_id: 'p-1', source: 'roulette', amount_cents: 3500 })
    expect(await nadia.claim('p-1')).toMatchObject({ tone: 'ok' })
    expect(await balance()).toBe(5500)
    await nadia.cashOut('55')
    expect(await balance()).toBe(0)
    // 100 were there, 20 came in, 55 went out.
    const told = await nadia.closeShift('65')
    expect(told.tone).toBe('ok')
    const { items } = await stage.read<{ items: { over_short_cents: number | null; opened_by?: string }[] }>(
      '/api/shifts',
    )
    expect(items[0]?.over_short_cents).toBe(0)
    expect(await stage.read('/api/books?check=now')).toMatchObject({ ok: true })
  })

  it('H19 no page had a fault', () => {
    expect(stage.faults()).toEqual([])
  })
})
