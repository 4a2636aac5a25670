import { expect, it } from 'vitest'
import { type SinglePress, takePress } from './key-and-screen.js'
import type { PressSource } from './model.js'

function taken(presses: [index: number, source: PressSource, at: number][]): number[] {
  let open: readonly SinglePress[] = []
  return presses.flatMap(([index, source, at]) => {
    const result = takePress(open, { index, source, at })
    open = result.open
    return result.twin ? [] : [at]
  })
}

it('G12 a key that the page hears too is one press, whichever comes first', () => {
  expect(taken([[1, 'screen', 0], [1, 'key', 70]])).toEqual([0]) // prettier-ignore
  expect(taken([[1, 'key', 0], [1, 'screen', 30], [1, 'key', 200], [1, 'screen', 230]])).toEqual([0, 200]) // prettier-ignore
})

it('G12 quick keys are one press each, though the page tells them 70 ms later', () => {
  expect(taken([[1, 'key', 0], [1, 'screen', 95]])).toEqual([0]) // prettier-ignore
  // The second key comes before the page has told the first.
  expect(taken([[1, 'key', 0], [2, 'key', 65], [1, 'screen', 90], [2, 'screen', 155]])).toEqual([0, 65]) // prettier-ignore
  expect(taken([[1, 'key', 0], [1, 'key', 65], [1, 'screen', 90], [1, 'screen', 155]])).toEqual([0, 65]) // prettier-ignore
})

it('G12 what only looks alike is two presses', () => {
  expect(taken([[1, 'key', 0], [1, 'key', 100]])).toEqual([0, 100]) // prettier-ignore
  expect(taken([[1, 'key', 0], [2, 'screen', 50]])).toEqual([0, 50]) // prettier-ignore
  expect(taken([[1, 'key', 0], [1, 'screen', 500]])).toEqual([0, 500]) // prettier-ignore
  expect(taken([[1, 'button', 0], [1, 'screen', 50], [1, 'button', 60]])).toEqual([0, 50, 60]) // prettier-ignore
})
