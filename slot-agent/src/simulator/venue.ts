import { type Bus, systemClock } from '@eg/shared'
import type { Logger } from 'pino'
import { openStoreFile } from '../outbox/store-file.js'
import { readTlsFiles } from '../tls-settings.js'
import type { SimulatorConfig } from './config.js'
import { NO_COUNTER } from './day-player.js'
import { sendTwice } from './faults/duplicates.js'
import { type FaultyLink, openFaultyLink } from './faults/faulty-link.js'
import { needsLink } from './faults/fault-kinds.js'
import { type Crowd, habitOf } from './habits.js'
import { seededRandom, seedOf } from './random.js'
import { createDecisions, createRunNames, NO_DECISIONS } from './record/decisions.js'
import type { Recorder } from './record/recorder.js'
import { openSimStores } from './sim-identity.js'
import type { SimLogin } from './sim-login.js'
import { DESK_ID, startVirtualDesk, TABLE_ID } from './virtual-desk.js'
import { cardOf, startVirtualSlot, type VirtualSlot } from './virtual-slot.js'

/** A simulated venue: its slots with their people, its desk and table. */
export interface SimVenue {
  devices: readonly string[]
  cards: readonly string[]
  decisions(): Record<string, string>
  /** Requests that slots have kept from an evening before. */
  inherited: ReadonlySet<string>
  /** Everybody comes: slots connect and are played on. */
  open(): Promise<void>
  /** The cable of a slot, where faults need one. */
  link(slot: string): FaultyLink | undefined
  /** The power goes, and comes back after `forMs`: what was not on the slot's disk is forgotten. */
  powerCut(slot: string, forMs: number): Promise<void>
  die(slot: string): void
  /** Everybody goes, the shift is closed. */
  leave(): Promise<void>
  /** How many votes and rounds of slots that live wait for an answer. */
  waiting(): number
  stop(): Promise<void>
}

/** Makes the venue; nobody is there before `open`. */
export async function createVenue(
  config: SimulatorConfig,
  log: Logger,
  login: SimLogin,
  recorder: Recorder | undefined,
): Promise<SimVenue> {
  const { brokerUrl, seed, minMs, maxMs, auth, faults, speed, plan } = config
  const tls = readTlsFiles(config.tls)
  const file = openStoreFile(config.dbPath)
  const cards = config.slots.map(cardOf)
  const storeOf = openSimStores(config.dbPath, config.secretsPath)
  const decisions = recorder ? createDecisions() : NO_DECISIONS
  const nameOf = createRunNames()
  const links = await openLinks(config)
  const dead = new Set<string>()
  const slots = new Map<string, VirtualSlot>()
  const ends = plan === null ? null : plan.ends_at * 1000
  const crowd: Crowd = { arrivesWithinMs: (ends ?? 0) / 6, goesHome: ends !== null, forgets: config.forgets }
  const over = (deviceId: string, bus: Bus) => {
    const random = seededRandom(seedOf(seed, deviceId, 'duplicates'))
    const twice = sendTwice(bus, faults.duplicates, random, systemClock)
    return recorder?.over(deviceId, twice) ?? twice
  }
  const common = { brokerUrl, tls, seed, minMs, maxMs, auth, log, over }
  const commands = (deviceId: string) => file.slot(deviceId).commands
  let desk: ReturnType<typeof startVirtualDesk> | null = null

  const startSlot = (deviceId: string) => {
    const slot = startVirtualSlot({
      ...common,
      brokerUrl: links.get(deviceId)?.url ?? brokerUrl,
      deviceId,
      store: file.slot(deviceId),
      enrolment: storeOf(deviceId, 'slot'),
      counter: desk?.counter ?? NO_COUNTER,
      forget: file.forget,
      habit: habitOf(seed, deviceId, crowd),
      decisions,
      nameOf,
      speed,
    })
    slots.set(deviceId, slot)
    return slot
  }
  const living = () => [...slots].filter(([id]) => !dead.has(id)).map(([, slot]) => slot)

  return {
    devices: [...config.slots, ...(config.desk ? [DESK_ID, TABLE_ID] : [])],
    cards,
    decisions: decisions.all,
    inherited: new Set(
      config.slots.flatMap((id) => {
        const { outbox, rounds } = file.slot(id)
        return [...outbox.list(), rounds.load()].flatMap((kept) => (kept ? [kept.reqId] : []))
      }),
    ),
    async open() {
      const mayLogIn = config.login !== null
      if (config.desk) desk = startVirtualDesk({ ...common, cards, commands, storeOf, login, mayLogIn, recorder })
      await Promise.all(config.slots.map((id) => startSlot(id).attempted))
    },
    link: (slot) => links.get(slot),
    async powerCut(id, forMs) {
      const link = links.get(id)
      link?.cut()
      await slots.get(id)?.stop()
      await new Promise((resolve) => setTimeout(resolve, forMs))
      link?.mend()
      await startSlot(id).attempted
    },
    die(id) {
      dead.add(id)
      links.get(id)?.cut()
      slots.get(id)?.leave()
    },
    async leave() {
      // Whoever plays leaves first: nobody comes to a desk that counts its drawer.
      for (const slot of slots.values()) slot.leave()
      await desk?.close()
    },
    waiting: () => living().reduce((sum, slot) => sum + slot.waiting(), 0),
    async stop() {
      await Promise.all([...[...slots.values()].map((slot) => slot.stop()), desk?.stop()])
      await Promise.all([...links.values()].map((link) => link.close()))
      file.close()
    },
  }
}

/** A cable for each slot that can be held back and cut, where something is to go wrong with it. */
async function openLinks(config: SimulatorConfig): Promise<ReadonlyMap<string, FaultyLink>> {
  const { faults, slots, seed, brokerUrl } = config
  if (!needsLink(faults)) return new Map()
  const { hostname, port } = new URL(brokerUrl)
  const host = hostname.replace(/^\[|\]$/g, '')
  const open = slots.map(async (id): Promise<[string, FaultyLink]> => {
    const random = seededRandom(seedOf(seed, id, 'delay'))
    const options = { host, port: Number(port), delayMs: faults.delay, random, clock: systemClock }
    return [id, await openFaultyLink(options)]
  })
  return new Map(await Promise.all(open))
}
