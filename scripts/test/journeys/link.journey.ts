import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Console, openConsole } from './console.js'
import { type Kiosk, openKiosk } from './kiosk.js'
import { raiseStage, type Stage, until } from './stage.js'

// The link is lost while people vote and while one plays for money: first the slot's cable, then the core itself.

const CARD = '04A37C91'
const step = (n: number) => ({ step: n, question: `Question ${n}?`, options: ['A', 'B'], reveal: 'operator' })

let stage: Stage
let lea: Console
let kiosk: Kiosk

beforeAll(async () => {
  stage = await raiseStage({
    machines: ['slot-01'],
    cabled: ['slot-01'],
    sims: ['slot-02'],
    people: { Léa: 'gamemaster' },
  })
  ;[lea, kiosk] = await Promise.all([openConsole(stage, 'Léa'), openKiosk(stage, 'slot-01', 'fr')])
})
afterAll(() => stage.end())

const slot = () => stage.machines.get('slot-01')
const transfers = async (kind: string) =>
  (await stage.read<{ items: object[] }>(`/api/wallet/transfers?kind=${kind}`)).items.length

describe('the link is lost', () => {
  it('H14 a slot’s: it says so, the console says which, the press is kept and counted once it is back', async () => {
    await lea.beginNight()
    const run = Number((await stage.give('night/open', step(1))).run)
    await kiosk.open()
    stage.cable.cut()
    await kiosk.linkIs(false)
    slot()?.type('2')
    await lea.tileIs('slot-01', 'offline')
    stage.cable.heal()
    await kiosk.linkIs(true)
    await kiosk.counted(2)
    await lea.tileIs('slot-01', 'voted')
    await stage.give('night/close', { run })
    await stage.give('night/reveal', { run })
    expect(await lea.tally(2)).toEqual([0, 1])
  })

  it('H14 the core’s, in a vote: both pages say so, take nothing, and come back by themselves where they were', async () => {
    await stage.give('night/open', step(2))
    await lea.questionIs('Question 2?')
    await stage.core.stop()
    await lea.linkIs(false)
    await kiosk.linkIs(false)
    await kiosk.inputIs('disconnected')
    expect(await lea.at('link-banner').textContent()).toMatch(/Last truth/)
    expect(await lea.at('action-close').isDisabled()).toBe(true)
    await kiosk.page.keyboard.press('1')
    await stage.core.start()
    await lea.linkIs(true)
    await kiosk.linkIs(true)
    expect(await kiosk.page.getByTestId('option-1').getAttribute('data-press')).toBe('none')
    await kiosk.vote(2)
    await stage.sims.get('slot-02')?.vote(1)
    await lea.runIs('closed')
    await lea.press('reveal')
    expect(await lea.tally(2)).toEqual([1, 1])
    await kiosk.inputIs('online')
  })

  it('H14 a slot’s, in a round for money: it is asked again by its id and counts once', async () => {
    await stage.give('mode/set', { mode: 'day' })
    await stage.give('shifts/open', { desk_id: 'change-01', count_cents: 10_000, by: 'Léa' })
    await stage.give('cards/issue', { tag_uid: CARD, name: 'Ada' })
    await stage.give('desk/top_up', { desk_id: 'change-01', tag_uid: CARD, amount_cents: 2000 })
    slot()?.type(`card ${CARD}`)
    await kiosk.phase('ready')
    stage.cable.cut()
    slot()?.type('1')
    await kiosk.linkIs(false)
    expect(await transfers('stake')).toBe(0)
    stage.cable.heal()
    await kiosk.linkIs(true)
    await until('the round', async () => (await transfers('stake')) === 1)
    await kiosk.phase('ready')
    expect(await transfers('stake')).toBe(1)
    expect(await stage.read('/api/books?check=now')).toMatchObject({ ok: true })
  })

  it('H19 no page had a fault', () => {
    expect(stage.faults()).toEqual([])
  })
})
