import { createManualClock } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import type { Work } from '../dist/commit/command.js'
import { createStallWatch } from '../dist/ops/stall-watch.js'

function watch(afterMs: number | null) {
  const clock = createManualClock()
  const told: Work[] = []
  let stored = true
  const pipeline = {
    submit(work: Work, _actor: unknown, _sender: unknown, done: (settled: { ok: boolean }) => void = () => undefined) {
      told.push(work)
      done({ ok: stored })
    },
  }
  const made = createStallWatch(pipeline as never, clock, afterMs)
  return { clock, told, watch: made, store: (ok: boolean) => void (stored = ok) }
}

describe('the stall watch', () => {
  it('F45 tells once, on the monotonic clock, from the last thing that moved', () => {
    const { clock, told, watch: stall } = watch(180_000)
    stall.set({ moves: 1, waitedOn: true })
    clock.advance(100_000)
    stall.set({ moves: 2, waitedOn: true })
    clock.jump(3_600_000)
    clock.advance(179_999)
    expect(told).toEqual([])
    clock.advance(1)
    expect(told).toEqual([{ kind: 'showStalled', moves: 2, afterMs: 180_000 }])
    clock.advance(1_000_000)
    expect(told).toHaveLength(1)
  })

  it('F45 does not tell where nobody is waited on, where it is off, and after it was stopped', () => {
    const idle = watch(1000)
    idle.watch.set({ moves: 1, waitedOn: true })
    idle.watch.set({ moves: 2, waitedOn: false })
    idle.clock.advance(5000)
    idle.watch.set({ moves: 3, waitedOn: true })
    idle.watch.stop()
    idle.clock.advance(5000)
    const off = watch(null)
    off.watch.set({ moves: 1, waitedOn: true })
    off.clock.advance(1e9)
    expect([...idle.told, ...off.told]).toEqual([])
  })

  it('F45 tells again what could not be stored', () => {
    const { clock, told, watch: stall, store } = watch(1000)
    store(false)
    stall.set({ moves: 1, waitedOn: true })
    clock.advance(2000)
    expect(told).toHaveLength(2)
    store(true)
    clock.advance(1000)
    clock.advance(10_000)
    expect(told).toHaveLength(3)
  })
})
