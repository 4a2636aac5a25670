import { createManualClock } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { createLockOut } from './lock-out.js'

describe('a lock-out', () => {
  it('A23 begins with the fifth failure, doubles to 15 min, and is one name’s or address’s only', () => {
    const clock = createManualClock()
    const lock = createLockOut(clock)
    for (let i = 0; i < 4; i++) {
      lock.failed('a')
      expect(lock.waitMs('a')).toBe(0)
    }
    const waits = Array.from({ length: 8 }, () => {
      lock.failed('a')
      const wait = lock.waitMs('a')
      clock.advance(wait)
      expect(lock.waitMs('a')).toBe(0)
      return wait / 1000
    })
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900, 900])
    expect(lock.waitMs('b')).toBe(0)
  })

  it('A23 ends with the right password, and is forgotten half an hour later; the wall clock does not matter', () => {
    const clock = createManualClock()
    const lock = createLockOut(clock)
    const fail = (times: number) => {
      for (let i = 0; i < times; i++) lock.failed('a')
    }
    fail(5)
    clock.jump(24 * 3600_000)
    expect(lock.waitMs('a')).toBe(30_000)
    lock.succeeded('a')
    expect(lock.waitMs('a')).toBe(0)
    fail(4)
    clock.advance(31 * 60_000)
    fail(4)
    expect(lock.waitMs('a')).toBe(0)
    fail(1)
    expect(lock.waitMs('a')).toBe(30_000)
  })
})
