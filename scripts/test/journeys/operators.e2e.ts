import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { violations } from './axe.js'
import { type Console, openConsole } from './console.js'
import { type Kiosk, openKiosk } from './kiosk.js'
import { type LateEar, layLateEar } from './late-ear.js'
import { raiseStage, type Stage } from './stage.js'

// Two game masters at two consoles, one of whom sees the house a moment late; then one of them pulls the brakes, and lets go.

/** What Marc hears late: where the night stands. */
const LATE = ['eg/op/night', 'eg/op/show', 'eg/night/']
const CARD = '04A37C91'
const step = (n: number) => ({
  step: n,
  question: `Question ${n}?`,
  options: ['A', 'B'],
  expected: 9,
  reveal: 'operator',
})

let stage: Stage
let lea: Console
let marc: Console
let ear: LateEar
let kiosk: Kiosk

beforeAll(async () => {
  stage = await raiseStage({ machines: ['slot-01'], people: { Léa: 'gamemaster', Marc: 'gamemaster' } })
  const prepare = async (context: Parameters<typeof layLateEar>[0]) => void (ear = await layLateEar(context, LATE))
  ;[lea, marc, kiosk] = await Promise.all([
    openConsole(stage, 'Léa'),
    openConsole(stage, 'Marc', { prepare }),
    openKiosk(stage, 'slot-01', 'en'),
  ])
})
afterAll(() => stage.end())

const lines = async () =>
  (await stage.read<{ items: { kind: string; outcome: string; actor: string }[] }>('/api/timeline?limit=500')).items
const runs = async () =>
  (await stage.read<{ items: { run: number; status: string; voted: number }[] }>('/api/night/runs')).items

describe('two operators', () => {
  it('H13 see each other, and what the other does', async () => {
    await Promise.all([lea.sees('Marc'), marc.sees('Léa')])
    await marc.open('night')
    await lea.beginNight()
    await marc.modeIs('night')
    await stage.give('night/open', step(1))
    await Promise.all([lea.questionIs('Question 1?'), marc.questionIs('Question 1?')])
  })

  it('H13 a command made on what is over is refused with what changed, and changes nothing', async () => {
    await marc.draft({ question: 'Question 3?', options: ['A', 'B'], expected: 9, reveal: 'operator' })
    ear.hold()
    const opened = await stage.give('night/open', { ...step(2), expect_run: 1 }, 'Léa')
    await lea.questionIs('Question 2?')
    // Marc still sees question 1, and would put his own in its place.
    await marc.openDraft()
    expect(await marc.staleNote()).toMatch(/changed meanwhile|meanwhile:/i)
    ear.letGo()
    await marc.leaveDraft()
    await marc.questionIs('Question 2?')
    expect((await runs()).map(({ run, status }) => [run, status])).toEqual([
      [opened.run, 'open'],
      [1, 'voided'],
    ])
    const refused = (await lines()).filter(({ actor, outcome }) => actor === 'Marc' && outcome !== 'ok')
    expect(refused.map(({ kind }) => kind)).toContain('opNightOpen')
  })
})

describe('panic and back', () => {
  it('H15 a frozen game: the slot says so and counts nothing, both consoles say so; then the same press counts', async () => {
    await kiosk.open()
    await lea.freezeGame()
    await kiosk.paused(true)
    await marc.brakeIs('game', true)
    await kiosk.page.locator('[data-testid="option-1"]:disabled').waitFor()
    stage.machines.get('slot-01')?.type('2')
    await marc.unfreezeGame()
    await kiosk.paused(false)
    expect((await runs())[0]).toMatchObject({ voted: 0, status: 'open' })
    await kiosk.vote(2)
    await lea.brakeIs('game', false)
  })

  it('H15 frozen money moves nowhere until it is let go', async () => {
    const topUp = { desk_id: 'change-01', tag_uid: CARD, amount_cents: 500 }
    const balance = () => stage.read(`/api/cards/${CARD}`)
    await stage.give('shifts/open', { desk_id: 'change-01', count_cents: 10_000, by: 'Léa' })
    await stage.give('cards/issue', { tag_uid: CARD, name: 'Ada' })
    await stage.give('desk/top_up', topUp)
    await lea.freezeMoney()
    await marc.brakeIs('money', true)
    await expect(stage.give('desk/top_up', topUp)).rejects.toThrow('frozen')
    expect(await balance()).toMatchObject({ balance_cents: 500 })
    await lea.unfreezeMoney()
    await stage.give('desk/top_up', topUp)
    expect(await balance()).toMatchObject({ balance_cents: 1000 })
  })

  it('H15 a message stands on all screens until it is cleared', async () => {
    await lea.showMessage('The house is listening')
    await kiosk.page.getByText('The house is listening').waitFor()
    await lea.clearMessage()
    await kiosk.page.getByTestId('house-message').waitFor({ state: 'detached' })
    const brakes = (await lines()).filter(({ kind }) => /Freeze|Unfreeze|Message/.test(kind))
    expect(new Set(brakes.map(({ actor }) => actor))).toEqual(new Set(['Léa', 'Marc']))
  })

  it('H20 the screens of a running night have no serious fault for other eyes and hands', async () => {
    const found: string[] = []
    for (const tab of ['ready', 'night', 'devices', 'timeline'] as const) {
      await lea.open(tab)
      await lea.settled()
      found.push(...(await violations(lea.page)).map((line) => `${tab}: ${line}`))
    }
    expect(found).toEqual([])
  })

  it('H19 no page had a fault', () => {
    expect(stage.faults()).toEqual([])
  })
})
