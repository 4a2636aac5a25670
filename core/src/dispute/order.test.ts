import { expect, it } from 'vitest'
import { type DisputeItem, inOrder, withoutChoice } from './order.js'

const item = (seq: number, what: DisputeItem['what'], at: number): DisputeItem => ({
  seq,
  at,
  what,
  kind: 'x',
  outcome: null,
  reason: null,
  actor: null,
  device_id: null,
  run: null,
  req_id: null,
  data: {},
})

it('U71 is in the core’s order, whatever the clock said: a line, its answer, what was shown after it', () => {
  const items = [
    item(2, 'shown', 5),
    item(2, 'answer', 9),
    item(1, 'shown', 900),
    item(2, 'line', 9),
    item(2, 'shown', 4),
  ]
  expect(inOrder(items).map(({ seq, what, at }) => `${seq} ${what} ${at}`)).toEqual([
    '1 shown 900',
    '2 line 9',
    '2 answer 9',
    '2 shown 4',
    '2 shown 5',
  ])
})

it('U72 of an answer it is told that an earlier vote stands, not which', () => {
  expect(withoutChoice({ req_id: 'a', status: 'refused', choice: 'B', stands: 'A' })).toEqual({
    status: 'refused',
    stands: true,
  })
})
