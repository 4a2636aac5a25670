// @vitest-environment happy-dom
import { ALONE_MS, contracts } from '@eg/shared'
import { act } from 'react'
import { describe, expect, it } from 'vitest'
import { asking, pressOf } from './kiosk/samples'
import { click, find, open, text, usePage } from './opened-app.fixture'

usePage()

const own = { device_id: 'slot-01' }
const optionStates = () => [1, 2, 3].map((n) => find(`option-${n}`)?.dataset.press)

describe('screens', () => {
  it('K1 shows the phase that the agent publishes, and that the stage is being set before it has', async () => {
    const { say } = await open()
    expect(find('screen')?.dataset.phase).toBe('starting')
    expect(text('screen')).toBe('La scène se prépare')
    const says = { attract: 'Bienvenue', waiting: 'La nuit est tombée', closed: 'Le vote est clos' } as const
    for (const phase of ['attract', 'waiting', 'closed'] as const) {
      await say(asking({ phase, question: null }))
      expect(find('screen')?.dataset.phase).toBe(phase)
      expect(text('screen')).toContain(says[phase])
    }
    await say(asking())
    expect(find('screen')?.dataset.phase).toBe('question')
    expect(text('screen')).toContain('Who opened the safe?')
  })

  it('K2 stands each option on its button, with number and text as its name', async () => {
    const { say } = await open()
    await say(asking())
    const names = [...document.querySelectorAll('button')].map((button) => button.textContent)
    expect(names).toEqual(['1 A', '2 B', '3 C'])
    expect(find('option-2')?.style.getPropertyValue('--tone')).toBe('var(--eg-option-2)')
    expect(find('option-2')?.querySelector('svg')).not.toBeNull()
  })

  it('K17 leaves unlit the buttons without an option, so that the others keep their places', async () => {
    const { say } = await open({ layout: 'row' })
    await say(asking())
    expect(document.querySelectorAll('.option-unlit')).toHaveLength(3)
    expect(find('option-4')).toBeNull()
  })

  it('K22 shows after closing what was counted here, or that nothing was', async () => {
    const { say } = await open()
    await say(asking({ phase: 'closed', press: pressOf(1, 'counted'), counted: 'B' }))
    expect(text('press-message')).toBe('Compté : B')
    await say(asking({ phase: 'closed' }))
    expect(text('screen')).toContain('Pas de vote ici, cette fois')
    await say(asking({ phase: 'closed', press: pressOf(0, 'too_late') }))
    expect(text('press-message')).toBe('Trop tard, le vote est clos')
    expect(text('screen')).not.toContain('Pas de vote ici')
  })

  it('K23 reveals the winner, a bar for each option and the slot’s own choice', async () => {
    const { say } = await open({ language: 'en' })
    await say(asking({ phase: 'reveal', counted: 'C', result: { tally: { A: 5, B: 3, C: 1 }, winner: 'A' } }))
    expect(text('winner')).toBe('A')
    expect([1, 2, 3].map((n) => find(`result-bar-${n}`)?.dataset.votes)).toEqual(['5', '3', '1'])
    expect([1, 2, 3].map((n) => find(`result-bar-${n}`)?.dataset.own)).toEqual([undefined, undefined, 'true'])
    expect(text('result-bar-3')).toContain('Your choice')
  })

  it('K23 says that nobody voted when there is no winner', async () => {
    const { say } = await open()
    await say(asking({ phase: 'reveal', result: { tally: { A: 0, B: 0, C: 0 }, winner: null } }))
    expect(text('winner')).toBe('Personne n’a voté')
  })

  it('K23 says of a tie that was decided that it was one, and of votes without a winner that nothing is decided', async () => {
    const { say } = await open()
    await say(asking({ phase: 'reveal', result: { tally: { A: 4, B: 4, C: 1 }, winner: 'A' } }))
    expect(text('winner-lead')).toBe('Égalité. On retient')
    await say(asking({ phase: 'reveal', result: { tally: { A: 4, B: 3, C: 1 }, winner: 'A' } }))
    expect(text('winner-lead')).toBe('La salle a choisi')
    await say(asking({ phase: 'reveal', result: { tally: { A: 4, B: 4, C: 1 }, winner: null } }))
    expect(text('winner')).toBe('Rien n’est décidé')
    await say(asking({ phase: 'reveal', result: { tally: { A: 1, B: 0, C: 0 }, winner: null } }))
    expect(text('winner')).toBe('Rien n’est décidé')
  })

  it('K23 reveals by the tally alone when the question is not known any more', async () => {
    const { say } = await open()
    await say(asking({ phase: 'reveal', question: null, result: { tally: { A: 1, B: 2 }, winner: 'B' } }))
    expect(text('winner')).toBe('B')
    expect(find('result-bar-2')?.dataset.votes).toBe('2')
  })
})

