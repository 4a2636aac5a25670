import type { TimelineEntry } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { aLine, START_MS } from '../testing/samples'
import { replayState } from './replay-state'

const done = { outcome: 'ok', run: null, device_id: null }
const evening: TimelineEntry[] = [
  aLine(1, { ...done, kind: 'coreStart' }),
  aLine(2, { ...done, kind: 'linkUp', device_id: 'slot-01' }),
  aLine(3, { ...done, kind: 'linkUp', device_id: 'slot-02' }),
  aLine(4, { ...done, kind: 'opModeSet', data: { mode: 'night' } }),
  aLine(5, {
    ...done,
    kind: 'runOpened',
    run: 7,
    data: { step: 3, question: 'Qui ?', options: 'A · B', expected: 3, excused: 'slot-09' },
  }),
  aLine(6, { device_id: 'slot-01' }),
  aLine(7, { ...done, kind: 'linkDown', device_id: 'slot-02' }),
  aLine(8, { ...done, kind: 'slotExcused', device_id: 'slot-02', run: 7 }),
  aLine(9, { device_id: 'slot-03', outcome: 'refused', reason: 'not_offered' }),
  aLine(10, { ...done, kind: 'runClosed', run: 7, data: { expected: 2 } }),
  aLine(11, { ...done, kind: 'runRevealed', run: 7, data: { winner: 'B' } }),
  aLine(12, { ...done, kind: 'opMoneyFreeze', data: { panic: 1 } }),
  aLine(13, { ...done, kind: 'roundPlay', data: { stake_cents: 500, win_cents: 1500 } }),
  aLine(14, { ...done, kind: 'roundPlay', outcome: 'refused', reason: 'frozen', data: { stake_cents: 500 } }),
  aLine(15, { ...done, kind: 'opCardAdjust', data: { amount_cents: 200 } }),
  aLine(16, { ...done, kind: 'opMoneyUnfreeze', data: { panic: 1 } }),
]
const at = (seq: number, from = 1, first = 1) =>
  replayState(
    evening.filter((line) => line.seq >= first && line.seq <= seq),
    from,
    first === 1,
  )

describe('what was known at a moment', () => {
  it('C95 who had voted in which question, who was excused, and what was refused; never what was voted', () => {
    expect(at(4).run).toBeNull()
    const open = at(9)
    expect(open.mode).toBe('night')
    expect(open.run).toMatchObject({
      run: 7,
      question: 'Qui ?',
      options: ['A', 'B'],
      status: 'open',
      expected: 3,
      refused: 1,
    })
    expect([[...(open.run?.voters ?? [])], [...(open.run?.excused ?? [])]]).toEqual([
      ['slot-01'],
      ['slot-09', 'slot-02'],
    ])
    expect([at(10).run?.status, at(10).run?.expected, at(10).run?.winner]).toEqual(['closed', 2, null])
    expect([at(11).run?.status, at(11).run?.winner]).toEqual(['revealed', 'B'])
  })

  it('C95 which devices were linked, since when, and what a start of the core makes unknown', () => {
    expect(at(6).devices.get('slot-02')).toEqual({ online: true, since: START_MS + 3000 })
    expect(at(7).devices.get('slot-02')).toEqual({ online: false, since: START_MS + 7000 })
    expect(at(7).devices.has('slot-03')).toBe(false)
    const again = replayState([...evening, aLine(17, { ...done, kind: 'coreStart' })], 1, true)
    expect([again.devices.size, again.coreStarted]).toEqual([0, START_MS + 17_000])
  })

  it('C95 what was frozen, and what money moved and was refused since the span began', () => {
    expect(at(13).freezes.get('money')).toBe(START_MS + 12_000)
    expect(at(16).freezes.get('money')).toBeNull()
    expect([...at(16).money]).toEqual([
      ['stakes', { count: 1, cents: 500 }],
      ['wins', { count: 1, cents: 1500 }],
      ['corrections', { count: 1, cents: 200 }],
    ])
    expect(at(16).refusals).toBe(2)
    expect([[...at(16, 14).money.keys()], at(16, 14).refusals]).toEqual([['corrections'], 1])
  })

  it('C95 what began before the first line that was read is unknown, not off', () => {
    const late = at(9, 6, 6)
    expect([late.mode, late.freezes.get('money'), late.devices.has('slot-01')]).toEqual([null, undefined, false])
    expect(late.run).toMatchObject({ run: 7, question: null, options: [], expected: null })
    // With the whole journal read, what no line began was off.
    expect(at(9).freezes.get('money')).toBeNull()
  })

  it('C95 a vote that comes late for an earlier question does not bring that question back', () => {
    const next = aLine(17, { ...done, kind: 'runOpened', run: 8, data: { question: 'Et ?', options: 'A · B' } })
    const late = aLine(18, { run: 7, outcome: 'closed', reason: 'closed' })
    expect(replayState([...evening, next, late], 1, true).run?.run).toBe(8)
  })
})
