import type { Clock, OpDevice, Payload, Trouble, contracts } from '@eg/shared'
import type { KnownDevice, Publication } from '../commit/command.js'
import { canVote, troublesOf } from '../game/device-health.js'

type Heartbeat = Payload<typeof contracts.deviceHeartbeat>

/** At most one update of a device's line in this time: a fleet in trouble must not flood the operator's page. */
const PUBLISH_EVERY_MS = 250
/**
 * At most one journal line about a device's link in this time, so that two devices with one name, which throw each other
 * out several times a second, do not fill the disk. The first change is told at once, then what holds when the time is over.
 */
const LINK_LINE_EVERY_MS = 5000
/** A device that says every 5 s how it is, and has not for this long, hangs. */
const SILENT_AFTER_MS = 16_000
/** So many measurements of a device's link are kept, five minutes of them. */
const LATENCIES = 60

export interface DeviceBoard {
  /** The kind a device is known as; undefined for one that nobody has heard of. */
  kindOf(deviceId: string): string | undefined
  known(): readonly string[]
  learn(devices: readonly KnownDevice[]): void
  heartbeat(deviceId: string, beat: Heartbeat): void
  /** A device said of itself (or its will said of it) that it is online or offline. */
  claim(deviceId: string, online: boolean): void
  /** What a device's status is said to be, put right: one that is connected is online, whatever a late will says. */
  mend(publication: Publication): Publication
  /** Its connections changed. */
  refresh(deviceId: string): void
  devices(): OpDevice[]
  /** How long the way to a device and back was lately, oldest first; null: the device is not known. */
  latency(deviceId: string): readonly Latency[] | null
  isOnline(deviceId: string): boolean
  /** It told what its lights show. */
  noteLights(deviceId: string): void
  hasLights(deviceId: string): boolean
  stop(): void
}

export interface DeviceBoardOptions {
  clock: Clock
  /** Whether the device, or its page, has a connection now. */
  presence: (deviceId: string) => { device: boolean; page: boolean }
  /** Whether its client id is taken over again and again. */
  isFlapping: (deviceId: string) => boolean
  /** How the core knows that it is this device. */
  protectionOf: (deviceId: string) => OpDevice['protection']
  publish: (publication: Publication) => void
  /** A device's own connection came or went: for the journal. */
  onLink: (deviceId: string, up: boolean) => void
  /** Whether somebody can vote at a slot from here on. */
  onRoll: (deviceId: string, here: boolean) => void
}

/** One measurement: when it was heard (core's clock) and how long the way was (ms). */
export interface Latency {
  at: number
  link_ms: number
}

interface Entry {
  device: OpDevice
  /** The last measurements, at most `LATENCIES`. */
  latency: Latency[]
  /** What the device last said of itself, for those that connect under another client id. */
  claimed: boolean
  connected: boolean
  /** What the journal was last told of its link, and when (monotonic). */
  toldUp: boolean
  toldAt: number
  dirty: boolean
  /** When it last said how it is, in this connection (monotonic); null: not yet. */
  beatAt: number | null
  /** Whether somebody can vote there, as last told. */
  here: boolean
}

/**
 * What is known of each device: kept by the store (that it exists), and put together here from connections and
 * heartbeats (how it is). The broker's own table of connections decides presence; a will only keeps the retained topic
 * right, because it can overtake the client's last acknowledged message.
 */
