import { describe, expect, it } from 'vitest'
import { frozen, movesMoney } from './frozen.js'
import { type Panic, decideBegin, decideEnd, decideShow } from './panic-rules.js'

const money = (panic: number, ended = false): Panic => ({ panic, scope: 'money', ended })
const text = { text: 'Back in five', severity: 'info' as const, seconds: null }

describe('panic', () => {
  it('U2 pressed twice is once', () => {
    expect(decideBegin('money', null).changes).toEqual([{ type: 'begin', scope: 'money', message: null }])
    expect(decideBegin('money', money(1))).toEqual({ status: 'ok', changes: [] })
  })

  it('U3 is taken back by its number: twice is ok, another one is stale, what never was is refused', () => {
    expect(decideEnd('money', 1, { named: money(1), active: money(1) }).changes).toEqual([
      { type: 'end', panic: 1, scope: 'money' },
    ])
    expect(decideEnd('money', 1, { named: money(1, true), active: null })).toEqual({ status: 'ok', changes: [] })
    expect(decideEnd('money', 1, { named: money(1, true), active: money(2) })).toMatchObject({
      status: 'stale',
      field: 'panic',
      changes: [],
    })
    expect(decideEnd('money', 9, { named: null, active: money(2) })).toMatchObject({ reason: 'unknown_panic' })
    expect(decideEnd('game', 1, { named: money(1), active: null })).toMatchObject({ reason: 'unknown_panic' })
  })

  it('U17 a message takes the place of the one that is shown', () => {
    expect(decideShow(text, null).changes).toHaveLength(1)
    expect(decideShow(text, { panic: 4, scope: 'message', ended: false }).changes).toEqual([
      { type: 'end', panic: 4, scope: 'message' },
      { type: 'begin', scope: 'message', message: text },
    ])
  })

  it('U1 the refusal says what happened, what it means and what to do', () => {
    for (const scope of ['money', 'game'] as const) {
      const refusal = frozen(scope, 'Nothing was taken.')
      expect(refusal).toMatchObject({ status: 'refused', reason: 'frozen', changes: [] })
      expect(refusal.detail).toMatch(/frozen by the house\. Nothing was taken\. Wait until .*/)
    }
  })

  it('U6 reading a balance and looking after cards move no money', () => {
    const still = ['walletGet', 'opCardIssue', 'opCardFreeze', 'opCardUnfreeze', 'opCardReplace', 'nightVote']
    for (const kind of still) expect(movesMoney(kind), kind).toBe(false)
  })
})
