import type { SlotState } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { endProblems } from './press-ends.js'
import { lightProblems } from './press-lights.js'
import type { Heard, PressFacts } from './press-record.js'

// A night as it must be: slot-01 presses A, then B, which counts; slot-02 presses C too late. No hosts are needed for this.

const DARK = [false, false, false, false, false, false]
const OFFERED = [true, true, true, true, false, false]
const lit = (index: number) => DARK.map((_, i) => i === index)
const question = { run: 1, step: 1, text: 'Q', options: ['A', 'B', 'C', 'D'], closes_at: null, final: false }

type Slot = 'slot-01' | 'slot-02'
type Shows = Partial<Pick<SlotState, 'phase' | 'press' | 'counted' | 'offered'>>

/** The slot's lights and its screen, as they are told together. */
function shows(slot: Slot, lights: boolean[], more: Shows): Heard[] {
  const state = { mode: 'night', phase: 'question', question, press: null, counted: null, offered: OFFERED, ...more }
  return [
    { kind: 'leds', slot, states: lights },
    { kind: 'state', slot, state: { ...state, lights } as SlotState },
  ]
}
const pressed = (choice: string, status: NonNullable<SlotState['press']>['status']) => ({
  choice,
  index: question.options.indexOf(choice),
  status,
  reason: null,
})
const answer = (slot: Slot, req_id: string, choice: string, status: string): Heard => ({
  kind: 'answer',
  slot,
  answer: { type: 'night_vote', req_id, run: 1, step: 1, choice, status },
})
const late = { phase: 'closed' as const, press: pressed('C', 'too_late'), offered: DARK }

const facts = (): PressFacts => ({
  kept: [
    { slot: 'slot-01', reqId: 'v1', run: 1 },
    { slot: 'slot-01', reqId: 'v2', run: 1 },
    { slot: 'slot-02', reqId: 'v3', run: 1 },
  ],
  answers: [
    { slot: 'slot-01', reqId: 'v2', run: 1, status: 'counted', choice: 'B' },
    { slot: 'slot-02', reqId: 'v3', run: 1, status: 'closed', choice: 'C' },
  ],
  journal: [
    { slot: 'slot-01', run: 1, outcome: 'counted' },
    { slot: 'slot-02', run: 1, outcome: 'closed' },
  ],
  votes: [{ slot: 'slot-01', run: 1, choice: 'B' }],
  said: [
    { kind: 'round', run: 1 },
    ...shows('slot-01', OFFERED, {}),
    ...shows('slot-01', lit(0), { press: pressed('A', 'pending') }),
    ...shows('slot-01', lit(1), { press: pressed('B', 'kept') }),
    ...shows('slot-01', DARK, { press: pressed('B', 'pending') }),
    answer('slot-01', 'v2', 'B', 'counted'),
    ...shows('slot-01', lit(1), { press: pressed('B', 'counted'), counted: 'B' }),
    ...shows('slot-02', lit(2), { press: pressed('C', 'kept') }),
    answer('slot-02', 'v3', 'C', 'closed'),
    ...shows('slot-02', DARK, late),
  ],
})
const check = (is: PressFacts) => [...endProblems(is), ...lightProblems(is)]
const replace = (is: PressFacts, from: number, ...by: Heard[]) => void is.said.splice(from, by.length, ...by)

describe('the check of every press', () => {
  it('Z37 is green when each has its one end', () => expect(check(facts())).toEqual([]))

  it.each<[string, (facts: PressFacts) => void, RegExp]>([
    ['a press has no answer', (f) => f.answers.splice(1, 1), /slot-02\/1: the press v3 ended lost/],
    ['a press has an answer that is no end', (f) => (f.answers[0]!.status = 'conflict'), /v2 ended conflict/],
    ['a press counts twice in the journal', (f) => f.journal.push({ ...f.journal[0]! }), /journal counted,counted/],
    ['a vote counts that nobody pressed', (f) => f.kept.splice(2, 1), /v3 was answered and nobody pressed it/],
    [
      'another vote stands than was counted last',
      (f) => (f.votes[0]!.choice = 'A'),
      /B was counted last, the vote is A/,
    ],
    ['a counted vote is gone', (f) => f.votes.splice(0), /the vote is undefined/],
    [
      'a late press counts all the same',
      (f) => f.votes.push({ slot: 'slot-02', run: 1, choice: 'C' }),
      /undefined was counted last, the vote is C/,
    ],
    [
      'a slot shows a vote as counted that is only pending',
      (f) => replace(f, 5, ...shows('slot-01', lit(1), { press: pressed('B', 'pending'), counted: 'B' })),
      /shows "1 counted B", the core never said so/,
    ],
    [
      'a light is solid while its press is too late',
      (f) => replace(f, 15, ...shows('slot-02', lit(2), late)),
      /slot-02: its lights are .* at closed too_late C/,
    ],
    [
      'a light is dark though its vote counts',
      (f) => replace(f, 10, ...shows('slot-01', DARK, { press: pressed('B', 'counted'), counted: 'B' })),
      /B was counted was never shown/,
    ],
    ['the counted vote is never shown', (f) => f.said.splice(10, 2), /that B was counted was never shown/],
    ['that it was too late is never shown', (f) => f.said.splice(15, 2), /that C was closed was never shown/],
    [
      'the vote that stands is not shown beside one that was too late',
      (f) => {
        f.votes.push({ slot: 'slot-02', run: 1, choice: 'A' })
        f.kept.splice(2, 0, { slot: 'slot-02', reqId: 'v0', run: 1 })
        f.answers.push({ slot: 'slot-02', reqId: 'v0', run: 1, status: 'counted', choice: 'A' })
        f.journal.push({ slot: 'slot-02', run: 1, outcome: 'counted' })
      },
      /^slot-02\/1: it shows null as counted, A is$/,
    ],
    [
      'lights and screen differ',
      (f) => replace(f, 10, { kind: 'leds', slot: 'slot-01', states: OFFERED }),
      /its lights are .*, it shows/,
    ],
  ])('Z37 is red when %s', (_, breaks, problem) => {
    const broken = structuredClone(facts())
    breaks(broken)
    expect(check(broken).join('\n')).toMatch(problem)
  })
})
