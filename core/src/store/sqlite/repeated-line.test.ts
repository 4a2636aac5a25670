import { describe, expect, it } from 'vitest'
import { isRepeated } from './repeated-line.js'

describe('a line that says the same again', () => {
  const make = () => {
    const linesWritten = new Map<string, number>()
    return { linesWritten, repeats: (line: string, at: number) => isRepeated({ linesWritten }, line, at) }
  }

  it('D68 is written once in five seconds, counted from the one that was written', () => {
    const { repeats } = make()
    const written = Array.from({ length: 24 }, (_, i) => i * 500).filter((at) => !repeats('slot-01', at))
    expect(written).toEqual([0, 5000, 10_000])
    expect(repeats('slot-02', 10_001)).toBe(false)
  })

  it('D68 is written at once after the clock was set back, and again only after five seconds', () => {
    const { repeats } = make()
    expect([repeats('slot-01', 1_000_000), repeats('slot-01', 1_000), repeats('slot-01', 2_000)]).toEqual([
      false,
      false,
      true,
    ])
  })

  it('D68 is remembered of a bounded number: names are chosen by whoever sends', () => {
    const { linesWritten, repeats } = make()
    for (let i = 0; i < 25_000; i++) repeats(`slot-${i}`, 1)
    expect(linesWritten.size).toBeLessThanOrEqual(10_000)
  })
})
