import { type Clock, systemClock } from '@eg/shared'
import { afterEach, expect, it } from 'vitest'
import type { Core } from '../dist/start-core.js'
import { connect, runCore } from './running-core.js'

// A start that takes as long as a tired card makes it: whatever has a clock is due before the ports are open.

const IMPATIENT_MS = 1
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
  const clock: Clock = {
    ...systemClock,
    after: (ms, callback) => systemClock.after(Math.min(ms, IMPATIENT_MS), early(callback)),
    every: (ms, callback) => systemClock.every(Math.min(ms, IMPATIENT_MS), early(callback)),
  }
  core = await runCore({ EG_BACKUP_SECONDS: '60' }, clock)
  expect(due).toBeGreaterThan(0)
  expect(faults).toEqual([])
  const client = await connect(core.ports.mqtt)
  await client.endAsync()
})