export function createDeviceBoard(options: DeviceBoardOptions): DeviceBoard {
  const entries = new Map<string, Entry>()
  const withLights = new Set<string>()
  const flush = options.clock.every(PUBLISH_EVERY_MS, () => {
    for (const entry of entries.values()) {
      judge(entry)
      if (entry.dirty) announce(entry)
      tellLink(entry)
    }
  })

  /** Puts together what is wrong with it, and whether somebody can vote there. */
  const judge = (entry: Entry) => {
    const { device, beatAt } = entry
    const silent = beatAt !== null && options.clock.monotonic() - beatAt > SILENT_AFTER_MS
    const { kind, online, page_online: pageOnline, link_ms: linkMs, outbox, parts, host = null } = device
    const flapping = options.isFlapping(device.device_id)
    const facts = { kind, online, pageOnline, silent, flapping, linkMs, outbox, parts, host }
    const troubles = troublesOf(facts) as Trouble[]
    if (troubles.join() !== (device.troubles ?? []).join()) update(entry, { troubles })
    const protection = options.protectionOf(device.device_id)
    if (protection !== device.protection) update(entry, { protection })
    const here = kind === 'slot' && canVote(facts)
    if (here === entry.here) return
    entry.here = here
    options.onRoll(device.device_id, here)
  }

  const announce = (entry: Entry) => {
    entry.dirty = false
    options.publish({ contract: 'opDevice', params: { device_id: entry.device.device_id }, payload: entry.device })
  }

  const tellLink = (entry: Entry) => {
    const now = options.clock.monotonic()
    if (entry.connected === entry.toldUp || now - entry.toldAt < LINK_LINE_EVERY_MS) return
    entry.toldUp = entry.connected
    entry.toldAt = now
    options.onLink(entry.device.device_id, entry.connected)
  }

  const update = (entry: Entry, change: Partial<OpDevice>) => {
    entry.device = { ...entry.device, ...change }
    entry.dirty = true
  }

  const refresh = (entry: Entry) => {
    const deviceId = entry.device.device_id
    const { device, page } = options.presence(deviceId)
    if (device !== entry.connected) {
      entry.connected = device
      entry.claimed = device
      tellLink(entry)
      const params = { device_id: deviceId }
      options.publish({ contract: 'deviceStatus', params, payload: device ? 'online' : 'offline' })
      // The agent's one will is spent on its status, so the core says the same of its inputs.
      if (!device && (entry.device.kind === 'slot' || entry.device.kind === 'spare'))
        options.publish({ contract: 'inputStatus', params, payload: 'offline' })
    }
    const online = device || entry.claimed
    if (online === entry.device.online && page === entry.device.page_online) return
    const gone = online ? {} : { parts: null, link_ms: null, outbox: null, host: null }
    if (!device) entry.beatAt = null
    update(entry, { online, page_online: page, last_seen: options.clock.now(), ...gone })
    judge(entry)
  }

  return {
    kindOf: (deviceId) => entries.get(deviceId)?.device.kind,
    known: () => [...entries.keys()],
    learn(devices) {
      for (const { deviceId, kind, version, lastSeen } of devices) {
        const entry = entries.get(deviceId) ?? newEntry(deviceId)
        entries.set(deviceId, entry)
        update(entry, { kind, version: version === '' ? null : version, last_seen: lastSeen })
        refresh(entry)
        judge(entry)
        announce(entry)
      }
    },
    heartbeat(deviceId, beat) {
      const entry = entries.get(deviceId)
      if (!entry) return
      const { version, link_ms, outbox, parts, host = null } = beat
      entry.beatAt = options.clock.monotonic()
      if (link_ms !== null) entry.latency = [...entry.latency, { at: options.clock.now(), link_ms }].slice(-LATENCIES)
      update(entry, { version, link_ms, outbox, parts, host, last_seen: options.clock.now() })
    },
    claim(deviceId, online) {
      const entry = entries.get(deviceId)
      if (!entry || entry.connected) return
      entry.claimed = online
      refresh(entry)
    },
    mend(publication) {
      const { contract, params } = publication
      if (contract !== 'deviceStatus' || !params.device_id || !options.presence(params.device_id).device)
        return publication
      return { ...publication, payload: 'online' }
    },
    refresh(deviceId) {
      const entry = entries.get(deviceId)
      if (!entry) return
      refresh(entry)
      judge(entry)
    },
    noteLights: (deviceId) => void withLights.add(deviceId),
    hasLights: (deviceId) => withLights.has(deviceId),
    isOnline: (deviceId) => entries.get(deviceId)?.device.online ?? false,
    devices: () => [...entries.values()].map((entry) => entry.device),
    latency: (deviceId) => entries.get(deviceId)?.latency ?? null,
    stop: flush,
  }
}

function newEntry(deviceId: string): Entry {
  const device: OpDevice = {
    device_id: deviceId,
    kind: 'other',
    version: null,
    online: false,
    page_online: false,
    last_seen: null,
    link_ms: null,
    outbox: null,
    parts: null,
    host: null,
    troubles: [],
  }
  return {
    device,
    latency: [],
    claimed: false,
    connected: false,
    toldUp: false,
    toldAt: Number.NEGATIVE_INFINITY,
    dirty: true,
    beatAt: null,
    here: false,
  }
}
