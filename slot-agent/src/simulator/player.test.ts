import { createManualClock, type SlotState } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { createPlayer } from './player.js'
import { seededRandom, seedOf } from './random.js'

function question(run: number, more: Partial<SlotState> = {}): SlotState {
  return {
    device_id: 'slot-02',
    phase: 'question',
    mode: 'night',
    question: { run, step: run, text: 'Who?', options: ['A', 'B', 'C'], closes_at: null, final: false },
    press: null,
    counted: null,
    result: null,
    lights: [],
    offered: [true, true, true, false, false, false],
    ...more,
  }
}

/** Shows runs 1 to `runs` to a player, 20 s each; returns [when, what] of every press. */
function play(seed: number, runs = 20, deviceId = 'slot-02', more: Partial<SlotState> = {}) {
  const clock = createManualClock(0)
  const presses: [number, number][] = []
  let state = question(1, more)
  const press = (index: number) => void presses.push([Math.round(clock.monotonic()), index])
  const player = createPlayer({ deviceId, seed, minMs: 500, maxMs: 6000, clock, press, view: () => state })
  for (let run = 1; run <= runs; run++) {
    state = question(run, more)
    player.see(state)
    player.see(state)
    clock.advance(20_000)
  }
  player.stop()
  return presses
}

describe('the player', () => {
  it('presses an offered button within its time, once a run or again after changing its mind', () => {
    const presses = play(1)
    expect(presses.length).toBeGreaterThanOrEqual(20)
    expect(presses.length).toBeLessThan(40)
    for (const [at, index] of presses) {
      expect(index).toBeLessThan(3)
      expect(at % 20_000).toBeGreaterThanOrEqual(500)
      expect(at % 20_000).toBeLessThanOrEqual(12_000)
    }
  })

  it('plays the same evening from the same seed, and another one from another seed or slot', () => {
    expect(play(5)).toEqual(play(5))
    expect(play(5)).not.toEqual(play(6))
    expect(play(5)).not.toEqual(play(5, 20, 'slot-03'))
  })

  it('leaves a vote that is counted already, and waits when no question is open', () => {
    expect(play(1, 5, 'slot-02', { counted: 'A' })).toEqual([])
    expect(play(1, 5, 'slot-02', { phase: 'closed' })).toEqual([])
  })

  it('changes no final vote', () => {
    const final = { ...question(1).question!, final: true }
    expect(play(1, 1, 'slot-02', { question: final })).toHaveLength(1)
  })
})

describe('the generator', () => {
  it('repeats its numbers for the same seed, between 0 and 1', () => {
    const numbers = (seed: number) => Array.from({ length: 100 }, seededRandom(seed))
    expect(numbers(1)).toEqual(numbers(1))
    expect(numbers(1)).not.toEqual(numbers(2))
    expect(numbers(1).every((n) => n >= 0 && n < 1)).toBe(true)
  })

  it('makes seeds by FNV-1a', () => {
    expect(seedOf('a')).toBe(0xe40c292c)
    expect(seedOf('foobar')).toBe(0xbf9cf968)
  })
})
