import { expect, it } from 'vitest'
import { type IncidentLine, createIncidents } from './incidents.js'

const told = (lines: Partial<IncidentLine>[], endedAt = 100_000) => {
  const incidents = createIncidents()
  const usual = { outcome: 'ok', reason: null, actor: 'core', device_id: null, run: null, data: {}, before_at: null }
  for (const [i, line] of lines.entries()) incidents.take({ seq: i + 1, at: 0, kind: 'x', ...usual, ...line })
  return incidents.end(endedAt)
}

it('J15 link losses: how often, how long, who is still away; time that somebody set did not pass', () => {
  const slot = { device_id: 'slot-01' }
  const { link_losses } = told([
    { ...slot, kind: 'linkUp', at: 500 },
    { ...slot, kind: 'linkDown', at: 1000 },
    { ...slot, kind: 'linkUp', at: 3000 },
    { ...slot, kind: 'linkDown', at: 5000 },
    { kind: 'clockSet', at: 3_605_000, data: { by_ms: 3_600_000 } },
    { ...slot, kind: 'linkUp', at: 3_606_000 },
    { device_id: 'slot-02', kind: 'linkDown', at: 90_000 },
  ])
  expect(link_losses).toEqual([
    { device_id: 'slot-01', count: 2, total_ms: 3000, longest_ms: 2000, away: false },
    { device_id: 'slot-02', count: 1, total_ms: 10_000, longest_ms: 10_000, away: true },
  ])
})

it('J15 refusals by kind and reason; panics, waived checks, restarts, excuses and voids with who and why', () => {
  const found = told([
    { kind: 'nightVote', outcome: 'refused', reason: 'not_offered' },
    { kind: 'nightVote', outcome: 'refused', reason: 'not_offered' },
    { kind: 'walletDebit', outcome: 'insufficient', reason: 'insufficient' },
    { kind: 'nightVote', outcome: 'counted' },
    { kind: 'opBlackout', outcome: 'ok', actor: 'Nadia', data: { why: 'smoke' } },
    { kind: 'opBlackout', outcome: 'refused', reason: 'already_dark' },
    { kind: 'opReadyWaive', actor: 'Léo', data: { why: 'no reader tonight' } },
    { kind: 'coreStart', at: 9000, before_at: 4000 },
    { kind: 'slotExcused', device_id: 'slot-03', run: 4, data: { by: 'absent' } },
    { kind: 'runVoided', run: 4, data: { why: 'tie' } },
    { kind: 'undo', actor: 'Nadia', data: { undoes: 9, command: 'opNightVoid', why: 'wrong button' } },
  ])
  expect(found.refusals.map(({ kind, reason, count }) => [kind, reason, count])).toEqual([
    ['nightVote', 'not_offered', 2],
    ['opBlackout', 'already_dark', 1],
    ['walletDebit', 'insufficient', 1],
  ])
  expect(found.incidents.map(({ what, by, why, ms }) => [what, by, why, ms])).toEqual([
    ['panic', 'Nadia', 'opBlackout: smoke', null],
    ['waived', 'Léo', 'no reader tonight', null],
    ['restart', 'core', null, 5000],
    ['excuse', 'core', 'absent', null],
    ['void', 'core', 'tie', null],
    ['undo', 'Nadia', 'wrong button', null],
  ])
})

it('J15 so many are listed one by one, and how many more there were is said', () => {
  const { incidents, more } = told(Array.from({ length: 1500 }, () => ({ kind: 'runVoided' })))
  expect([incidents.length, more]).toEqual([1000, 500])
})
