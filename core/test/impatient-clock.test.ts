import { type Clock, systemClock } from '@eg/shared'
import { afterEach, expect, it } from 'vitest'
import type { Core } from '../dist/start-core.js'
import { connect, runCore } from './running-core.js'

// A start that takes as long as a tired card makes it: whatever has a clock is due before the ports are open.

/** Asking for a timer takes so long that it is due when the event loop turns next, however fast the rest of the start is. */
const DUE_MS = 1
const ASKING_MS = 2
const asleep = new Int32Array(new SharedArrayBuffer(4))
let core: Core | undefined
afterEach(() => core?.stop())

it('B19 what falls due while the core starts finds every part of it made', async () => {
  let due = 0
  const faults: unknown[] = []
  const early = (callback: () => void) => () => {
    due += 1
    try {
      callback()
    } catch (fault) {
      faults.push(fault)
    }
  }
  const overdue = (ask: (ms: number) => () => void) => {
    const cancel = ask(DUE_MS)
    Atomics.wait(asleep, 0, 0, ASKING_MS)
    return cancel
  }
  const clock: Clock = {
    ...systemClock,
    after: (_ms, callback) => overdue((ms) => systemClock.after(ms, early(callback))),
    every: (_ms, callback) => overdue((ms) => systemClock.every(ms, early(callback))),
  }
  core = await runCore({ EG_BACKUP_SECONDS: '60' }, clock)
  expect(due).toBeGreaterThan(0)
  expect(faults).toEqual([])
  const client = await connect(core.ports.mqtt)
  await client.endAsync()
})
