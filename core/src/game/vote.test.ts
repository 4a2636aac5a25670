import { describe, expect, it } from 'vitest'
import type { Run } from './run.js'
import { type VoteFacts, decideVote, runMeant } from './vote.js'

const open: Run = {
  run: 4,
  step: 2,
  question: 'Which door?',
  options: ['A', 'B', 'C'],
  status: 'open',
  expects: 'number',
  expected: 3,
  final: false,
  tie: 'first',
  reveal: 'auto',
  durationMs: null,
  voted: 0,
}
const facts = (more: Partial<VoteFacts> = {}): VoteFacts => ({
  current: open,
  kind: 'slot',
  meant: more.current === undefined ? open : more.current,
  mine: null,
  othersWaitedFor: () => 0,
  tallyWith: () => ({ A: 0, B: 1, C: 0 }),
  ...more,
})
const shown: Run = { ...open, status: 'revealed', voted: 3 }
const vote = { deviceId: 'slot-01', step: 2, choice: 'B' }

describe('a vote', () => {
  it('N5 counts for an offered option of the open step', () => {
    const decision = decideVote(vote, facts())
    expect(decision).toMatchObject({
      status: 'counted',
      changes: [{ type: 'vote', run: 4, deviceId: 'slot-01', choice: 'B', first: true }],
    })
  })
  it('N6 sent again is the same vote and changes nothing, also when votes are final', () => {
    expect(decideVote(vote, facts({ mine: 'B' }))).toEqual({ status: 'counted', changes: [] })
    expect(decideVote(vote, facts({ mine: 'B', current: { ...open, final: true } }))).toEqual({
      status: 'counted',
      changes: [],
    })
  })
  it('N6 sent again after its run has closed is still the same vote; of a run that was voided nothing counts', () => {
    for (const meant of [shown, { ...shown, status: 'closed' as const }]) {
      expect(decideVote(vote, facts({ current: null, meant, mine: 'B' }))).toEqual({ status: 'counted', changes: [] })
      expect(decideVote(vote, facts({ current: null, meant, mine: 'A' }))).toMatchObject({ status: 'closed' })
    }
    const voided = { ...shown, status: 'voided' as const }
    expect(decideVote(vote, facts({ current: null, meant: voided, mine: 'B' }))).toMatchObject({ status: 'closed' })
  })
  it('N6 is about the current run if that asks its step, else about the run it names, else about the latest of its step', () => {
    const earlier = () => shown
    expect(runMeant({ step: 2 }, open, earlier)).toBe(open)
    expect(runMeant({ step: 2, run: 4 }, open, earlier)).toBe(open)
    expect(runMeant({ step: 2, run: 3 }, open, earlier)).toBe(shown)
    expect(runMeant({ step: 1 }, open, earlier)).toBe(shown)
    expect(runMeant({ step: 2 }, null, earlier)).toBe(shown)
  })
  it('N7 may change until the run closes', () => {
    const current = { ...open, voted: 2 }
    expect(decideVote(vote, facts({ mine: 'A', current })).changes).toEqual([
      { type: 'vote', run: 4, deviceId: 'slot-01', choice: 'B', first: false },
    ])
  })
  it('N8 cannot change when votes of the step are final', () => {
    const decision = decideVote(vote, facts({ mine: 'A', current: { ...open, final: true } }))
    expect(decision).toMatchObject({ status: 'refused', reason: 'already_voted', changes: [] })
  })
  it('N9 for an option that was not offered is refused and names the field', () => {
    const decision = decideVote({ ...vote, choice: 'Z' }, facts())
    expect(decision).toMatchObject({ status: 'refused', reason: 'not_offered', field: 'choice', changes: [] })
    expect(decision.detail).toContain('"A", "B", "C"')
  })
  it('N10 for a step that is not open is refused', () => {
    expect(decideVote({ ...vote, step: 9 }, facts({ meant: null }))).toMatchObject({
      status: 'refused',
      reason: 'wrong_step',
      changes: [],
    })
    expect(decideVote(vote, facts({ current: null }))).toMatchObject({ status: 'refused', reason: 'no_open_step' })
    expect(decideVote({ ...vote, run: 77 }, facts({ meant: null }))).toMatchObject({
      status: 'refused',
      reason: 'wrong_run',
      field: 'run',
    })
  })
  it('N11 that comes late is told that voting is closed', () => {
    expect(decideVote(vote, facts({ current: { ...open, status: 'closed' } }))).toMatchObject({
      status: 'closed',
      changes: [],
    })
    expect(decideVote(vote, facts({ current: null, meant: shown }))).toMatchObject({ status: 'closed' })
    expect(decideVote({ ...vote, run: 3 }, facts({ meant: { ...shown, run: 3 } }))).toMatchObject({ status: 'closed' })
  })
  it('N12 that makes the expected number closes the run, and shows it at once if the step says so', () => {
    const current = { ...open, voted: 2 }
    const types = (more: Partial<Run>) =>
      decideVote(vote, facts({ current: { ...current, ...more } })).changes.map((c) => c.type)
    expect(types({})).toEqual(['vote', 'close', 'reveal'])
    expect(types({ reveal: 'operator' })).toEqual(['vote', 'close'])
    expect(decideVote(vote, facts({ current: { ...open, voted: 1 } })).changes.map((c) => c.type)).toEqual(['vote'])
  })
  it('N32 of a run of slots closes it once nobody who is there is left; what it expects follows', () => {
    const current: Run = { ...open, expects: 'slots', expected: 3, voted: 1 }
    const types = (left: number, more: Partial<VoteFacts> = {}) =>
      decideVote(vote, facts({ current, othersWaitedFor: () => left, ...more })).changes
    expect(types(1)).toEqual([{ type: 'vote', run: 4, deviceId: 'slot-01', choice: 'B', first: true }])
    expect(types(0).map((c) => c.type)).toEqual(['vote', 'expect', 'close', 'reveal'])
    expect(types(0)[1]).toEqual({ type: 'expect', run: 4, expected: 2 })
    // Somebody who was not waited for votes: one more is expected.
    expect(types(2)[1]).toEqual({ type: 'expect', run: 4, expected: 4 })
  })
  it('N34 that only changes closes no run of slots, also when everybody else has been excused since', () => {
    const current: Run = { ...open, expects: 'slots', expected: 1, voted: 1 }
    const changed = decideVote(vote, facts({ current, mine: 'A', othersWaitedFor: () => 0 }))
    expect(changed.changes.map((c) => c.type)).toEqual(['vote'])
  })
  it('N22 from a device that is not a slot is refused', () => {
    expect(decideVote(vote, facts({ kind: 'table' }))).toMatchObject({
      status: 'refused',
      reason: 'not_a_slot',
      changes: [],
    })
  })
})
