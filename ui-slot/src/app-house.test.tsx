// @vitest-environment happy-dom
import { ALONE_MS, type SlotState } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { asking, playing, pressOf, roundOf } from './kiosk/samples'
import { click, find, open, text, usePage } from './opened-app.fixture'

usePage()

type House = NonNullable<SlotState['house']>
const house = (part: Partial<House> = {}): House => ({ frozen: [], blackout: false, message: null, ...part })
const message = (severity: 'info' | 'attention' | 'alarm' = 'attention', words = 'Back in five') => ({
  panic: 1,
  text: words,
  severity,
})
const none = Array(6).fill(false) as boolean[]

describe('what the house says', () => {
  it('K80 a blackout is dark, over everything, and takes no press; afterwards the screen is as it is by now', async () => {
    const { say, presses, type, pass } = await open()
    await say(asking({ house: house({ blackout: true }), offered: none }))
    expect(find('blackout')).not.toBeNull()
    expect(find('screen')?.inert).toBe(true)
    await click('option-1')
    await type(['1'])
    await pass(ALONE_MS)
    expect(presses).toEqual([])
    await say(asking({ house: null }))
    expect(find('blackout')).toBeNull()
    expect(find('screen')?.inert).toBeFalsy()
    await click('option-1')
    expect(presses).toMatchObject([{ index: 0, run: 7 }])
  })

  it('K80 stays dark when the link is lost', async () => {
    const { say, pass } = await open()
    await say(asking({ house: house({ blackout: true }), offered: none }))
    await pass(3000)
    expect(find('blackout')).not.toBeNull()
  })

  it('K81 a message stands above what players see, who go on voting', async () => {
    const { say, presses } = await open()
    await say(asking({ house: house({ message: message('info', 'La suite dans cinq minutes') }) }))
    expect(text('house-message')).toContain('La suite dans cinq minutes')
    expect(find('house-message')?.dataset.severity).toBe('info')
    expect(find('house-message')?.getAttribute('role')).toBe('status')
    expect(text('screen')).toContain('Who opened the safe?')
    await click('option-2')
    expect(presses).toMatchObject([{ index: 1, run: 7 }])
    await say(asking({ house: null }))
    expect(find('house-message')).toBeNull()
  })

  it('K82 an alarm covers the stage, and every message comes through a blackout', async () => {
    const { say } = await open()
    await say(asking({ house: house({ message: message('alarm') }) }))
    expect(find('house-message')?.getAttribute('role')).toBe('alert')
    expect(find('house-message')?.className).toBe('house-card')
    await say(asking({ house: house({ blackout: true, message: message('info') }) }))
    expect(find('house-message')?.className).toBe('house-card')
    expect(find('blackout')).not.toBeNull()
  })

  it.each([
    ['fr', 'night', 'game', 'rien n’est compté'],
    ['en', 'night', 'game', 'nothing counts'],
    ['fr', 'day', 'money', 'votre solde ne bouge pas'],
    ['en', 'day', 'money', 'your balance is safe'],
  ] as const)('K83 says that play is paused where it is: %s, %s', async (language, mode, scope, words) => {
    const { say } = await open({ language })
    const state = mode === 'night' ? asking({ offered: none }) : playing('ready', {}, { offered: none })
    await say({ ...state, house: house({ frozen: [scope] }) })
    expect(text('house-paused')).toContain(words)
    await say({ ...state, house: house({ frozen: [scope === 'game' ? 'money' : 'game'] }) })
    expect(find('house-paused')).toBeNull()
    await say({ ...state, house: house({ frozen: [scope], message: message() }) })
    expect(text('house-message')).toContain('Back in five')
    expect(text('house-paused')).toContain(words)
  })

  it('K84 a vote that came while the game was frozen is shown as not counted', async () => {
    const { say } = await open()
    const press = { ...pressOf(1, 'refused'), reason: 'frozen' }
    await say(asking({ press, offered: none, house: house({ frozen: ['game'] }) }))
    expect(text('press-message')).toContain('Pas compté')
    expect(find('house-paused')).not.toBeNull()
  })

  it('K84 a round that came while money was frozen took nothing, and the card is not blamed', async () => {
    const { say } = await open({ language: 'en' })
    await say(playing('refused', { reason: 'paused', round: roundOf() }, { house: house({ frozen: ['money'] }) }))
    expect(text('refused')).toContain('Play is paused')
    expect(text('refused')).toContain('Nothing was taken')
    expect(text('refused')).not.toContain('card is blocked')
  })

  it('K85 a counted vote cannot be changed while the game is frozen, and nothing says it can', async () => {
    const { say } = await open({ language: 'en' })
    const press = pressOf(1, 'counted')
    await say(asking({ press }))
    expect(text('press-message')).toContain('You can still change')
    await say(asking({ press, offered: none, house: house({ frozen: ['game'] }) }))
    expect(text('press-message')).toContain('Counted')
    expect(text('press-message')).not.toContain('change')
  })

  it('K85 the countdown of a frozen game stands still with what is left', async () => {
    const { say, live } = await open()
    await say(asking({}, { closes_at: null, remaining_ms: 42_000 }))
    expect(text('countdown')).toBe('42')
    await live(5000)
    expect(text('countdown')).toBe('42')
  })
})
