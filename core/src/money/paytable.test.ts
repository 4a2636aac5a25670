import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, it } from 'vitest'
import { type Paytable, combinations, createGame, draw, returnToPlayer } from './paytable.js'

const table: Paytable = {
  name: 'Three reels',
  stakes: [100],
  symbols: ['seven', 'bell', 'cherry'],
  oddsOf: 1000,
  outcomes: [
    { name: 'Sevens', reels: ['seven', 'seven', 'seven'], pays: 50, odds: 5 },
    { name: 'Bells', reels: ['bell', 'bell', 'bell'], pays: 10, odds: 30 },
    { name: 'Two sevens', reels: ['seven', 'seven', '*'], pays: 2, odds: 150 },
  ],
}

describe('the paytable', () => {
  it('L7 gives each outcome what only it shows, and losing the rest', () => {
    const [sevens, bells, twoSevens, losing] = combinations(table)
    expect(sevens).toEqual([['seven', 'seven', 'seven']])
    expect(bells).toEqual([['bell', 'bell', 'bell']])
    expect(twoSevens).toEqual([
      ['seven', 'seven', 'bell'],
      ['seven', 'seven', 'cherry'],
    ])
    expect(losing).toHaveLength(27 - 1 - 1 - 2)
  })

  it('L7 takes the outcome at both ends of its odds', () => {
    const game = createGame(table)
    const at = (number: number) => draw(game, (below) => (below === table.oddsOf ? number : 0)).outcome?.name ?? null
    expect([0, 4, 5, 34, 35, 184, 185, 999].map(at)).toEqual([
      'Sevens',
      'Sevens',
      'Bells',
      'Bells',
      'Two sevens',
      'Two sevens',
      null,
      null,
    ])
  })

  it('L7 over 1,000,000 draws returns to players what it says, and shows what it pays', () => {
    const game = createGame(table)
    const generator = xoroshiro128plus(7)
    const random = (below: number) => uniformInt(generator, 0, below - 1)
    const count = new Map<string | null, number>()
    const draws = 1_000_000
    let paid = 0
    for (let i = 0; i < draws; i++) {
      const { outcome, reels } = draw(game, random)
      count.set(outcome?.name ?? null, (count.get(outcome?.name ?? null) ?? 0) + 1)
      paid += outcome?.pays ?? 0
      const shown = game.shown[outcome ? table.outcomes.indexOf(outcome) : table.outcomes.length]
      if (!shown?.includes(reels)) throw new Error(`${String(outcome?.name)} shows ${reels.join(' ')}`)
    }
    // Five standard deviations of the mean: one run in about two million leaves it by chance, and the seed is fixed.
    const rtp = returnToPlayer(table)
    const square = table.outcomes.reduce((sum, { pays, odds }) => sum + (pays * pays * odds) / table.oddsOf, 0)
    const deviation = Math.sqrt((square - rtp * rtp) / draws)
    expect(rtp).toBeCloseTo(0.85, 10)
    expect(Math.abs(paid / draws - rtp)).toBeLessThan(5 * deviation)
    for (const { name, odds } of table.outcomes) {
      const p = odds / table.oddsOf
      expect(Math.abs((count.get(name) ?? 0) / draws - p), name).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / draws))
    }
  })
})
