import { describe, expect, it } from 'vitest'
import {
  type NightFacts,
  decideClose,
  decideExcuse,
  decideExtend,
  decideMode,
  decideOpen,
  decideRedo,
  decideReveal,
  decideVoid,
} from './night.js'
import type { Run, Step } from './run.js'

const step: Step = {
  step: 1,
  question: 'Who?',
  options: ['A', 'B', 'C'],
  expects: 'number',
  expected: 9,
  final: false,
  tie: 'first',
  reveal: 'auto',
  durationMs: null,
}
const run = (more: Partial<Run> = {}): Run => ({ ...step, run: 7, status: 'open', voted: 0, ...more })
const facts = (more: Partial<NightFacts> = {}): NightFacts => ({
  mode: 'night',
  current: null,
  named: null,
  tally: () => ({ A: 1, B: 2, C: 0 }),
  slotsHere: () => 9,
  ...more,
})
const on = (named: Run, tally: Record<string, number> = { A: 1, B: 2, C: 0 }) =>
  facts({ named, current: named.status === 'open' || named.status === 'closed' ? named : null, tally: () => tally })

describe('mode', () => {
  it('M1 switches between day and night, and says so again without a change', () => {
    expect(decideMode('night', { mode: 'day', current: null }).changes).toEqual([{ type: 'mode', mode: 'night' }])
    expect(decideMode('night', { mode: 'night', current: run() })).toEqual({ status: 'ok', changes: [] })
  })
  it('M2 the night cannot end with a run open or not yet revealed', () => {
    for (const status of ['open', 'closed'] as const) {
      expect(decideMode('day', { mode: 'night', current: run({ status }) })).toMatchObject({
        status: 'refused',
        reason: 'run_open',
        changes: [],
      })
    }
  })
  it('M3 a command made on another mode than the one that holds is stale', () => {
    expect(decideMode('night', { mode: 'day', current: null }, 'night')).toMatchObject({ status: 'stale' })
  })
})

describe('opening', () => {
  it('N1 needs night mode', () => {
    expect(decideOpen(step, facts({ mode: 'day' }))).toMatchObject({
      status: 'refused',
      reason: 'not_night',
      changes: [],
    })
    expect(decideOpen(step, facts()).changes).toEqual([{ type: 'open', step }])
  })
  it('N2 the same step again, unchanged while open, is the same run', () => {
    expect(decideOpen(step, facts({ current: run() }))).toEqual({ status: 'ok', changes: [] })
  })
  it('N3 a changed or other step voids the current run, which is kept, and makes a new one', () => {
    const changed = { ...step, options: ['A', 'B'] }
    expect(decideOpen(changed, facts({ current: run() })).changes).toEqual([
      { type: 'void', run: 7, reason: 'superseded' },
      { type: 'open', step: changed },
    ])
    expect(decideOpen(step, facts({ current: run({ status: 'closed' }) })).changes.map((c) => c.type)).toEqual([
      'void',
      'open',
    ])
  })
  it('N4 on a night that has moved on is stale', () => {
    const other = { ...step, step: 2 }
    expect(decideOpen(other, facts({ current: run() }), null)).toMatchObject({ status: 'stale', changes: [] })
    expect(decideOpen(other, facts(), 7)).toMatchObject({ status: 'stale' })
    expect(decideOpen(other, facts({ current: run() }), 7).status).toBe('ok')
  })
})

describe('closing', () => {
  it('N13 the operator closes with the votes that are in', () => {
    expect(decideClose(7, 'operator', on(run({ reveal: 'operator' }))).changes).toEqual([
      { type: 'close', run: 7, by: 'operator' },
    ])
    expect(decideClose(7, 'operator', on(run({ status: 'revealed' })))).toMatchObject({
      status: 'refused',
      reason: 'run_ended',
    })
    expect(decideClose(8, 'operator', facts())).toMatchObject({
      status: 'refused',
      reason: 'unknown_run',
      field: 'run',
    })
  })
  it('N14 the timer closes the run, and shows it if the step says so', () => {
    expect(decideClose(7, 'timer', on(run())).changes).toEqual([
      { type: 'close', run: 7, by: 'timer' },
      { type: 'reveal', run: 7, winner: 'B', nextStep: 2 },
    ])
  })
  it('N15 only an open run with a timer gets more time', () => {
    expect(decideExtend(7, 15_000, on(run({ durationMs: 60_000 }))).changes).toEqual([
      { type: 'extend', run: 7, ms: 15_000 },
    ])
    expect(decideExtend(7, 15_000, on(run()))).toMatchObject({ status: 'refused', reason: 'no_timer' })
    expect(decideExtend(7, 15_000, on(run({ durationMs: 60_000, status: 'closed' })))).toMatchObject({
      status: 'refused',
      reason: 'run_ended',
    })
  })
})

