import { systemClock } from '@eg/shared'
import type { Logger } from 'pino'
import { openBrokerLink } from '../agent/broker-link.js'
import { createSimulatedDrivers, type SimulatedHandle } from '../drivers/simulated-drivers.js'
import type { SlotStore } from '../outbox/ports.js'
import { type Agent, startAgent } from '../start-agent.js'
import { createPlayer } from './player.js'

export interface VirtualSlotOptions {
  deviceId: string
  brokerUrl: string
  store: SlotStore
  seed: number
  minMs: number
  maxMs: number
  log: Logger
}

/** A whole agent without a machine around it, and somebody who plays on it. */
export interface VirtualSlot {
  agent: Agent
  handle: SimulatedHandle
  /** Resolves when the first attempt to connect has ended, well or not. */
  attempted: Promise<void>
  stop(): Promise<void>
}

export function startVirtualSlot(options: VirtualSlotOptions): VirtualSlot {
  const { deviceId, store, seed, minMs, maxMs } = options
  const log = options.log.child({ slot: deviceId })
  const { drivers, handle } = createSimulatedDrivers(systemClock)
  const { bus, attempted } = openBrokerLink(options.brokerUrl, deviceId, systemClock, log)
  const unseenScreen = { status: 'simulated' as const, driver: 'simulator' }
  const agent = startAgent({ deviceId, bus, drivers, store, log, unseenScreen })
  const player = createPlayer({
    deviceId,
    seed,
    minMs,
    maxMs,
    clock: systemClock,
    press: handle.press,
    view: agent.view,
  })
  agent.onState(player.see)
  return {
    agent,
    handle,
    attempted,
    async stop() {
      player.stop()
      await agent.stop()
    },
  }
}
