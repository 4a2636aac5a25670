import { systemClock } from '@eg/shared'
import type { Logger } from 'pino'
import { openBrokerLink } from '../agent/broker-link.js'
import { createSimulatedDrivers, type SimulatedHandle } from '../drivers/simulated-drivers.js'
import type { SlotStore } from '../outbox/ports.js'
import { type Agent, startAgent } from '../start-agent.js'
import type { TlsOptions } from '../tls-settings.js'
import { type Counter, createDayPlayer } from './day-player.js'
import { createPlayer } from './player.js'

export interface VirtualSlotOptions {
  deviceId: string
  brokerUrl: string
  tls?: TlsOptions | undefined
  store: SlotStore
  seed: number
  minMs: number
  maxMs: number
  /** Where this slot's player gets a card and money. */
  counter: Counter
  log: Logger
}

/** The card of the simulated player of a slot, as it is written everywhere. */
export function cardOf(deviceId: string): string {
  return `SIM-${deviceId}`.toUpperCase()
}

/** A whole agent without a machine around it, and somebody who plays on it. */
export interface VirtualSlot {
  agent: Agent
  handle: SimulatedHandle
  /** Resolves when the first attempt to connect has ended, well or not. */
  attempted: Promise<void>
  /** Nobody plays here any more. */
  leave(): void
  stop(): Promise<void>
}

export function startVirtualSlot(options: VirtualSlotOptions): VirtualSlot {
  const { deviceId, store, seed, minMs, maxMs } = options
  const log = options.log.child({ slot: deviceId })
  const { drivers, handle } = createSimulatedDrivers(systemClock)
  const { bus, attempted } = openBrokerLink(options.brokerUrl, deviceId, systemClock, log, options.tls)
  const unseenScreen = { status: 'simulated' as const, driver: 'simulator' }
  const agent = startAgent({ deviceId, bus, drivers, store, log, unseenScreen, noteLevel: 'debug' })
  const person = { deviceId, seed, minMs, maxMs, clock: systemClock, press: handle.press, view: agent.view }
  const voter = createPlayer(person)
  agent.onState(voter.see)
  const { counter } = options
  const player = createDayPlayer({ ...person, tagUid: cardOf(deviceId), present: handle.card, counter })
  const leave = () => {
    voter.stop()
    player.stop()
  }
  return {
    agent,
    handle,
    attempted,
    leave,
    async stop() {
      leave()
      await agent.stop()
    },
  }
}
