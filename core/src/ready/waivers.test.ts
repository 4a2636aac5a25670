import { describe, expect, it } from 'vitest'
import { green, red } from './check.js'
import { decideCloseDoors, decideOpenDoors, type Door } from './doors.js'
import { scriptCheck } from './script-check.js'
import { dayBegan, dayEnds, todayBegan } from './today.js'
import { viewOf } from './view.js'
import { type Waiver, decideWaive, judge } from './waivers.js'

const AT = 1_000_000
const fault = (problem: string, params = {}) => ({ problem, remedy: 'mend', detail: 'It is wrong. Mend it.', params })
const buttons = (missing: number[]) => red('slot-01', 'buttons', fault('buttons_untested', { missing }))
const waiver = (part: Partial<Waiver> = {}): Waiver => ({
  waiver: 1,
  check: 'slot-01/buttons',
  problem: 'buttons_untested',
  params: { missing: [2, 3] },
  reason: 'known',
  by: 'Léa',
  at: 1,
  until: AT + 1,
  ...part,
})
const states = (...args: Parameters<typeof judge>) => judge(...args).map(({ state }) => state)
const door = (part: Partial<Door> = {}): Door => ({
  door: 3,
  openedAt: 10,
  openedBy: 'Léa',
  from: 5,
  closedAt: null,
  closedBy: null,
  ...part,
})

describe('waivers', () => {
  it('U13 cover the check and the problem that was seen, and no other check', () => {
    const other = red('slot-02', 'buttons', fault('buttons_untested', { missing: [2] }))
    expect(states([buttons([2, 3]), other, green('core', 'disk')], [waiver()], AT)).toEqual(['waived', 'red', 'green'])
    const broken = red('slot-01', 'buttons', fault('buttons_fault'))
    expect(states([broken], [waiver()], AT)).toEqual(['red'])
  })

  it.each([
    ['fewer buttons missing', { missing: [2, 3] }, { missing: [3] }, 'waived'],
    ['other buttons missing', { missing: [2, 3] }, { missing: [2, 4] }, 'red'],
    ['more slots here', { here: 7, expected: 9 }, { here: 8, expected: 9 }, 'waived'],
    ['fewer slots here', { here: 7, expected: 9 }, { here: 6, expected: 9 }, 'red'],
    ['more slots expected', { here: 7, expected: 9 }, { here: 7, expected: 12 }, 'red'],
    ['a clock further off', { offset_ms: -5000 }, { offset_ms: -9000 }, 'red'],
    ['a clock nearer', { offset_ms: -5000 }, { offset_ms: 3000 }, 'waived'],
    ['one more unprotected', { devices: ['a'] }, { devices: ['a', 'b'] }, 'red'],
    ['a new figure', {}, { free_mb: 100 }, 'red'],
    ['a certificate that ended since', { days_left: 1 }, { days_left: -1 }, 'red'],
    ['a certificate that lasts longer', { days_left: 5 }, { days_left: 10 }, 'waived'],
    ['less space', { free_mb: 300 }, { free_mb: 250 }, 'red'],
  ])('U13 cover nothing worse than was seen: %s', (_, seen, now, state) => {
    const finding = red('slot-01', 'buttons', fault('buttons_untested', now))
    expect(states([finding], [waiver({ params: seen })], AT)).toEqual([state])
  })

  it('U14 end when they said', () => {
    expect(states([buttons([2])], [waiver({ until: AT })], AT)).toEqual(['red'])
    expect(states([buttons([2])], [waiver({ until: AT + 1 })], AT)).toEqual(['waived'])
  })

  it('U14 are given for what was seen: all that was named, or none', () => {
    const findings = [buttons([2]), red('core', 'disk', fault('disk_low'))]
    const facts = { findings, until: AT + 1, at: AT }
    const seen = { check: 'slot-01/buttons', problem: 'buttons_untested' }
    expect(decideWaive([seen, { check: 'core/disk', problem: 'disk_low' }], facts).changes).toHaveLength(2)
    expect(decideWaive([seen, { check: 'core/disk', problem: 'disk_unknown' }], facts)).toMatchObject({
      status: 'stale',
      changes: [],
    })
    expect(decideWaive([seen, { check: 'core/tls', problem: 'tls_off' }], facts)).toMatchObject({
      reason: 'not_red',
      changes: [],
    })
    for (const until of [AT, AT + 37 * 3_600_000])
      expect(decideWaive([seen], { ...facts, until })).toMatchObject({
        reason: 'bad_until',
        field: 'until',
        changes: [],
      })
  })
})

