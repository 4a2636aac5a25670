import type { PanicState } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { playDay } from './played-day.fixture.js'
import { playSlot, THREE } from './played-slot.fixture.js'

const calm: PanicState = { money: null, game: null, blackout: null, message: null }
const held = { panic: 1, since: 1 }
const none = [false, false, false, false, false, false]

describe('what the house does to a slot', () => {
  it('U18 in a blackout all lights are out and no press means anything; afterwards all is as it would be by now', () => {
    const slot = playSlot().ask()
    expect(slot.lights()).toBe('123...')
    slot.send({ type: 'panic', panic: { ...calm, blackout: held } })
    expect(slot.effects).toContainEqual({ type: 'publishLeds', states: none })
    expect(slot.view()).toMatchObject({
      phase: 'question',
      offered: none,
      house: { blackout: true, frozen: [], message: null },
    })
    expect(slot.press(1).votes()).toEqual([])
    slot.send({ type: 'lightTest' })
    expect(slot.lights()).toBe('......')
    slot.send({ type: 'service', do: 'identify', cmdId: 'c', seconds: 10 })
    expect(slot.lights()).toBe('......')
    slot.wait(11_000).send({ type: 'panic', panic: calm })
    expect(slot.lights()).toBe('123...')
    expect(slot.view().house).toBeNull()
    expect(slot.press(1).votes()).toMatchObject([{ choice: 'B' }])
  })

  it('U18 by day no stake is played in the dark', () => {
    const day = playDay().ready()
    day.slot.send({ type: 'panic', panic: { ...calm, blackout: held } })
    expect(day.press(0).rounds()).toEqual([])
    expect(day.view()).toMatchObject({ phase: 'ready', offered: none })
    expect(day.slot.send({ type: 'panic', panic: calm }) && day.press(0).rounds()).toHaveLength(1)
  })

  it('U33 in a frozen game nothing can be pressed, what is counted stays lit, and the time that is left stands', () => {
    const slot = playSlot().ask().press(1)
    slot.answer('counted', { choice: 'B' })
    expect(slot.lights()).toBe('.2....')
    slot.send({ type: 'panic', panic: { ...calm, game: held } })
    slot.send({ type: 'step', step: { ...THREE, remaining_ms: 5000 } })
    expect(slot.view()).toMatchObject({
      offered: none,
      counted: 'B',
      house: { frozen: ['game'] },
      question: { remaining_ms: 5000 },
    })
    expect(slot.lights()).toBe('.2....')
    expect(slot.press(0).votes()).toEqual([])
    slot.send({ type: 'panic', panic: calm }).send({ type: 'step', step: THREE })
    expect(slot.view().question).not.toHaveProperty('remaining_ms')
    expect(slot.press(0).votes()).toMatchObject([{ choice: 'A' }])
  })

  it('U19 a vote refused as frozen is not counted, and may be pressed again when the game goes on', () => {
    const slot = playSlot().ask().press(1)
    slot.answer('refused', { reason: 'frozen' })
    expect(slot.view()).toMatchObject({ press: { status: 'refused', reason: 'frozen' }, counted: null })
    slot.send({ type: 'panic', panic: { ...calm, game: held } }).wait(2000)
    expect(slot.lights()).toBe('......')
    slot.send({ type: 'panic', panic: calm })
    expect(slot.press(1).votes()).toMatchObject([{ choice: 'B' }])
  })

  it('U33 while money is frozen no stake is offered, and the way out is', () => {
    const day = playDay().ready()
    expect(day.view().offered.some((on, index) => on && index < 5)).toBe(true)
    day.slot.send({ type: 'panic', panic: { ...calm, money: held } })
    expect(day.view().offered).toEqual([false, false, false, false, false, true])
    day.slot.send({ type: 'panic', panic: calm })
    expect(day.view().offered.some((on, index) => on && index < 5)).toBe(true)
  })

  it('U33 a round refused because money is frozen is not taken for a frozen card', () => {
    const day = playDay().ready()
    day.press(0)
    day.drawn('refused', { reason: 'frozen' })
    expect(day.view()).toMatchObject({ phase: 'refused', card: { reason: 'paused' } })
    expect(day.wait(4000).view()).toMatchObject({ phase: 'ready' })
  })

  it('U17 shows the message of the house, whatever it is doing', () => {
    const slot = playSlot().ask()
    const message = { panic: 4, text: 'Back in five', severity: 'info' as const, since: 1, until: null }
    slot.send({ type: 'panic', panic: { ...calm, message } })
    expect(slot.view()).toMatchObject({
      phase: 'question',
      offered: [true, true, true, false, false, false],
      house: { frozen: [], blackout: false, message: { panic: 4, text: 'Back in five', severity: 'info' } },
    })
  })
})
