import { describe, expect, it } from 'vitest'
import { branchesOf, outlineOf, stands, stepState, takenBranch } from './branches'
import { aShow, aStep, aVisit, STEPS } from './script-samples'

const step = (id: string) => STEPS.find((each) => each.id === id) ?? aStep(id, 9)
const said = (id: string) =>
  branchesOf(step(id)).map(({ outcomes, to }) => [
    outcomes.map((outcome) => (outcome.kind === 'option' ? outcome.text : outcome.kind)).join(' '),
    to,
  ])

describe('where the outcomes of a step lead', () => {
  it('F44 outcomes with one target are one branch, special ones and an empty vote among them', () => {
    expect(said('safe')).toEqual([
      ['A', 'cellar'],
      ['B', 'garden'],
      ['no_quorum', 'end'],
    ])
    expect(said('cellar')).toEqual([
      ['A B nobody', 'verdict'],
      ['tie', 'quarrel'],
    ])
    expect(said('garden')).toEqual([
      ['A B nobody', 'verdict'],
      ['timeout', 'quarrel'],
    ])
    expect(said('verdict')).toEqual([['A B nobody', 'end']])
  })

  it('F43 the branch that is taken is the one the core leads to, marked only while an outcome stands', () => {
    const branches = branchesOf(step('cellar'))
    const at = (more: Parameters<typeof aVisit>[2], to: string | null) =>
      takenBranch(branches, aShow(aVisit('cellar', 2, more), { leads_to: to }))?.to
    expect(at({}, null)).toBeUndefined()
    expect(at({ outcome: 'winner', winner: 'B' }, 'verdict')).toBe('verdict')
    expect(at({ outcome: 'tie' }, 'quarrel')).toBe('quarrel')
    const tie = aVisit('cellar', 2, { outcome: 'tie' })
    expect(branches.flatMap(({ outcomes }) => outcomes.map((each) => stands(each, tie)))).toEqual([
      false,
      false,
      false,
      true,
    ])
  })

  it('F44 a step is a branch where only some outcome leads; where ways meet again it is none', () => {
    const branches = (steps: typeof STEPS, start: string) =>
      outlineOf(steps, start)
        .filter(({ isBranch }) => isBranch)
        .map((each) => each.step.id)
    expect(branches(STEPS, 'safe')).toEqual(['quarrel', 'garden'])
    const line = [aStep('one', 1), aStep('two', 2), aStep('three', 3)].map((each, i, all) => {
      const to = all[i + 1]?.id ?? 'end'
      return { ...each, to, options: each.options.map(({ text }) => ({ text, to })) }
    })
    expect(branches(line, 'one')).toEqual([])
  })

  it('F43 a step is done, here or ahead, and only in a show of this very script', () => {
    const show = aShow(aVisit('cellar', 2), { path: [aVisit('safe', 1), aVisit('cellar', 2)] })
    expect(STEPS.map(({ id }) => stepState(id, show, 1))).toEqual(['done', 'here', 'ahead', 'ahead', 'ahead'])
    expect(stepState('safe', show, 2)).toBe('ahead')
    expect(stepState('safe', null, 1)).toBe('ahead')
  })
})
