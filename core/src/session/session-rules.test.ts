import { describe, expect, it } from 'vitest'
import { type SessionFacts, activeUntil, decideClose, decidePause, decideStart, missingFor } from './session-rules.js'

const nothing: SessionFacts = {
  current: null,
  last: null,
  run: null,
  showAt: null,
  openBets: 0,
  notReady: [],
  cards: 'settled',
}
const open = { session: 3, name: 'Les Martin', status: 'open' as const, activeMs: 1000, runningSince: 5000 }
const plan = { name: 'Next', groupSize: 4, notes: null }

describe('what is in the way of the next session', () => {
  it('J2 J33 J58 a run, an open session and work on the cards cannot be overruled; devices and an open choice can, by a reason', () => {
    const run = { run: 7, step: 2, status: 'closed' }
    const cases: [Partial<SessionFacts>, string, boolean][] = [
      [{ current: open }, 'session_open', false],
      [{ run }, 'run_open', false],
      [{ cards: 'running' }, 'cards_running', false],
      [{ cards: 'undecided', last: 3 }, 'cards_undecided', true],
      [{ notReady: ['slot-01'] }, 'not_ready', true],
    ]
    for (const [facts, reason, overruled] of cases) {
      const refused = decideStart(plan, { reason: null }, { ...nothing, ...facts })
      expect(refused).toMatchObject({ status: 'refused', reason, changes: [] })
      const forced = decideStart(plan, { reason: 'because' }, { ...nothing, ...facts })
      expect(forced.status).toBe(overruled ? 'ok' : 'refused')
    }
    const all = { current: open, last: 3, run, showAt: null, openBets: 0, notReady: ['a'], cards: 'undecided' as const }
    expect(missingFor(all)).toEqual(['session_open', 'run_open', 'cards_undecided', 'devices'])
    expect(missingFor(nothing)).toEqual([])
  })

  it('J33 names a few of many devices, and a reason where nothing was in the way is not kept', () => {
    const many = Array.from({ length: 9 }, (_, i) => `slot-0${i}`)
    const { detail } = decideStart(plan, { reason: null }, { ...nothing, notReady: many })
    expect(detail).toContain('slot-00, slot-01, slot-02, slot-03, slot-04 and 4 more')
    expect(decideStart(plan, { reason: 'x' }, nothing).changes).toMatchObject([{ forced: null }])
  })
})

describe('an open session', () => {
  const facts = { ...nothing, current: open, last: 3 }

  it('J3 its active time stands still while it is paused, and a clock that was set back takes nothing away', () => {
    expect(activeUntil(open, 7500)).toBe(3500)
    expect(activeUntil(open, 10)).toBe(1000)
    expect(activeUntil({ ...open, status: 'paused', runningSince: null }, 99_000)).toBe(1000)
    expect(decidePause(3, 'alarm', facts, 6000).changes).toEqual([
      { type: 'pause', session: 3, activeMs: 2000, reason: 'alarm' },
    ])
    const paused = { ...facts, current: { ...open, status: 'paused' as const, runningSince: null } }
    expect(decidePause(3, null, paused, 6000)).toEqual({ status: 'ok', changes: [] })
  })

  it('J4 closes with a reason over what stands open, and keeps it only then', () => {
    expect(decideClose(3, null, { ...facts, openBets: 2 }, 6000)).toMatchObject({ reason: 'bets_open' })
    expect(decideClose(3, 'left', { ...facts, openBets: 2 }, 6000).changes).toMatchObject([{ though: 'left' }])
    expect(decideClose(3, null, { ...facts, showAt: 'cellar' }, 6000)).toMatchObject({ reason: 'show_running' })
    expect(decideClose(3, 'left', { ...facts, showAt: 'cellar' }, 6000).changes).toMatchObject([{ though: 'left' }])
    expect(decideClose(3, 'left', facts, 6000).changes).toMatchObject([{ though: null, activeMs: 2000 }])
  })
})
