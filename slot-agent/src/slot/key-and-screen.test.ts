import { expect, it } from 'vitest'
import { type SinglePress, takePress } from './key-and-screen.js'
import type { PressSource } from './model.js'

function taken(presses: [index: number, source: PressSource, at: number][]): number[] {
  let last: SinglePress | null = null
  return presses.flatMap(([index, source, at]) => {
    const result = takePress(last, { index, source, at })
    last = result.last
    return result.twin ? [] : [at]
  })
}

it('G12 a key that the page hears too is one press, whichever comes first', () => {
  expect(taken([[1, 'screen', 0], [1, 'key', 70]])).toEqual([0]) // prettier-ignore
  expect(taken([[1, 'key', 0], [1, 'screen', 30], [1, 'key', 200], [1, 'screen', 230]])).toEqual([0, 200]) // prettier-ignore
})

it('G12 what only looks alike is two presses', () => {
  expect(taken([[1, 'key', 0], [1, 'key', 100]])).toEqual([0, 100]) // prettier-ignore
  expect(taken([[1, 'key', 0], [2, 'screen', 50]])).toEqual([0, 50]) // prettier-ignore
  expect(taken([[1, 'key', 0], [1, 'screen', 500]])).toEqual([0, 500]) // prettier-ignore
  expect(taken([[1, 'button', 0], [1, 'screen', 50], [1, 'button', 60]])).toEqual([0, 50, 60]) // prettier-ignore
})
