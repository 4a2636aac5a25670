import { type Identity, type Role, covers, mayRead } from '@eg/shared'
import type { Client } from 'aedes'
import { type Principal, deviceRole, identityOf, nobody, principalKey } from '../identity/principal.js'
import { remoteAddress } from './remote-address.js'
import { unsentBytes } from './unsent.js'

const PAGE_SUFFIX = '-ui'
/** How many topics are remembered for a connection as readable or not; it mostly hears the same few. */
const MAX_REMEMBERED = 500
/** Topics of EG are shorter; a stranger's may have 64 kB, and would be kept for every connection that hears it. */
const MAX_TOPIC = 200
/** Far more than the sessions there may be; a device may use as many client ids as it likes. */
const MAX_OWNERS = 2000
/** MQTT 5: the server is ending this connection on purpose (administrative action). */
const ADMINISTRATIVE_ACTION = 0x98

/** Who is connected now, by the broker's own account: aedes' `connectedClients` and wills are not trusted for it. */
export interface Connections {
  readonly size: number
  add(client: Client): void
  remove(client: Client): void
  /** The number of the last connection that was let in (EG_AUTH=enrolled). */
  latest(): number
  /** EG_AUTH=enrolled: who a connection is, from its authentication on. */
  bind(client: Client, principal: Principal): void
  /** Who is connected under a client id now (EG_AUTH=enrolled). */
  holderOf(clientId: string): Principal | undefined
  isConnected(clientId: string): boolean
  /** Whose session would be taken up under a client id: one that outlived its connection belongs to who began it. */
  ownsSession(clientId: string, principal: Principal): boolean
  /** Who a connection is: looked up anew each time, because a device becomes known by its first message. */
  identify(client: Client): Identity
  /** The device a connection speaks for, or is a page of; undefined for none. */
  deviceOf(client: Client): { deviceId: string; page: boolean } | undefined
  /** Whether a message may be handed to a connection now, whatever it subscribed to when it was somebody else. */
  mayHear(client: Client, topic: string): boolean
  /** Disconnects those who are not let in any more; nothing of theirs is taken from here on. */
  end(matches: (principal: Principal) => boolean): void
  /** The kind a device is known as; undefined for one that nobody has heard of. */
  kindOf(deviceId: string): string | undefined
  /** Whether it has lights: it has told what they show. */
  hasLights(deviceId: string): boolean
  /** Where the enrolled slots that are connected now connect from. */
  slotAddresses(): ReadonlySet<string>
  /** Bytes that clients have not taken yet, all together. */
  unsentBytes(): number
  /** Whether the device itself, or a page of it, is connected. */
  presence(deviceId: string): { device: boolean; page: boolean }
  /** Whether the device's own connection has subscribed to a topic; null: it has no connection of its own now. */
  hears(deviceId: string, topic: string): boolean | null
}

/** The filters that a connection has subscribed to, as aedes keeps them. */
export function filtersOf(client: Client): string[] {
  return Object.keys((client as unknown as { subscriptions: object }).subscriptions)
}

/** What a connection's client id says: `slot-01-ui` is a page of `slot-01`. */
export function splitClientId(clientId: string): { deviceId: string; page: boolean } {
  const page = clientId.endsWith(PAGE_SUFFIX)
  return { deviceId: page ? clientId.slice(0, -PAGE_SUFFIX.length) : clientId, page }
}

/** In `open` mode a connection that names no known device may do what any role may. */
const ANYBODY: readonly Role[] = [
  'slot',
  'slot-ui',
  'table',
  'change',
  'gamemaster',
  'cashier',
  'technician',
  'viewer',
  'guest',
]

export interface ConnectionsOptions {
  auth: 'open' | 'enrolled'
  kindOf: (deviceId: string) => string | undefined
  hasLights: (deviceId: string) => boolean
  openTopics: readonly string[]
  onChange: (deviceId: string) => void
  /** Nobody is connected under a client id any more. */
  onGone?: (clientId: string) => void
  /** Whether somebody who was let in still is: asked when the connection is complete, and once it is gone. */
  stillIn: (principal: Principal) => boolean
}

interface Bound {
  principal: Principal
  identity: Identity
  /** Topics that were asked for before, and whether they may be heard. */
  heard: Map<string, boolean>
}

