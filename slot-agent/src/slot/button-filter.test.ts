import { expect, it } from 'vitest'
import { createButtonFilter, takeEdge } from './button-filter.js'

function presses(heldAtStart: boolean, edges: [down: boolean, at: number][], debounceMs?: number): number[] {
  let filter = createButtonFilter(heldAtStart)
  return edges.flatMap(([down, at]) => {
    const taken = takeEdge(filter, down, at, debounceMs)
    filter = taken.filter
    return taken.press ? [at] : []
  })
}

it('S27 a press within 50 ms of the last edge of the same button is bouncing', () => {
  const edges: [boolean, number][] = [[true, 0], [false, 3], [true, 5], [false, 120], [true, 169], [false, 300], [true, 350]] // prettier-ignore
  expect(presses(false, edges)).toEqual([0, 350])
})

it('S27 a driver that waits by itself may report faster, but a button that is down cannot be pressed', () => {
  expect(presses(false, [[true, 0], [false, 20], [true, 40], [true, 90]], 0)).toEqual([0, 40]) // prettier-ignore
})

it('S27 a button held at the start is ignored until it was released', () => {
  expect(presses(true, [[true, 100], [false, 200], [true, 400]])).toEqual([400]) // prettier-ignore
})
