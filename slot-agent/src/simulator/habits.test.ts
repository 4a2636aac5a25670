import { describe, expect, it } from 'vitest'
import { type Crowd, habitOf, momentOf, NO_HABIT, pickStake } from './habits.js'
import { seededRandom } from './random.js'

const EVENING: Crowd = { arrivesWithinMs: 600_000, goesHome: true, forgets: 0.5 }
const SLOTS = Array.from({ length: 60 }, (_, index) => `slot-${index}`)
const habits = (seed: number, crowd = EVENING) => SLOTS.map((slot) => habitOf(seed, slot, crowd))

describe('the habits of simulated people', () => {
  it('E40 follow from the seed and the slot alone', () => {
    expect(habits(3)).toEqual(habits(3))
    expect(habits(3)).not.toEqual(habits(4))
    for (const key of ['stakes', 'votes', 'changesMind', 'forgets'] as const) {
      expect(new Set(habits(3).map((habit) => habit[key])).size).toBeGreaterThan(1)
    }
  })

  it('E40 in a venue without an end everybody is there, stays, and forgets nothing', () => {
    for (const habit of habits(1, { arrivesWithinMs: 0, goesHome: false, forgets: 0 })) {
      expect(habit).toMatchObject({ arrivesMs: 0, visits: null, forgets: 0 })
    }
  })

  it('E40 decide on stakes and moments', () => {
    const random = seededRandom(1)
    const many = <T>(draw: () => T) => new Set(Array.from({ length: 60 }, draw))
    const lost = { stake: 200, lost: true }
    expect(many(() => pickStake('low', [500, 100, 200], lost, random))).toEqual(new Set([100]))
    expect(many(() => pickStake('high', [500, 100, 200], null, random))).toEqual(new Set([500]))
    expect(many(() => pickStake('any', [500, 100, 200], null, random))).toEqual(new Set([100, 200, 500]))
    expect(pickStake('chaser', [500, 100, 200], lost, random)).toBe(500)
    expect(pickStake('chaser', [100, 200], lost, random)).toBe(100)
    expect(pickStake('chaser', [500, 100, 200], { ...lost, lost: false }, random)).toBe(100)
    for (const [votes, least, most] of [
      ['early', 0, 0.3],
      ['late', 0.7, 1],
      ['any', 0, 1],
    ] as const) {
      const moments = [...many(() => momentOf(votes, random))]
      expect(Math.min(...moments)).toBeGreaterThanOrEqual(least)
      expect(Math.max(...moments)).toBeLessThanOrEqual(most)
    }
    expect(NO_HABIT.forgets).toBe(0)
  })
})
