import { type Bus, systemClock } from '@eg/shared'
import type { Logger } from 'pino'
import { openBrokerLink } from '../agent/broker-link.js'
import { createSimulatedDrivers } from '../drivers/simulated-drivers.js'
import type { Admission } from '../enrolment/admission.js'
import { type DeviceLife, startDeviceLife } from '../enrolment/device-life.js'
import type { EnrolmentStore } from '../enrolment/enrolment-store.js'
import type { SlotStore } from '../outbox/ports.js'
import { startAgent } from '../start-agent.js'
import type { TlsOptions } from '../tls-settings.js'
import { type Counter, createDayPlayer } from './day-player.js'
import { type Habit, NO_HABIT } from './habits.js'
import { createPlayer } from './player.js'
import { type Decisions, NO_DECISIONS } from './record/decisions.js'

export interface VirtualSlotOptions {
  deviceId: string
  brokerUrl: string
  tls?: TlsOptions | undefined
  store: SlotStore
  enrolment: EnrolmentStore
  auth: 'open' | 'enrolled' | 'ask'
  seed: number
  minMs: number
  maxMs: number
  /** Where this slot's player gets a card and money. */
  counter: Counter
  /** Forgets what a slot of that name had kept; without it this one takes no other's name. */
  forget?: ((deviceId: string) => void) | undefined
  log: Logger
  /** Default: none. */
  habit?: Habit
  decisions?: Decisions
  nameOf?: (run: number, step: number) => string
  /** By how much the waiting that a habit names is divided. */
  speed?: number
  /** What stands between the slot and its connection: somebody who notes, something that goes wrong. */
  over?: (deviceId: string, bus: Bus) => Bus
}

/** The card of the simulated player of a slot, as it is written everywhere. */
export function cardOf(deviceId: string): string {
  return `SIM-${deviceId}`.toUpperCase()
}

/** A whole agent without a machine around it, and somebody who plays on it. */
export interface VirtualSlot {
  /** Resolves when the first attempt to connect has ended, well or not, or it waits to be enrolled. */
  attempted: Promise<void>
  standing: DeviceLife['standing']
  /** Votes and rounds that wait for an answer. */
  waiting(): number
  /** Nobody plays here any more. */
  leave(): void
  stop(): Promise<void>
}

export function startVirtualSlot(options: VirtualSlotOptions): VirtualSlot {
  const log = options.log.child({ slot: options.deviceId })
  let played: ReturnType<typeof startPlayed> | null = null
  const life = startDeviceLife({
    url: options.brokerUrl,
    tls: options.tls,
    store: options.enrolment,
    deviceId: options.deviceId,
    wish: options.deviceId,
    model: 'simulator',
    auth: options.auth,
    clock: systemClock,
    log,
    forget: options.forget,
    run(admission) {
      played = startPlayed(options, admission, log)
      return played
    },
  })
  return {
    attempted: life.started,
    standing: life.standing,
    waiting: () => played?.waiting() ?? 0,
    leave: () => played?.leave(),
    async stop() {
      played?.leave()
      await life.stop()
    },
  }
}

/** The agent of an admitted slot, and its player. */
function startPlayed(options: VirtualSlotOptions, { deviceId, installKey, become, ...login }: Admission, log: Logger) {
  const { store, seed, minMs, maxMs, counter, habit = NO_HABIT, decisions = NO_DECISIONS, nameOf, speed } = options
  const { drivers, handle } = createSimulatedDrivers(systemClock)
  const { tls } = options
  const { bus: link, attempted } = openBrokerLink(options.brokerUrl, deviceId, systemClock, log, {
    ...login,
    ...(tls && { tls }),
  })
  const bus = options.over?.(deviceId, link) ?? link
  const unseenScreen = { status: 'simulated' as const, driver: 'simulator' }
  const agent = startAgent({ deviceId, bus, drivers, store, log, unseenScreen, noteLevel: 'debug', installKey, become })
  const habits = { habit, decisions, ...(speed !== undefined && { speed }) }
  const person = { deviceId, seed, minMs, maxMs, clock: systemClock, press: handle.press, view: agent.view, ...habits }
  const voter = createPlayer({ ...person, ...(nameOf && { nameOf }) })
  agent.onState(voter.see)
  const player = createDayPlayer({ ...person, tagUid: cardOf(deviceId), present: handle.card, counter })
  const leave = () => {
    voter.stop()
    player.stop()
  }
  const stop = async () => {
    leave()
    await agent.stop()
  }
  return { bus, attempted, waiting: agent.waiting, leave, stop }
}
