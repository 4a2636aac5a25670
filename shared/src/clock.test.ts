import { describe, expect, it, vi } from 'vitest'
import { createManualClock, systemClock } from './clock.js'

describe('manual clock', () => {
  it('stands still until it is moved, and runs what falls due in order, each at its own time', () => {
    const clock = createManualClock(5000)
    const log: string[] = []
    const note = (name: string) => () => void log.push(`${name} ${clock.monotonic()} ${clock.now()}`)
    clock.after(300, note('late'))
    clock.after(100, note('early'))
    clock.every(150, note('every'))
    expect(clock.now()).toBe(5000)
    clock.advance(99)
    expect(log).toEqual([])
    clock.advance(301)
    expect(log).toEqual(['early 100 5100', 'every 150 5150', 'late 300 5300', 'every 300 5300'])
    expect(clock.monotonic()).toBe(400)
  })

  it('runs what a callback adds if it falls due in the same move, and nothing that was cancelled', () => {
    const clock = createManualClock()
    const log: string[] = []
    const cancel = clock.after(30, () => void log.push('cancelled'))
    clock.after(10, () => {
      cancel()
      clock.after(10, () => void log.push(`added ${clock.monotonic()}`))
    })
    const stop = clock.every(20, () => {
      log.push('every')
      stop()
    })
    clock.advance(100)
    expect(log).toEqual(['every', 'added 20'])
  })

  it('a correction of the wall time moves no timer', () => {
    const clock = createManualClock(1000)
    const due = vi.fn()
    clock.after(50, due)
    clock.jump(3_600_000)
    expect([clock.now(), clock.monotonic(), due.mock.calls.length]).toEqual([3_601_000, 0, 0])
    clock.advance(50)
    expect(due).toHaveBeenCalledTimes(1)
    clock.jump(-3_600_000)
    expect(clock.now()).toBe(1050)
  })
})

describe('system clock', () => {
  it('calls back once, calls back again and again, and can be cancelled', async () => {
    const log: string[] = []
    systemClock.after(1, () => void log.push('cancelled'))()
    await new Promise<void>((resolve) => {
      const stop = systemClock.every(1, () => {
        if (log.push('every') < 3) return
        stop()
        systemClock.after(5, resolve)
      })
    })
    expect(log).toEqual(['every', 'every', 'every'])
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000)
    expect(systemClock.monotonic()).toBeLessThanOrEqual(systemClock.monotonic())
  })
})
