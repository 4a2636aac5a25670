import { expect, it } from 'vitest'
import { largestSize } from './text-size'

/** Every letter half as wide as it is high, as in a typewriter. */
const text = (words: string, width: number, height: number) => ({
  words: words.split(' ').map((word) => word.length / 2),
  space: 0.5,
  lineHeight: 1,
  width,
  height,
})

it('K94 a text gets the largest size at which its lines fit its box and no word is broken', () => {
  // One line of ten letters: 20 px high, 100 px wide.
  expect(largestSize([text('abcd efghi', 100, 20)], 10, 90)).toBe(20)
  // Two lines of four and five letters: 40 px each.
  expect(largestSize([text('abcd efghi', 100, 80)], 10, 90)).toBe(40)
  // There is room for more lines, and the longer word cannot grow.
  expect(largestSize([text('abcd efghi', 100, 900)], 10, 90)).toBe(40)
  expect(largestSize([text('ab', 1000, 1000)], 10, 90)).toBe(90)
})

it('K94 texts that stand together have one size, that of the one with the least room', () => {
  expect(largestSize([text('a', 100, 100), text('abcdefghij', 100, 100)], 10, 90)).toBe(20)
})

it('K94 a word that is too wide at the least size has none', () => {
  expect(largestSize([text('a anticonstitutionnellement', 100, 1000)], 22, 90)).toBeNull()
  expect(largestSize([text('a b c d e f g', 15, 60)], 22, 90)).toBeNull()
})