describe('a press', () => {
  it('K5 is said in plain words, in both languages', async () => {
    const words = {
      fr: [
        'B …',
        'Gardé — envoi au retour du lien',
        'Compté : B',
        'Trop tard, le vote est clos',
        'Pas compté — appuyez encore',
      ],
      en: [
        'B …',
        'Kept — sent when the link is back',
        'Counted: B',
        'Too late, voting is closed',
        'Not counted — press again',
      ],
    }
    for (const language of ['fr', 'en'] as const) {
      const { say } = await open({ language })
      const heard: (string | null | undefined)[] = []
      for (const status of ['pending', 'kept', 'counted', 'too_late', 'refused'] as const) {
        await say(asking({ press: pressOf(1, status) }))
        heard.push(find('press-message')?.querySelector('.message-text')?.textContent)
        expect(optionStates()).toEqual(['none', status, 'none'])
      }
      expect(heard).toEqual(words[language])
      expect(find('press-message')?.getAttribute('aria-live')).toBe('polite')
    }
  })

  it('K4 goes out by click and by key, and K7 shows at once', async () => {
    const { say, presses, type, pass } = await open()
    await say(asking())
    await click('option-2')
    expect(optionStates()).toEqual(['none', 'pending', 'none'])
    await type([{ key: '"', code: 'Digit3' }])
    await pass(ALONE_MS)
    expect(optionStates()).toEqual(['none', 'none', 'pending'])
    expect(presses.map((press) => press.index)).toEqual([1, 2])
  })

  it('K4 counts a finger when it goes down, and the click that follows it not again', async () => {
    const { say, presses } = await open()
    await say(asking())
    const option = find('option-1')
    const pointer = { bubbles: true, isPrimary: true, button: 0 }
    await act(async () => void option?.dispatchEvent(new PointerEvent('pointerdown', pointer)))
    await act(async () => void option?.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 })))
    expect(presses).toHaveLength(1)
  })

  it('K8 that nobody answered reads "not counted" and can be made again', async () => {
    const { say, pass, tick, presses } = await open()
    await say(asking())
    await click('option-2')
    await pass(1500)
    await tick()
    await pass(1500)
    expect(text('press-message')).toBe('Pas compté — appuyez encore')
    expect(optionStates()).toEqual(['none', 'refused', 'none'])
    await tick()
    await click('option-2')
    expect(presses).toHaveLength(2)
  })

  it('K9 names the vote that stays when another was not counted', async () => {
    const { say } = await open()
    await say(asking({ press: pressOf(2, 'refused'), counted: 'B' }))
    expect(text('press-message')).toBe('Pas compté — appuyez encoreVotre vote reste : B')
    expect(optionStates()).toEqual(['none', 'counted', 'refused'])
  })

  it('K10 says whether the counted vote can be changed', async () => {
    const { say } = await open()
    const counted = { press: pressOf(1, 'counted'), counted: 'B' }
    await say(asking(counted))
    expect(text('press-message')).toContain('Vous pouvez encore changer')
    expect(find('option-1')?.hasAttribute('disabled')).toBe(false)
    await say(asking(counted, { final: true }))
    expect(text('press-message')).toContain('Vote définitif')
    expect(find('option-1')?.hasAttribute('disabled')).toBe(true)
  })

  it('K10 says before the press that it will be final', async () => {
    const { say } = await open()
    await say(asking({}, { final: true }))
    expect(text('screen')).toContain('Un seul choix, il est définitif')
  })
})

describe('the countdown', () => {
  it('K11 shows the time to closes_at on the core’s clock, and nothing without a timer', async () => {
    const { say, clock } = await open()
    await say(asking({}, { closes_at: clock.now() + 42_000 }))
    expect(text('countdown')).toBe('42')
    await say(asking({}, { closes_at: clock.now() + 65_000 }))
    await act(async () => new Promise((resolve) => setTimeout(resolve, 50)))
    expect(text('countdown')).toBe('1:05')
    await say(asking())
    expect(find('countdown')).toBeNull()
  })
})

describe('hold on', () => {
  it('K12 covers the stage two seconds after the last clock and goes by itself', async () => {
    const { say, pass, tick } = await open()
    await say(asking())
    await pass(2000)
    expect(text('hold-on')).toContain('Un instant…')
    expect(find('screen')?.dataset.phase).toBe('question')
    await tick()
    expect(find('hold-on')).toBeNull()
  })

  it('K13 takes no press meanwhile', async () => {
    const { say, pass, presses, type } = await open()
    await say(asking())
    await pass(2000)
    await click('option-1')
    await type([{ key: '1', code: 'Digit1' }])
    await pass(ALONE_MS)
    expect(presses).toEqual([])
    expect(find('screen')?.hasAttribute('inert')).toBe(true)
  })

  it('K14 comes also when the agent is gone', async () => {
    const { venue, say } = await open()
    await say(asking())
    await act(async () => void (await venue.publish(contracts.deviceStatus, own, 'offline')))
    expect(find('hold-on')).not.toBeNull()
    expect(text('hold-on')).not.toContain('boutons')
    await act(async () => void (await venue.publish(contracts.deviceStatus, own, 'online')))
    expect(find('hold-on')).toBeNull()
  })

  it('K15 promises what is sure: a kept vote, or that the buttons keep one while the agent is there', async () => {
    const { say, pass, tick } = await open()
    await say(asking({ press: pressOf(1, 'kept') }))
    await pass(2000)
    expect(text('hold-on')).toContain('Gardé — envoi au retour du lien')
    await tick()
    await say(asking())
    await pass(2000)
    expect(text('hold-on')).toContain('Un vote aux boutons est gardé')
    await tick()
    await say(asking({ phase: 'waiting', question: null }))
    await pass(2000)
    expect(text('hold-on')).not.toContain('gardé')
  })
})

describe('the diagnostics corner', () => {
  it('K18 keeps its exact English line in both languages, beside the device id', async () => {
    for (const language of ['fr', 'en'] as const) {
      const { pass } = await open({ language })
      expect(text('input-status')).toBe('Input Status: online')
      expect(document.body.textContent).toContain('slot-01')
      await pass(2000)
      expect(text('input-status')).toBe('Input Status: disconnected')
    }
  })
})
