import { describe, expect, it } from 'vitest'
import { type Branches, judge } from './branches.js'
import { decideClose, decideRedo } from './night.js'
import type { Run } from './run.js'

const run = (more: Partial<Run> = {}): Run => ({
  run: 7,
  step: 2,
  question: 'Who?',
  options: ['A', 'B', 'C'],
  status: 'open',
  expects: 'number',
  expected: 9,
  final: false,
  tie: 'first',
  reveal: 'auto',
  durationMs: null,
  voted: 3,
  ...more,
})
const branches = (more: Partial<Branches> = {}): Branches => ({
  quorum: null,
  noQuorum: 90,
  timeout: null,
  tie: null,
  options: [10, 20, 30],
  otherwise: 50,
  revotesLeft: 2,
  ...more,
})
const level = { A: 0, B: 2, C: 2 }
const ahead = { A: 0, B: 1, C: 2 }
const nobody = { A: 0, B: 0, C: 0 }

describe('where a step leads', () => {
  it('F20 an option, nobody, a tie, a time-out, a failed quorum: each where the script says, in this order', () => {
    const shown = (outcome: string, winner: string | null, nextStep: number) => ({
      type: 'shown',
      outcome,
      winner,
      nextStep,
    })
    expect(judge(run(), ahead, 'operator', branches())).toEqual(shown('winner', 'C', 30))
    expect(judge(run(), level, 'operator', branches())).toEqual(shown('winner', 'B', 20))
    expect(judge(run(), nobody, 'operator', branches())).toEqual(shown('nobody', null, 50))
    expect(judge(run(), level, 'operator', branches({ tie: 60 }))).toEqual(shown('tie', null, 60))
    expect(judge(run(), level, 'timer', branches({ tie: 60, timeout: 70 }))).toEqual(shown('timeout', null, 70))
    expect(judge(run(), ahead, 'timer', branches({ timeout: 70 }))).toEqual(shown('timeout', 'C', 70))
    expect(judge(run(), ahead, 'expected', branches({ timeout: 70 }))).toEqual(shown('winner', 'C', 30))
    expect(judge(run(), ahead, 'timer', branches({ timeout: 70, quorum: 4 }))).toEqual(shown('no_quorum', null, 90))
    expect(judge(run(), ahead, 'timer', branches({ quorum: 3 }))).toEqual(shown('winner', 'C', 30))
    expect(judge(run(), level, 'operator', null)).toEqual(shown('winner', 'B', 3))
  })

  it('F21 a tie is asked again as often as is left, the last time for the operator to decide', () => {
    const tied = run({ tie: 'revote' })
    const close = (revotesLeft: number) =>
      decideClose(7, 'operator', {
        mode: 'night',
        current: tied,
        named: tied,
        tally: () => level,
        slotsHere: () => 9,
        branches: () => branches({ revotesLeft }),
      }).changes.at(-1)
    expect(close(2)).toEqual({ type: 'open', step: tied, repeats: 7 })
    expect(close(1)).toEqual({ type: 'open', step: { ...tied, tie: 'operator' }, repeats: 7 })
  })

  it('F23 a redo of a step of the show names the run it repeats; one asked by hand does not', () => {
    const redo = (given: Branches | null) =>
      decideRedo(7, {
        mode: 'night',
        current: null,
        named: run({ status: 'voided' }),
        tally: () => nobody,
        slotsHere: () => 9,
        branches: () => given,
      }).changes
    expect(redo(branches())).toMatchObject([{ type: 'open', repeats: 7 }])
    expect(redo(null)[0]).not.toHaveProperty('repeats')
  })
})
