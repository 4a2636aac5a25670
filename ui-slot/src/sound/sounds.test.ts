import { createManualClock, type SlotState } from '@eg/shared'
import { expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { asking, echoOf, kioskState, playing, pressOf, roundOf } from '../kiosk/samples'
import { type KioskState } from '../kiosk/kiosk-state'
import { SETTLED_MS } from '../parts/reel'
import { NO_THEME, type Theme } from '../theme/read-theme'
import { soundsOf } from './moments'
import { startSounds } from './start-sounds'

const at = (slot: SlotState | null, more: Partial<KioskState> = {}) => kioskState({ slot, ...more })
const heard = (before: KioskState, now: KioskState) => soundsOf(before, now).map(({ name }) => name)
const pressed = (status: 'pending' | 'kept' | 'counted' | 'refused' | 'too_late') =>
  at(asking({ press: pressOf(1, status) }))

it('K52 a press is silent until the core has answered: counted, or not', () => {
  const before = at(asking())
  expect(heard(before, at(asking(), { echo: echoOf(1, 'pending') }))).toEqual([])
  expect(heard(before, pressed('pending'))).toEqual([])
  expect(heard(before, pressed('kept'))).toEqual([])
  expect(heard(pressed('pending'), pressed('counted'))).toEqual(['counted'])
  expect(heard(pressed('pending'), pressed('refused'))).toEqual(['not-counted'])
  expect(heard(pressed('pending'), pressed('too_late'))).toEqual(['not-counted'])
  expect(heard(at(asking(), { echo: echoOf(1, 'pending') }), at(asking(), { echo: echoOf(1, 'unanswered') }))).toEqual([
    'not-counted',
  ])
  expect(heard(pressed('counted'), pressed('counted'))).toEqual([])
})

it('K53 the page has sounds for a card, a win, a loss, a question and a reveal, and none when it has just been loaded', () => {
  const ready = at(playing('ready'))
  expect(heard(at(playing('attract', {}, { card: null })), at(playing('reading')))).toEqual(['card'])
  expect(heard(ready, at(playing('playing', { round: roundOf() })))).toEqual([])
  expect(soundsOf(at(playing('playing')), at(playing('won')))).toEqual([{ name: 'won', afterMs: SETTLED_MS }])
  expect(heard(at(playing('playing')), at(playing('lost')))).toEqual(['lost'])
  expect(heard(at(asking({ phase: 'waiting', question: null })), at(asking()))).toEqual(['question'])
  expect(heard(at(asking()), at(asking({}, { run: 8 })))).toEqual(['question'])
  expect(heard(at(asking({ phase: 'closed' })), at(asking({ phase: 'reveal' })))).toEqual(['reveal'])
  expect(heard(at(null), pressed('counted'))).toEqual([])
})

it('K54 the sound of the show comes at its moment, in the place of the page’s own, and once', () => {
  const cue = { run: 7, moment: 'open' as const, language: 'fr', text: {}, sound: 'gong' }
  const before = at(asking({ phase: 'waiting', question: null }))
  expect(heard(before, at(asking(), { cue }))).toEqual(['gong'])
  expect(heard(at(asking(), { cue }), at(asking({ press: pressOf(1, 'pending') }), { cue: { ...cue } }))).toEqual([])
  expect(heard(at(asking(), { cue }), at(asking(), { cue: { ...cue, moment: 'closing', sound: 'ticking' } }))).toEqual([
    'ticking',
  ])
})

it('K55 nothing is heard while the house is dark or the link is lost', () => {
  const dark = { frozen: [], blackout: true, message: null }
  expect(heard(pressed('pending'), at(asking({ press: pressOf(1, 'counted'), house: dark })))).toEqual([])
  expect(heard(pressed('pending'), at(asking({ press: pressOf(1, 'counted') }), { link: 'lost' }))).toEqual([])
})

function player(theme: Partial<Theme> = {}, wanted: boolean | null = null) {
  const clock = createManualClock()
  const kiosk = createStore<KioskState>(() => pressed('pending'))
  const themes = createStore<Theme>(() => ({
    ...NO_THEME,
    sounds: { counted: '/theme/c', 'not-counted': '/theme/n', won: '/theme/w' },
    ...theme,
  }))
  const played: [string, number][] = []
  const paused: string[] = []
  let loads = 0
  const stop = startSounds({
    clock,
    kiosk,
    theme: themes,
    wanted,
    load(address) {
      loads += 1
      return {
        volume: 1,
        currentTime: 9,
        async play() {
          played.push([address, this.volume])
          if (address === '/theme/w') throw new Error('no such codec')
        },
        pause: () => void paused.push(address),
      }
    },
  })
  return { clock, kiosk, themes, played, paused, stop, loads: () => loads }
}

it('K56 sound is off by the address or the theme, has the theme’s volume, and a refusal is never loud', () => {
  const loud = player({ volume: 1 })
  loud.kiosk.setState(pressed('refused'))
  loud.kiosk.setState(pressed('counted'))
  expect(loud.played).toEqual([
    ['/theme/n', 0.3],
    ['/theme/c', 1],
  ])
  for (const silent of [player({ sound: false }), player({}, false), player({ sounds: {} })]) {
    silent.kiosk.setState(pressed('counted'))
    expect(silent.played).toEqual([])
  }
  const wanted = player({ sound: false }, true)
  wanted.kiosk.setState(pressed('counted'))
  expect(wanted.played).toHaveLength(1)
})

it('K57 a sound is loaded once however often it is heard, and one that cannot be played is silence', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const page = player()
  for (let i = 0; i < 20; i++) {
    page.kiosk.setState(pressed('pending'))
    page.kiosk.setState(pressed('counted'))
  }
  expect([page.played.length, page.loads()]).toEqual([20, 1])
  page.kiosk.setState(at(playing('playing')))
  page.kiosk.setState(at(playing('won')))
  expect(page.loads()).toBe(1)
  page.clock.advance(SETTLED_MS)
  expect(page.loads()).toBe(2)
  await vi.waitFor(() => expect(warn).toHaveBeenCalledOnce())
  page.themes.setState({ ...NO_THEME, version: 'next' })
  expect(page.paused).toEqual(['/theme/c', '/theme/w'])
  page.stop()
  warn.mockRestore()
})
