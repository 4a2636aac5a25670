import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createManualClock, type ManualClock } from '../clock.js'
import { contracts } from '../contracts/table.js'
import type { Bus } from './bus.js'
import { createLinkMonitor, type LinkMonitor } from './link-monitor.js'
import { createMemoryLink, type MemoryLink } from './memory-bus.js'

let clock: ManualClock
let link: MemoryLink
let core: Bus
let monitor: LinkMonitor
let changes: string[]

beforeEach(() => {
  clock = createManualClock(1_000_000)
  link = createMemoryLink()
  core = link.open()
  monitor = createLinkMonitor(link.open(), clock)
  changes = []
  monitor.onChange(({ up }) => changes.push(`${up ? 'up' : 'lost'} at ${clock.monotonic()}`))
})
afterEach(() => monitor.stop())

const tick = (aheadMs = 0) => core.publish(contracts.clockState, {}, { now_ms: clock.now() + aheadMs })

describe('link monitor', () => {
  it('C29 is not up before the core was heard, though the connection stands', () => {
    clock.advance(10_000)
    expect(monitor.state()).toEqual({ up: false, heardAt: null, offsetMs: 0 })
    expect(monitor.coreNow()).toBe(clock.now())
    expect(changes).toEqual([])
  })

  it('C29 is lost exactly two seconds after the last clock, and up again with the next', async () => {
    clock.advance(130)
    await tick()
    clock.advance(1999)
    expect(monitor.state().up).toBe(true)
    clock.advance(1)
    expect(monitor.state()).toMatchObject({ up: false, heardAt: 1_000_130 })
    await tick()
    expect(changes).toEqual(['up at 130', 'lost at 2130', 'up at 2130'])
  })

  it('C29 every clock heard gives two seconds more', async () => {
    for (let i = 0; i < 20; i++) {
      await tick()
      clock.advance(1500)
    }
    expect(changes).toEqual(['up at 0'])
    clock.advance(500)
    expect(changes.at(-1)).toBe('lost at 30500')
  })

  it('C29 is lost at once when the connection ends, whatever was heard', async () => {
    await tick()
    clock.advance(100)
    link.setConnected(false)
    expect(changes).toEqual(['up at 0', 'lost at 100'])
    clock.advance(100)
    link.setConnected(true)
    expect(changes.at(-1)).toBe('up at 200')
    clock.advance(1800)
    expect(changes.at(-1)).toBe('lost at 2000')
  })

  it('C29 tells the core’s time, also after this machine’s wall time was corrected', async () => {
    await tick(90_000)
    expect(monitor.state().offsetMs).toBe(90_000)
    clock.advance(700)
    expect(monitor.coreNow()).toBe(1_090_700)
    clock.jump(-3_600_000)
    expect(monitor.coreNow()).toBe(1_090_700)
    clock.advance(300)
    expect(monitor.coreNow()).toBe(1_091_000)
  })

  it('C29 stopped, it hears nothing and says nothing more', async () => {
    await tick()
    monitor.stop()
    clock.advance(5000)
    link.setConnected(false)
    link.setConnected(true)
    await tick()
    expect(changes).toEqual(['up at 0'])
  })
})
