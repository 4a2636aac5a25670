import { describe, expect, it } from 'vitest'
import type { DisputeItem } from './dispute-item'
import { findings } from './findings'
import { spanAround } from './span-around'

const AT = 1_700_000_000_000
let next = 0
const item = (what: DisputeItem['what'], kind: string, more: Partial<DisputeItem> = {}): DisputeItem => ({
  seq: ++next,
  at: AT + next * 1000,
  what,
  kind,
  outcome: what === 'shown' ? null : 'ok',
  reason: null,
  actor: 'slot-04',
  device_id: 'slot-04',
  run: null,
  req_id: null,
  data: {},
  ...more,
})
const line = (kind: string, more: Partial<DisputeItem> = {}) => item('line', kind, more)
const press = (status: string, more: Partial<DisputeItem> = {}) =>
  item('shown', 'question', { run: 7, data: { press: status, lit: 1 }, ...more })
const vote = (outcome: string, more: Partial<DisputeItem> = {}) => line('nightVote', { outcome, run: 7, ...more })
const keys = (items: DisputeItem[], complete = true) => findings(items, complete).map(({ key }) => key)
const one = (items: DisputeItem[], key: string) => findings(items, true).find((each) => each.key === key)

describe('what a dispute comes to', () => {
  it('L62 a press that was shown as sent, and of which nothing reached the core, did not count', () => {
    expect(one([press('pending')], 'press_lost')).toMatchObject({ tone: 'problem', values: { device: 'slot-04' } })
    expect(keys([press('kept'), press('pending')])).toContain('press_lost')
    // Of a list that goes on nothing is said yet.
    expect(keys([press('pending')], false)).not.toContain('press_lost')
  })

  it('L62 one that counted is told once, however many steps its screen showed, and a changed vote is another one', () => {
    const told = keys([press('kept'), press('pending'), vote('counted'), press('counted')])
    expect(told.filter((key) => key.startsWith('press_') || key === 'vote_counted')).toEqual(['press_counted'])
    const changed = keys([
      press('pending'),
      vote('counted'),
      press('counted'),
      press('pending'),
      vote('counted'),
      press('counted'),
    ])
    expect(changed.filter((key) => key === 'press_counted')).toHaveLength(2)
  })

  it('L62 a press that stays on the screen while the phase changes is the same press', () => {
    const shown = (status: string, kind: string) => press(status, { kind })
    const revealed = keys([
      shown('pending', 'question'),
      vote('counted'),
      shown('counted', 'question'),
      shown('counted', 'reveal'),
    ])
    expect(revealed.filter((key) => key.startsWith('press_'))).toEqual(['press_counted'])
    const lost = keys([shown('pending', 'question'), shown('pending', 'closed')])
    expect(lost.filter((key) => key.startsWith('press_'))).toEqual(['press_lost'])
  })

  it('L62 too late: by how much, where both lines are known', () => {
    const items = [press('pending'), line('runClosed', { device_id: null, run: 7 }), vote('closed'), press('too_late')]
    expect(one(items, 'press_late_by')).toMatchObject({ tone: 'attention', values: { by: 1000 } })
    expect(keys([press('too_late')])).toContain('press_late')
  })

  it('L62 a vote that no screen showed has counted all the same, and a screen that fell silent is not believed more than the core', () => {
    expect(keys([vote('counted')])).toContain('vote_counted')
    expect(keys([press('pending'), vote('counted')])).toContain('press_unshown')
    expect(one([press('refused', { reason: 'not_offered' })], 'press_refused')?.values['reason']).toBe('not_offered')
  })

  it('L78 names the question of a press, and once the result was shown the option that the core counted', () => {
    const opened = line('runOpened', { device_id: null, run: 7, data: { question: 'Which way?' } })
    const items = [opened, press('pending'), vote('counted', { data: { counted: 'B' } }), press('counted')]
    expect(one(items, 'press_counted')?.values).toMatchObject({ run: 7, question: 'Which way?' })
    expect(one(items, 'choice')?.values).toEqual({ device: 'slot-04', option: 'B', run: 7, question: 'Which way?' })
    expect(keys([opened, press('pending'), vote('counted'), press('counted')])).not.toContain('choice')
    // A vote that was changed is one choice: the last.
    const changed = ['B', 'B'].map((counted) => vote('counted', { data: { counted } }))
    expect(keys([opened, ...changed]).filter((key) => key === 'choice')).toEqual(['choice'])
  })

  it('L63 rounds, money on and off a card, and refusals are added up', () => {
    const items = [
      line('roundPlay', { data: { stake_cents: 200, win_cents: 500 } }),
      line('roundPlay', { data: { stake_cents: 100, win_cents: 0 } }),
      line('roundPlay', { outcome: 'refused', reason: 'limit', data: { stake_cents: 900 } }),
      line('opDeskTopUp', { device_id: 'change-01', data: { amount_cents: 2000 } }),
      line('opDeskCashOut', { device_id: 'change-01', data: { amount_cents: 700 } }),
    ]
    expect(one(items, 'rounds')?.values).toEqual({ count: 2, stake_cents: 300, win_cents: 500 })
    expect(one(items, 'money_in')?.values).toEqual({ count: 1, cents: 2000 })
    expect(one(items, 'money_out')?.values).toEqual({ count: 1, cents: 700 })
    expect(one(items, 'refused')).toMatchObject({ tone: 'attention', values: { kind: 'roundPlay', reason: 'limit' } })
  })

  it('L63 a round that a screen began and the core has not: nothing was taken', () => {
    const began = item('shown', 'playing')
    expect(keys([began])).toContain('round_unknown')
    expect(keys([began, item('shown', 'lost')])).not.toContain('round_unknown')
    expect(keys([began, line('roundPlay', { at: began.at + 10 })])).not.toContain('round_unknown')
  })

  it('L64 the link: lost and back, lost and not back, back after a restart of the core, or never lost', () => {
    expect(one([line('linkDown'), line('linkUp')], 'link_lost')?.values).toHaveProperty('to')
    expect(keys([line('linkDown')])).toContain('link_lost_still')
    expect(keys([line('linkUp'), line('linkUp')])).toContain('link_restart')
    expect(keys([line('linkUp')])).toContain('link_held')
  })

  it('L65 what nobody can know is always said: the choice, presses no screen showed, what is not kept, what was not read', () => {
    expect(keys([])).toEqual(['nothing'])
    const unknown = (items: DisputeItem[], complete = true) =>
      findings(items, complete)
        .filter(({ tone }) => tone === 'unknown')
        .map(({ key }) => key)
    expect(unknown([vote('counted')], false)).toEqual(['not_all', 'shown_none', 'secret', 'unshown'])
    // A press that did not count left no option; one whose result was shown is no secret any more.
    const late = [line('nightVote', { outcome: 'closed', run: 7 }), vote('counted', { data: { counted: 'B' } })]
    expect(unknown(late)).toEqual(['shown_none', 'uncounted', 'unshown'])
    const early = line('cardTap', { at: AT - 60_000 })
    expect(unknown([early, item('shown', 'ready')])).toEqual(['shown_gone', 'unshown'])
  })
})

describe('the time a player says', () => {
  const now = new Date(2026, 10, 21, 23, 50).getTime()
  it('L66 is the last time it was that late, with half the span on either side', () => {
    const at = new Date(2026, 10, 21, 23, 40).getTime()
    expect(spanAround('60', '23:40', now)).toEqual({ from: at - 1_800_000, to: at + 1_860_000 })
    expect(spanAround('15', '23h55', now)?.from).toBe(new Date(2026, 10, 20, 23, 55).getTime() - 450_000)
    expect(spanAround('60', '', now + 0.5)).toEqual({ from: now - 3_600_000 + 1, to: null })
    expect(spanAround('all', '', now)).toEqual({ from: null, to: null })
    expect([spanAround('60', 'late', now), spanAround('60', '25:00', now)]).toEqual([null, null])
  })
})