export function createConnections(options: ConnectionsOptions): Connections {
  const isOpen = options.auth === 'open'
  const connected = new Set<Client>()
  const byId = new Map<string, Client>()
  const bound = new WeakMap<Client, Bound>()
  const sessions = new Map<string, string>()
  const openIdentity = createOpenIdentities(options)
  const present = createPresence()
  let latest = 0

  const deviceOf = (client: Client) => {
    if (isOpen) return splitClientId(client.id)
    const principal = bound.get(client)?.principal
    return principal?.kind === 'device' ? { deviceId: principal.enrolment.deviceId, page: principal.page } : undefined
  }
  /** A connection that is gone is put out by nobody, and its will may be due a day later: who it was is asked again. */
  const identify = (client: Client) => {
    const held = bound.get(client)
    if (!held || (!connected.has(client) && !options.stillIn(held.principal))) return nobody(client.id)
    return held.identity
  }
  const dismiss = (client: Client, held: Bound) => {
    held.identity = nobody(client.id)
    held.heard.clear()
    client.disconnect({ reasonCode: ADMINISTRATIVE_ACTION })
  }

  return {
    get size() {
      return connected.size
    },
    add(client) {
      connected.add(client)
      byId.set(client.id, client)
      const held = bound.get(client)
      sessions.delete(client.id)
      if (held && !client.clean) {
        sessions.set(client.id, principalKey(held.principal))
        const [longestQuiet] = sessions.keys()
        if (sessions.size > MAX_OWNERS && longestQuiet !== undefined) sessions.delete(longestQuiet)
      }
      const device = deviceOf(client)
      if (device) {
        present.count(device, 1)
        options.onChange(device.deviceId)
      }
      // Between its authentication and now somebody may have put it out.
      if (held && !options.stillIn(held.principal)) dismiss(client, held)
    },
    remove(client) {
      if (!connected.delete(client)) return
      if (byId.get(client.id) === client) {
        byId.delete(client.id)
        options.onGone?.(client.id)
      }
      const device = deviceOf(client)
      if (!device) return
      present.count(device, -1)
      options.onChange(device.deviceId)
    },
    latest: () => latest,
    bind(client, principal) {
      const identity = { ...identityOf(principal, client.id, options.openTopics), connection: ++latest }
      bound.set(client, { principal, identity, heard: new Map() })
    },
    holderOf(clientId) {
      const holder = byId.get(clientId)
      return holder && bound.get(holder)?.principal
    },
    isConnected: (clientId) => byId.has(clientId),
    ownsSession(clientId, principal) {
      // Nobody's that is known of: there is none, or it is not to be told whose it was.
      return sessions.get(clientId) === principalKey(principal)
    },
    identify: isOpen ? openIdentity : identify,
    deviceOf,
    mayHear(client, topic) {
      if (isOpen) return true
      const held = bound.get(client)
      if (!held) return false
      let may = held.heard.get(topic)
      if (may === undefined) {
        may = mayRead(held.identity, topic)
        if (held.heard.size >= MAX_REMEMBERED) held.heard.clear()
        if (topic.length <= MAX_TOPIC) held.heard.set(topic, may)
      }
      return may
    },
    end(matches) {
      for (const client of connected) {
        const held = bound.get(client)
        if (held && matches(held.principal)) dismiss(client, held)
      }
    },
    kindOf: options.kindOf,
    hasLights: options.hasLights,
    slotAddresses() {
      const slots = [...connected].filter((client) => {
        const principal = bound.get(client)?.principal
        return principal?.kind === 'device' && principal.enrolment.role === 'slot'
      })
      return new Set(slots.map(remoteAddress))
    },
    unsentBytes: () => [...connected].reduce((sum, client) => sum + unsentBytes(client.conn), 0),
    hears(deviceId, topic) {
      const own = [...connected].filter((client) => isOwn(deviceOf(client), deviceId))
      if (own.length === 0) return null
      return own.some((client) => filtersOf(client).some((filter) => covers(filter, topic)))
    },
    presence: present.of,
  }
}

function isOwn(device: { deviceId: string; page: boolean } | undefined, deviceId: string): boolean {
  return device?.deviceId === deviceId && !device.page
}

/** EG_AUTH=open: a client id that names a known device is that device. */
function createOpenIdentities({ kindOf, openTopics }: ConnectionsOptions): (client: Client) => Identity {
  /** Asked for with every message, so kept; made anew when the device becomes known as something else. */
  const identities = new WeakMap<
    Client,
    { deviceId: string; page: boolean; kind: string | undefined; identity: Identity }
  >()
  return (client) => {
    const known = identities.get(client)
    const { deviceId, page } = known ?? splitClientId(client.id)
    const kind = kindOf(deviceId)
    if (known && known.kind === kind) return known.identity
    const base = { clientId: client.id, openTopics }
    const identity: Identity =
      kind === undefined
        ? { ...base, roles: ANYBODY, readsAll: true }
        : {
            ...base,
            device: deviceId,
            roles: [deviceRole(kind === 'table' || kind === 'change' ? kind : 'slot', page)],
          }
    identities.set(client, { deviceId, page, kind, identity })
    return identity
  }
}

/** How many connections each device has, and how many its pages. */
function createPresence() {
  const counts = new Map<string, { device: number; page: number }>()
  return {
    count({ deviceId, page }: { deviceId: string; page: boolean }, by: 1 | -1) {
      const entry = counts.get(deviceId) ?? { device: 0, page: 0 }
      entry[page ? 'page' : 'device'] += by
      if (entry.device + entry.page === 0) counts.delete(deviceId)
      else counts.set(deviceId, entry)
    },
    of(deviceId: string) {
      const entry = counts.get(deviceId)
      return { device: (entry?.device ?? 0) > 0, page: (entry?.page ?? 0) > 0 }
    },
  }
}