describe('doors', () => {
  const facts = (findings = [buttons([2])], waivers: Waiver[] = [], last: Door | null = null) => {
    const judged = judge(findings, waivers, AT)
    return { last, judged, view: viewOf(judged, last), from: 5 }
  }

  it('U10 open on green and waived, and are refused with what is red', () => {
    expect(decideOpenDoors(facts([green('core', 'disk')]), undefined).changes).toEqual([{ type: 'open', from: 5 }])
    expect(decideOpenDoors(facts(undefined, [waiver()]), undefined).changes).toHaveLength(1)
    const refused = decideOpenDoors(facts(), undefined)
    expect(refused).toMatchObject({ status: 'refused', reason: 'not_ready', changes: [] })
    expect(refused.detail).toContain('slot-01/buttons')
    const many = Array.from({ length: 9 }, (_, i) => red(`slot-0${i}`, 'agent', fault('offline')))
    expect(decideOpenDoors(facts(many), undefined).detail).toContain('and 4 more')
  })

  it('U11 opened on a view that is not the present one are stale', () => {
    const seen = facts([buttons([2])], [waiver()])
    const since = facts([buttons([2]), red('core', 'disk', fault('disk_low'))], [waiver()])
    expect(decideOpenDoors(seen, seen.view).changes).toHaveLength(1)
    expect(decideOpenDoors(since, seen.view)).toMatchObject({ status: 'stale', changes: [] })
    const waivedByAnother = facts([buttons([2])], [waiver()])
    expect(decideOpenDoors(waivedByAnother, facts().view)).toMatchObject({ status: 'stale' })
  })

  it('U11 a view is the same whatever the order and the figures, and another after the doors', () => {
    const two = [buttons([2]), red('core', 'disk', fault('disk_low', { free_mb: 1 }))]
    const same = [red('core', 'disk', fault('disk_low', { free_mb: 2 })), buttons([2])]
    expect(viewOf(judge(two, [], AT), null)).toBe(viewOf(judge(same, [], AT), null))
    const views = [null, door(), door({ closedAt: 9 }), door({ door: 4 })].map((last) => viewOf([], last))
    expect(new Set(views).size).toBe(4)
  })

  it('U12 that are open stay open, whatever turns red; opened again they are the same', () => {
    expect(decideOpenDoors(facts(undefined, [], door()), 'any')).toEqual({ status: 'ok', changes: [] })
  })

  it('U11 are closed by their number: again is ok, another is stale', () => {
    expect(decideCloseDoors(3, door()).changes).toEqual([{ type: 'close', door: 3 }])
    expect(decideCloseDoors(3, door({ closedAt: 9 }))).toEqual({ status: 'ok', changes: [] })
    expect(decideCloseDoors(2, door())).toMatchObject({ status: 'stale' })
    expect(decideCloseDoors(4, door())).toMatchObject({ reason: 'unknown_door' })
    expect(decideCloseDoors(1, null)).toMatchObject({ reason: 'unknown_door' })
  })
})

describe('today', () => {
  const time = (text: string) => new Date(text).getTime()

  it('U16 begins at 06:00 of the venue’s clock', () => {
    expect(dayBegan(time('2026-11-21T20:00'))).toBe(time('2026-11-21T06:00'))
    expect(dayBegan(time('2026-11-22T01:30'))).toBe(time('2026-11-21T06:00'))
    expect(dayBegan(time('2026-11-22T06:00'))).toBe(time('2026-11-22T06:00'))
    expect(dayEnds(time('2026-11-22T01:30'))).toBe(time('2026-11-22T06:00'))
    expect(dayEnds(time('2026-11-22T06:00'))).toBe(time('2026-11-23T06:00'))
  })

  it('U16 begins anew when doors close, and goes on beyond 06:00 while they are open', () => {
    const at = time('2026-11-22T06:30')
    expect(todayBegan(at, null)).toBe(time('2026-11-22T06:00'))
    const from = time('2026-11-21T06:00')
    expect(todayBegan(at, door({ from }))).toBe(from)
    const closedAt = time('2026-11-22T06:10')
    expect(todayBegan(at, door({ from, closedAt }))).toBe(closedAt)
    expect(todayBegan(at, door({ from, closedAt: time('2026-11-22T01:00') }))).toBe(time('2026-11-22T06:00'))
    const setBack = door({ from, closedAt: time('2026-11-22T07:00') })
    expect(todayBegan(at, setBack)).toBe(time('2026-11-22T06:00'))
  })
})

describe('the script', () => {
  it('U31 is green when one is loaded that can be played', () => {
    expect(scriptCheck({ name: 'Vault', ok: true }).problem).toBeNull()
    expect(scriptCheck({ name: 'Vault', ok: false })).toMatchObject({
      problem: 'script_faulty',
      params: { name: 'Vault' },
    })
    expect(scriptCheck(null)).toMatchObject({ check: 'show/script', problem: 'script_none', remedy: 'load_script' })
  })
})
