import { expect, it } from 'vitest'
import { createButtonFilter, DEBOUNCE_MS, takeEdge, takeQuiet } from './button-filter.js'

type Moves = [button: number, down: boolean, at: number][]

/** When a press of which button was taken, of six of which `held` are down at the start. */
function presses(moves: Moves, held: number[] = []): [button: number, at: number][] {
  let filters = [0, 1, 2, 3, 4, 5].map((index) => createButtonFilter(held.includes(index)))
  const taken: [number, number][] = []
  for (const [i, [index, down, at]] of moves.entries()) {
    const edge = takeEdge(filters, { index, down, at })
    filters = edge.filters
    if (edge.press) taken.push([index, at])
    const next = moves.slice(i + 1).find(([button]) => button === index)
    if (next && next[2] - at <= DEBOUNCE_MS) continue
    const quiet = takeQuiet(filters, index)
    filters = quiet.filters
    if (quiet.press) taken.push([index, at + DEBOUNCE_MS])
  }
  return taken
}

it('S27 G1 a contact that closes within 50 ms of its last edge, and opens again, is bouncing', () => {
  const moves: Moves = [[0, true, 0], [0, false, 3], [0, true, 5], [0, false, 120], [0, true, 123], [0, false, 125], [0, true, 350]] // prettier-ignore
  expect(presses(moves)).toEqual([[0, 0], [0, 350]]) // prettier-ignore
})

it('G1 one that stays closed for 50 ms is a press, also so soon after the last: a busy agent hears of edges late', () => {
  const moves: Moves = [
    [0, true, 0],
    [0, false, 120],
    [0, true, 140],
    [0, false, 300],
    [0, true, 500],
  ]
  expect(presses(moves)).toEqual([[0, 0], [0, 190], [0, 500]]) // prettier-ignore
})

it('G1 one that bounces while it closes is one press, however long it is held', () => {
  expect(presses([[0, true, 0], [0, false, 9], [0, true, 20], [0, false, 25], [0, true, 60], [0, false, 900]])).toEqual([[0, 0]]) // prettier-ignore
})

it('G1 a tap of 12 ms is a press, at its first edge', () => {
  expect(presses([[3, true, 100], [3, false, 112]])).toEqual([[3, 100]]) // prettier-ignore
})

it('S27 a button held at the start is ignored until it was released', () => {
  expect(presses([[2, true, 100], [2, false, 200], [2, true, 400]], [2])).toEqual([[2, 400]]) // prettier-ignore
})

it('G2 of two buttons at once the first wins, in whatever way they are let go', () => {
  expect(presses([[1, true, 0], [4, true, 30], [4, false, 200], [1, false, 210]])).toEqual([[1, 0]]) // prettier-ignore
  expect(presses([[1, true, 0], [4, true, 99], [1, false, 200], [4, false, 210]])).toEqual([[1, 0]]) // prettier-ignore
  const three: Moves = [
    [5, true, 0],
    [0, true, 60],
    [2, true, 98],
  ]
  expect(presses(three)).toEqual([[5, 0]])
  const again: Moves = [[0, true, 0], [0, false, 200], [3, true, 210], [0, true, 220]] // prettier-ignore
  expect(presses(again)).toEqual([[0, 0], [3, 210]]) // prettier-ignore
})

it('G2 one button after the other is two presses, also when the first stays down or is let go at once', () => {
  expect(presses([[1, true, 0], [4, true, 100]])).toEqual([[1, 0], [4, 100]]) // prettier-ignore
  expect(presses([[1, true, 0], [1, false, 20], [4, true, 30]])).toEqual([[1, 0], [4, 30]]) // prettier-ignore
})

it('G2 a button held at the start is no first one', () => {
  expect(presses([[4, true, 10]], [0])).toEqual([[4, 10]])
})
