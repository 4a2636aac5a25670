import { expect, it } from 'vitest'
import type { Work } from '../commit/command.js'
import { createTapNotes } from './tap-notes.js'

it('U75 keeps a few taps of a reader at once, then one each two seconds, and counts the others', () => {
  let now = 0
  const told: Extract<Work, { kind: 'cardTap' }>[] = []
  const submit = (work: Work) => void told.push(work as (typeof told)[number])
  const taps = createTapNotes({ submit }, { monotonic: () => now })
  for (let i = 0; i < 30; i++) taps.note('slot-01', { tag_uid: 'AA' })
  expect(told.map(({ more }) => more)).toEqual([0, 0, 0, 0, 0])
  taps.note('slot-02', { tag_uid: 'AA' })
  now = 2000
  taps.note('slot-01', { tag_uid: 'BB', timestamp: 7 })
  expect(told.slice(5)).toMatchObject([
    { deviceId: 'slot-02', more: 0 },
    { deviceId: 'slot-01', tagUid: 'BB', ts: 7, more: 25 },
  ])
})
