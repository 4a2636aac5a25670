import { describe, expect, it } from 'vitest'
import { playSlot, THREE } from './played-slot.fixture.js'

describe('the lights', () => {
  it('S21 offered options glow while nothing is pressed', () => {
    expect(playSlot().ask().lights()).toBe('123...')
  })

  it('S21 everything is dark when nothing can be pressed', () => {
    const slot = playSlot()
    expect(slot.lights()).toBe('......')
    expect(slot.ask().press(1).answer('closed').lights()).toBe('......')
    expect(slot.end('closed').lights()).toBe('......')
    expect(slot.end('revealed').lights()).toBe('......')
  })

  it('S22 a pending press blinks alone, changing every 250 ms', () => {
    const slot = playSlot().ask().press(1)
    expect(slot.lights()).toBe('.2....')
    expect(slot.wait(249).lights()).toBe('.2....')
    expect(slot.wait(1).lights()).toBe('......')
    expect(slot.wait(250).lights()).toBe('.2....')
    expect(slot.send({ type: 'link', up: false }).wait(250).lights()).toBe('......')
  })

  it('S23 the counted choice is lit alone and steady, also when the vote is final', () => {
    for (const final of [false, true]) {
      const slot = playSlot()
        .ask({ ...THREE, final })
        .press(1)
        .answer('counted', { choice: 'B' })
      expect(slot.lights()).toBe('.2....')
      expect(slot.wait(250).lights()).toBe('.2....')
    }
  })

  it('S24 a refused press flashes three times, then the offered options glow again', () => {
    const slot = playSlot().ask().press(1).answer('refused')
    const seen = [slot.lights()]
    for (let i = 0; i < 6; i++) seen.push(slot.wait(250).lights())
    expect(seen).toEqual(['.2....', '......', '.2....', '......', '.2....', '......', '123...'])
  })

  it('S24 after a refused change of mind the counted choice is lit again', () => {
    const slot = playSlot().ask().press(0).answer('counted', { choice: 'A' }).press(1).answer('refused')
    expect(slot.wait(1500).lights()).toBe('1.....')
  })

  it('S25 an operator sets lights by day and while waiting, not while a question is on show', () => {
    const slot = playSlot().send({ type: 'mode', mode: 'day' })
    expect(slot.send({ type: 'led', command: { index: 4, state: 1 } }).lights()).toBe('....5.')
    expect(slot.send({ type: 'led', command: { index: 0, state: true } }).lights()).toBe('1...5.')
    expect(slot.send({ type: 'mode', mode: 'night' }).lights()).toBe('1...5.')
    expect(
      slot
        .ask()
        .send({ type: 'led', command: { states: [true, true, true, true, true, true] } })
        .lights(),
    ).toBe('123...')
    expect(slot.end('voided').lights()).toBe('......')
  })

  it('S26 the light test runs once through all six, 200 ms each, then what was before is back', () => {
    const slot = playSlot().ask().send({ type: 'lightTest' })
    const seen = [slot.lights()]
    for (let i = 0; i < 6; i++) seen.push(slot.wait(200).lights())
    expect(seen).toEqual(['1.....', '.2....', '..3...', '...4..', '....5.', '.....6', '123...'])
  })

  it('S26 a card is told whatever is on show', () => {
    const card = { type: 'card', tagUid: '04A37C91', reqId: 'w-1' } as const
    expect(playSlot().ask().send(card).effects).toEqual([{ type: 'publishRfid', tagUid: '04A37C91' }])
  })

  it('lights and state are told only when they change', () => {
    const slot = playSlot().ask()
    expect(slot.send({ type: 'tick' }).effects).toEqual([])
    expect(slot.send({ type: 'step', step: THREE }).effects).toEqual([])
  })
})
