import type { ShowState } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { playSlot } from './played-slot.fixture.js'

const show = (moment: ShowState['moment'], lights: string | null, more: Partial<ShowState> = {}) => ({
  type: 'show' as const,
  show: {
    title: 'T',
    language: 'en',
    visit: 1,
    step_id: 'safe',
    step: 3,
    run: 7,
    moment,
    cue: { text: { en: 'Look up' }, lights, sound: 'gong' },
    closing: null,
    ...more,
  },
})

describe('the lights of the show', () => {
  it('F52 play the pattern of the cue once the question is over, and end dark after 6 s', () => {
    const slot = playSlot().ask().end('revealed').send(show('revealed', 'chase'))
    const seen = [slot.lights()]
    for (let i = 0; i < 6; i++) seen.push(slot.wait(500).lights())
    expect(seen).toEqual(['1.....', '.2....', '..3...', '...4..', '....5.', '.....6', '1.....'])
    expect(slot.wait(3000).lights()).toBe('......')
    // The same cue told again (a core that starts) is not played again.
    expect(slot.send(show('revealed', 'chase')).lights()).toBe('......')
    expect(slot.send(show('revealed', 'blink')).lights()).toBe('123456')
    expect(slot.wait(500).lights()).toBe('......')
    expect(slot.send(show('revealed', 'alternate')).lights()).toBe('1.3.5.')
    expect(slot.wait(500).lights()).toBe('.2.4.6')
  })

  it('F52 steady patterns stay; a name that is not known does nothing', () => {
    const slot = playSlot().ask().end('closed').send(show('closed', 'on'))
    expect(slot.wait(20_000).lights()).toBe('123456')
    expect(slot.send(show('closed', 'disco')).lights()).toBe('......')
    expect(slot.send({ type: 'show', show: null }).lights()).toBe('......')
  })

  it('F52 never speak for the buttons: while a question is open the lights say what can be pressed and what counts', () => {
    const slot = playSlot().ask().send(show('open', 'on'))
    expect(slot.lights()).toBe('123...')
    slot.send(show('closed', 'on'))
    expect(slot.lights()).toBe('123...')
    expect(slot.press(1).answer('counted', { choice: 'B' }).lights()).toBe('.2....')
    // By day they belong to the players.
    expect(slot.end('closed').lights()).toBe('123456')
    expect(slot.send({ type: 'mode', mode: 'day' }).lights()).toBe('......')
  })

  it('F53 texts and sounds are told to the page with the slot’s state, and only while there are some', () => {
    const slot = playSlot().ask()
    expect(slot.view()).not.toHaveProperty('cue')
    const closing = { at: 5000, text: { en: 'Soon' }, lights: null, sound: 'tick' }
    slot.send(show('open', null, { closing }))
    expect(slot.view().cue).toEqual({
      moment: 'open',
      language: 'en',
      text: { en: 'Look up' },
      sound: 'gong',
      closing: { at: 5000, text: { en: 'Soon' }, sound: 'tick' },
    })
    expect(slot.send({ type: 'show', show: null }).view()).not.toHaveProperty('cue')
  })
})
