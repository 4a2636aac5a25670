import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Console, openConsole } from './console.js'
import { type Kiosk, openKiosk } from './kiosk.js'
import { raiseStage, type Stage, until } from './stage.js'

// A night: a question asked by hand, the core gone in the middle of a vote, then a script in which one step branches and one ends
// in a tie. A game master at the console, a player at a kiosk, three more slots.

const SCRIPT = `title: The missing diamond
language: en
steps:
  - id: trust
    question: Who do you trust?
    options: [{ text: The cook, to: vault }, { text: The notary, to: chapel }]
    reveal: operator
  - id: vault
    question: Nobody should see this
    options: [A, B]
  - id: chapel
    question: Do you open the crypt?
    options: [Open it, Leave it]
    tie: operator
    reveal: operator
`
const BY_HAND = { question: 'Which door?', options: ['Left', 'Right'], expected: 20, reveal: 'operator' } as const

let stage: Stage
let lea: Console
let kiosk: Kiosk

beforeAll(async () => {
  stage = await raiseStage({
    machines: ['slot-01'],
    sims: ['slot-02', 'slot-03', 'slot-04'],
    people: { Léa: 'gamemaster' },
  })
  ;[lea, kiosk] = await Promise.all([openConsole(stage, 'Léa'), openKiosk(stage, 'slot-01')])
})
afterAll(() => stage.end())

/** Slots 2 to 4 vote; slot 1 has a player of its own. */
const others = (...options: number[]) =>
  Promise.all([...stage.sims.values()].map((slot, i) => slot.vote(options[i] ?? 1)))
const show = () => stage.state<{ status: string; path: { step_id: string }[] }>('eg/op/show')
const path = async () => (await show()).path.map(({ step_id }) => step_id).join()

describe('a night', () => {
  it('O30 begins on the console, and the kiosk follows', async () => {
    await lea.beginNight()
    await kiosk.phase('waiting')
    await kiosk.inputIs('online')
  })

  it('O31 a question that the operator reveals: the tile tells that a slot voted, not what; then both pages show the result', async () => {
    await lea.compose(BY_HAND)
    await lea.questionIs('Which door?')
    await kiosk.vote(2)
    expect(await kiosk.message()).toContain('Compté')
    await lea.tileIs('slot-01', 'voted')
    expect(await lea.at('tile-slot-01').textContent()).not.toMatch(/Right|2\b/)
    await others(1, 1, 2)
    await lea.votedIs(4, 20)
    await lea.key('c')
    await lea.runIs('closed')
    await kiosk.phase('closed')
    expect(await lea.at('winner').count()).toBe(0)
    expect(await kiosk.page.getByTestId('winner').count()).toBe(0)
    await lea.key('r')
    expect(await lea.tally(2)).toEqual([2, 2])
    await kiosk.winner()
  })

  it('O32 the core gone in the middle of a vote: both pages say so, keep still, and come back by themselves', async () => {
    await stage.give('night/open', { step: 2, ...BY_HAND, question: 'Which key?' })
    await kiosk.open()
    await stage.core.stop()
    await Promise.all([lea.linkIs(false), kiosk.linkIs(false)])
    expect(await lea.at('link-banner').textContent()).toMatch(/Last truth/)
    await kiosk.inputIs('disconnected')
    expect(await lea.at('action-close').isDisabled()).toBe(true)
    await kiosk.page.keyboard.press('1')
    await stage.core.start()
    await Promise.all([lea.linkIs(true), kiosk.linkIs(true)])
    expect(await kiosk.page.getByTestId('option-1').getAttribute('data-press')).toBe('none')
    await kiosk.vote(2)
    await lea.tileIs('slot-01', 'voted')
    await kiosk.inputIs('online')
  })

  it('O33 a refused command says why where it was given: the night does not end with a run open', async () => {
    await lea.endNight()
    await lea.refused('run_open')
    await lea.modeIs('night')
    await lea.press('close')
    await lea.press('reveal')
    await lea.runIs('revealed')
  })
})

describe('a night from a script', () => {
  it('H10 the outcome of a vote leads to its own branch', async () => {
    await lea.loadScript(SCRIPT)
    await lea.startShow()
    await lea.questionIs('Who do you trust?')
    await kiosk.vote(2)
    await others(2, 2, 1)
    await lea.runIs('closed')
    await lea.press('reveal')
    expect(await lea.tally(2)).toEqual([1, 3])
    expect(await kiosk.winner()).toContain('The notary')
    await lea.nextStep()
    await lea.questionIs('Do you open the crypt?')
    await until('the script to be there', async () => (await path()) === 'trust,chapel')
  })

  it('H10 a tie waits for the operator, who decides; then the script is over', async () => {
    await kiosk.vote(1)
    await others(2, 1, 2)
    await lea.runIs('closed')
    await lea.decide(2)
    expect(await lea.tally(2)).toEqual([2, 2])
    expect(await lea.at('winner').textContent()).toContain('Leave it')
    expect(await kiosk.winner()).toContain('Leave it')
    await lea.nextStep()
    await until('the show to end', async () => (await show()).status === 'ended')
    expect(await path()).toBe('trust,chapel')
    const { items } = await stage.read<{ items: { kind: string; actor: string }[] }>('/api/timeline?limit=500')
    expect(items.find(({ kind }) => kind === 'showEnded')?.actor).toBe('Léa')
  })

  it('O34 no page had a fault', () => {
    expect(stage.faults()).toEqual([])
  })
})
