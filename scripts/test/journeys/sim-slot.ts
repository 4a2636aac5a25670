import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SlotState, systemClock } from '@eg/shared'
import { pino } from 'pino'
import type { EnrolledCore } from '../../../core/test/enrolled-core.js'
import { openBrokerLink } from '../../../slot-agent/src/agent/broker-link.js'
import { createSimulatedDrivers } from '../../../slot-agent/src/drivers/simulated-drivers.js'
import { openStoreFile } from '../../../slot-agent/src/outbox/store-file.js'
import { startAgent } from '../../../slot-agent/src/start-agent.js'
import { until } from '../processes.js'

/** A slot without a machine and without a page: the real agent in this process, with the hands of the test on its parts. */
export interface SimSlot {
  id: string
  view(): SlotState
  /** Presses a button, 1 to 6. */
  press(button: number): void
  card(tagUid: string): void
  /** Presses until the core has counted it: a question may not have reached the slot yet. */
  vote(button: number): Promise<void>
  stop(): Promise<void>
}

/** Starts an enrolled slot; resolves when it stands at the core. */
export async function startSimSlot(core: EnrolledCore, id: string): Promise<SimSlot> {
  const password = await core.device(id, 'slot')
  const log = pino({ level: 'silent' })
  const { drivers, handle } = createSimulatedDrivers(systemClock)
  const { bus, attempted } = openBrokerLink(`mqtt://127.0.0.1:${core.ports.mqtt}`, id, systemClock, log, {
    credentials: () => ({ username: id, password }),
  })
  const folder = mkdtempSync(join(tmpdir(), 'eg-sim-'))
  const file = openStoreFile(join(folder, 'slot.db'))
  const unseenScreen = { status: 'simulated' as const, driver: 'simulator' }
  const agent = startAgent({ deviceId: id, bus, drivers, store: file.slot(id), log, noteLevel: 'debug', unseenScreen })
  await attempted
  await until(`${id} to hear the core`, agent.linkUp)
  let stopped = false
  return {
    id,
    view: agent.view,
    press: (button) => handle.press(button - 1),
    card: handle.card,
    async vote(button) {
      await until(`the question at ${id}`, () => agent.view().phase === 'question')
      handle.press(button - 1)
      await until(`the vote of ${id}`, () => agent.view().press?.status === 'counted')
    },
    async stop() {
      if (stopped) return
      stopped = true
      await agent.stop()
      file.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
