import { describe, expect, it } from 'vitest'
import { countsBetween } from './session-marks.js'

describe('what is counted between two moments', () => {
  it('X14 leaves out the numbers that nobody was given after a backup was put in place', () => {
    const before = { runs: 7, votes: 60, rounds: 100, bets: 0, transfers: 300 }
    const after = { runs: 10_009, votes: 75, rounds: 10_110, bets: 10_000, transfers: 10_340, skipped: 10_000 }
    expect(countsBetween(before, after)).toEqual({ runs: 2, votes: 15, rounds: 10, bets: 0, transfers: 40 })
    expect(countsBetween(after, { ...after, runs: 10_010 })).toMatchObject({ runs: 1, rounds: 0 })
  })
})
