import { describe, expect, it } from 'vitest'
import { SETTLED_MS, stopMs, stripOf } from './reel'

describe('reels', () => {
  it('K34 stop one after another, the last within 900 ms', () => {
    for (const count of [1, 2, 3, 5]) {
      const stops = Array.from({ length: count }, (_, i) => stopMs(i, count))
      expect(stops.toSorted((a, b) => a - b)).toEqual(stops)
      expect(new Set(stops).size).toBe(count)
      expect(stops.at(-1)).toBe(SETTLED_MS)
    }
    expect(SETTLED_MS).toBeLessThanOrEqual(900)
  })

  it('K34 turn with every symbol of the game, begun elsewhere on each reel', () => {
    const symbols = ['cherry', 'bell', 'seven']
    const strips = [0, 1, 2].map((reel) => stripOf(symbols, reel))
    for (const strip of strips) expect(new Set(strip)).toEqual(new Set(symbols))
    expect(new Set(strips.map(String)).size).toBe(3)
  })
})
