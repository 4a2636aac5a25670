import { describe, expect, it } from 'vitest'
import { type Attendance, excusedOf, expectedNow, maySuggestClose, waitedFor } from './attendance.js'

/** Slots by number: there, away, excused by the operator, voters. */
const attendance = (here: number[], away: number[] = [], excused: number[] = [], voters: number[] = []): Attendance => {
  const id = (n: number) => `slot-0${n}`
  return {
    slots: new Map([...here.map((n) => [id(n), true] as const), ...away.map((n) => [id(n), false] as const)]),
    excusedByOperator: new Set(excused.map(id)),
    voters: new Set(voters.map(id)),
  }
}

describe('whom an open run waits for', () => {
  it('N31 every slot that is there and has not voted, less those the operator excused', () => {
    expect(waitedFor(attendance([1, 2, 3], [4], [2], [1]))).toEqual(['slot-03'])
  })
  it('N31 so many votes are expected: those that are in, whoever sent them, and those waited for; one at least', () => {
    expect(expectedNow(attendance([1, 2, 3]))).toBe(3)
    expect(expectedNow(attendance([1, 2], [3], [], [3]))).toBe(3)
    expect(expectedNow(attendance([1, 2], [3], [2]))).toBe(1)
    expect(expectedNow(attendance([], [1, 2]))).toBe(1)
  })
  it('N33 N36 absent slots and those the operator names are excused until they vote', () => {
    expect(excusedOf(attendance([1, 2], [3], [2], []))).toEqual([
      { deviceId: 'slot-02', by: 'operator' },
      { deviceId: 'slot-03', by: 'absent' },
    ])
    expect(excusedOf(attendance([1, 2], [3], [2], [2, 3]))).toEqual([])
    // Somebody whom the operator does not wait for and who is away as well: the operator's word.
    expect(excusedOf(attendance([1], [2], [2]))).toEqual([{ deviceId: 'slot-02', by: 'operator' }])
  })
  it('N35 closing is suggested when votes are in, somebody is excused and nobody is left', () => {
    expect(maySuggestClose(attendance([1, 2], [3], [], [1, 2]))).toBe(true)
    expect(maySuggestClose(attendance([1, 2], [], [2], [1]))).toBe(true)
    expect(maySuggestClose(attendance([1, 2], [3], [], [1]))).toBe(false)
    expect(maySuggestClose(attendance([1, 2], [], [], [1, 2]))).toBe(false)
    expect(maySuggestClose(attendance([], [1, 2], [], []))).toBe(false)
  })
})
