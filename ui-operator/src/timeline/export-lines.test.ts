import { describe, expect, it } from 'vitest'
import { aLine } from '../testing/samples'
import { askOf, linesToCsv, linesToJson } from './export-lines'
import { NO_FILTER } from './filter-lines'
import { readTime, writeTime } from './time-field'

describe('the export of what is filtered', () => {
  it('C97 writes CSV oldest first, with the sentence, and no cell that a table program would calculate', () => {
    const lines = [aLine(2, { reason: 'a "b", c', data: { why: '=1+1' } }), aLine(1, { actor: '=cmd()' })]
    const [head, first, second, end] = linesToCsv(lines, (line) => `+ phrase ${line.seq}`).split('\r\n')
    expect(head).toBe('seq,time,at,kind,outcome,reason,actor,device_id,run,text,data')
    expect(first).toBe("1,2023-11-14T22:13:21.000Z,1700000001000,nightVote,counted,,'=cmd(),slot-01,7,'+ phrase 1,{}")
    expect(second).toContain('"a ""b"", c"')
    expect(second).toContain('"{""why"":""=1+1""}"')
    expect(end).toBe('')
  })

  it('C97 writes JSON as the lines are on the wire, oldest first', () => {
    const lines = [aLine(2), aLine(1)]
    expect(JSON.parse(linesToJson(lines))).toEqual({ items: [aLine(1), aLine(2)] })
  })

  it('C97 asks the core itself for one card or slot, which it reads whole; for nothing else', () => {
    expect(askOf({ ...NO_FILTER, card: ' 04a37c91 ', from: 5 })).toEqual({
      by: 'card',
      value: '04A37C91',
      from: 5,
      to: null,
    })
    expect(askOf({ ...NO_FILTER, device: 'slot-04' })?.by).toBe('slot')
    expect(askOf({ ...NO_FILTER, request: 'op-1' })).toBeNull()
    expect(askOf(NO_FILTER)).toBeNull()
    expect(askOf({ ...NO_FILTER, device: 'slot-04', card: '04A37C91' })).toBeNull()
    expect(askOf({ ...NO_FILTER, device: 'slot-04', group: 'refused' })).toBeNull()
    expect(askOf({ ...NO_FILTER, device: 'slot-04', run: 3 })).toBeNull()
  })
})

describe('a moment that is typed', () => {
  const now = new Date(2026, 10, 21, 0, 30).getTime()
  it('C98 is the latest such time, or of the day that stands before it', () => {
    expect(readTime('0:10', now)).toBe(new Date(2026, 10, 21, 0, 10).getTime())
    expect(readTime('23:50:07', now)).toBe(new Date(2026, 10, 20, 23, 50, 7).getTime())
    expect(readTime('21h05', now)).toBe(new Date(2026, 10, 20, 21, 5).getTime())
    expect(readTime('2026-11-19 21:14', now)).toBe(new Date(2026, 10, 19, 21, 14).getTime())
    for (const wrong of ['', '24:00', '21:60', '21', 'demain', '2026-02-30 10:00'])
      expect(readTime(wrong, now)).toBeNull()
  })

  it('C98 is written so that it reads as itself', () => {
    const times = [new Date(2026, 10, 21, 0, 10), new Date(2026, 10, 20, 23, 50, 7), new Date(2026, 10, 19, 21, 14)]
    expect(times.map((at) => writeTime(at.getTime(), now))).toEqual(['00:10:00', '23:50:07', '2026-11-19 21:14:00'])
    for (const at of times) expect(readTime(writeTime(at.getTime(), now), now)).toBe(at.getTime())
  })
})