describe('the reveal', () => {
  const closed = (more: Partial<Run> = {}) => run({ status: 'closed', reveal: 'operator', ...more })
  const tie = { A: 2, B: 2, C: 1 }

  it('N16 needs a closed run, and shows a result once', () => {
    expect(decideReveal(7, undefined, on(run()))).toMatchObject({ status: 'refused', reason: 'not_closed' })
    expect(decideReveal(7, undefined, on(closed())).changes).toEqual([
      { type: 'reveal', run: 7, winner: 'B', nextStep: 2 },
    ])
    expect(decideReveal(7, undefined, on(closed({ status: 'revealed' })))).toMatchObject({
      status: 'refused',
      reason: 'already_revealed',
      changes: [],
    })
    expect(decideReveal(7, undefined, on(closed({ status: 'voided' })))).toMatchObject({
      status: 'refused',
      reason: 'run_ended',
    })
  })
  it('N17 a tie with the rule "first" goes to the first of the leaders in the order offered', () => {
    expect(decideReveal(7, undefined, on(closed({ options: ['C', 'B', 'A'] }), tie)).changes).toMatchObject([
      { winner: 'B' },
    ])
  })
  it('N17 a tie with the rule "operator" waits for the operator, who chooses among the leaders', () => {
    const tied = on(closed({ tie: 'operator' }), tie)
    expect(decideReveal(7, undefined, tied)).toMatchObject({
      status: 'refused',
      reason: 'tie_needs_winner',
      field: 'winner',
    })
    expect(decideReveal(7, 'C', tied)).toMatchObject({ status: 'refused', reason: 'not_tied' })
    expect(decideReveal(7, 'A', tied).changes).toEqual([{ type: 'reveal', run: 7, winner: 'A', nextStep: 2 }])
    expect(decideReveal(7, 'A', on(closed({ tie: 'operator' })))).toMatchObject({
      status: 'refused',
      reason: 'not_tied',
    })
    expect(decideClose(7, 'timer', on(run({ tie: 'operator' }), tie)).changes).toEqual([
      { type: 'close', run: 7, by: 'timer' },
    ])
  })
  it('N17 a tie with the rule "revote" voids the run and asks again', () => {
    const changes = decideReveal(7, undefined, on(closed({ tie: 'revote' }), tie)).changes
    expect(changes).toMatchObject([
      { type: 'void', run: 7, reason: 'tie' },
      { type: 'open', step: { step: 1, options: ['A', 'B', 'C'] } },
    ])
  })
  it('N19 a run without a vote has no winner and leads on, whatever the tie rule', () => {
    for (const rule of ['revote', 'operator', 'first'] as const) {
      expect(decideReveal(7, undefined, on(closed({ tie: rule }), { A: 0, B: 0, C: 0 })).changes).toEqual([
        { type: 'reveal', run: 7, winner: null, nextStep: 2 },
      ])
    }
  })
})

describe('void and redo', () => {
  it('N20 a run that was not shown can be taken out; one that was shown stands', () => {
    expect(decideVoid(7, 'wrong question', on(run())).changes).toEqual([
      { type: 'void', run: 7, reason: 'wrong question' },
    ])
    expect(decideVoid(7, undefined, on(run({ status: 'voided' })))).toEqual({ status: 'ok', changes: [] })
    expect(decideVoid(7, undefined, on(run({ status: 'revealed' })))).toMatchObject({
      status: 'refused',
      reason: 'already_revealed',
    })
  })
  it('N21 redo asks the same question again as a new run', () => {
    expect(decideRedo(7, on(run())).changes.map((c) => c.type)).toEqual(['void', 'open'])
    expect(decideRedo(7, on(run({ status: 'revealed' }))).changes.map((c) => c.type)).toEqual(['open'])
    expect(decideRedo(7, { ...on(run({ status: 'revealed' })), current: run({ run: 9 }) })).toMatchObject({
      status: 'stale',
    })
    expect(decideRedo(7, { ...on(run()), mode: 'day' })).toMatchObject({ status: 'refused', reason: 'not_night' })
  })
})

describe('a run of slots', () => {
  const slots: Step = { ...step, expects: 'slots' }
  it('N31 is not opened while no slot is there', () => {
    expect(decideOpen(slots, facts({ slotsHere: () => 0 }))).toMatchObject({ reason: 'no_slots', changes: [] })
    expect(decideOpen(slots, facts({ slotsHere: () => 1 })).changes).toMatchObject([{ type: 'open' }])
    expect(decideRedo(7, { ...on(run({ expects: 'slots' })), slotsHere: () => 0 })).toMatchObject({
      reason: 'no_slots',
    })
  })
  it('N2 posted again is the same run, however many slots came or went; a number in its place is another', () => {
    const current = run({ expects: 'slots', expected: 4 })
    expect(decideOpen(slots, facts({ current })).changes).toEqual([])
    expect(decideOpen(step, facts({ current })).changes.map((c) => c.type)).toEqual(['void', 'open'])
  })
})

describe('an excuse by the operator', () => {
  const asked = { run: 7, slotId: 'slot-04', excused: true }
  const about = (more: object = {}) => ({ ...on(run()), isSlot: true, voted: false, already: false, ...more })
  it('N36 is for a known slot that has not voted, in the open run, and can be taken back', () => {
    expect(decideExcuse(asked, about()).changes).toEqual([
      { type: 'excuse', run: 7, deviceId: 'slot-04', excused: true },
    ])
    expect(decideExcuse(asked, about({ already: true }))).toEqual({ status: 'ok', changes: [] })
    expect(decideExcuse({ ...asked, excused: false }, about({ already: true })).changes).toHaveLength(1)
    expect(decideExcuse(asked, about({ voted: true }))).toMatchObject({ reason: 'has_voted', changes: [] })
    expect(decideExcuse(asked, about({ isSlot: false }))).toMatchObject({ reason: 'not_a_slot', changes: [] })
    expect(decideExcuse(asked, about({ named: null }))).toMatchObject({ reason: 'unknown_run' })
    expect(decideExcuse(asked, about({ named: run({ status: 'closed' }) }))).toMatchObject({ reason: 'run_ended' })
  })
})
