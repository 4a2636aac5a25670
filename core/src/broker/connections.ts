import { type Identity, type Role, covers } from '@eg/shared'
import type { Client } from 'aedes'
import { unsentBytes } from './unsent.js'

const PAGE_SUFFIX = '-ui'

/** Who is connected now, by the broker's own account: aedes' `connectedClients` and wills are not trusted for it. */
export interface Connections {
  readonly size: number
  add(client: Client): void
  remove(client: Client): void
  /** Who a connection is: looked up anew each time, because a device becomes known by its first message. */
  identify(client: Client): Identity
  /** The kind a device is known as; undefined for one that nobody has heard of. */
  kindOf(deviceId: string): string | undefined
  /** Whether it has lights: it has told what they show. */
  hasLights(deviceId: string): boolean
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
const ANYBODY: readonly Role[] = ['slot', 'slot-ui', 'table', 'change', 'operator', 'guest']

export function createConnections(options: {
  kindOf: (deviceId: string) => string | undefined
  hasLights: (deviceId: string) => boolean
  openTopics: readonly string[]
  onChange: (deviceId: string) => void
}): Connections {
  const connected = new Map<Client, string>()
  /** Asked for with every message, so kept; made anew when the device becomes known as something else. */
  const identities = new WeakMap<
    Client,
    { deviceId: string; page: boolean; kind: string | undefined; identity: Identity }
  >()
  const count = (clientId: string) => [...connected.values()].filter((id) => id === clientId).length
  const changed = (clientId: string) => options.onChange(splitClientId(clientId).deviceId)

  return {
    get size() {
      return connected.size
    },
    add(client) {
      connected.set(client, client.id)
      changed(client.id)
    },
    remove(client) {
      if (connected.delete(client)) changed(client.id)
    },
    identify(client) {
      const known = identities.get(client)
      const { deviceId, page } = known ?? splitClientId(client.id)
      const kind = options.kindOf(deviceId)
      if (known && known.kind === kind) return known.identity
      const base = { clientId: client.id, openTopics: options.openTopics }
      const identity: Identity =
        kind === undefined
          ? { ...base, roles: ANYBODY, readsAll: true }
          : { ...base, device: deviceId, roles: [roleOf(kind, page)] }
      identities.set(client, { deviceId, page, kind, identity })
      return identity
    },
    kindOf: options.kindOf,
    hasLights: options.hasLights,
    unsentBytes: () => [...connected.keys()].reduce((sum, client) => sum + unsentBytes(client.conn), 0),
    hears(deviceId, topic) {
      const own = [...connected].flatMap(([client, id]) => (id === deviceId ? [client] : []))
      if (own.length === 0) return null
      return own.some((client) => filtersOf(client).some((filter) => covers(filter, topic)))
    },
    presence: (deviceId) => ({ device: count(deviceId) > 0, page: count(deviceId + PAGE_SUFFIX) > 0 }),
  }
}

/** A slot's page is a role of its own; the page of a table or desk speaks as the device. */
function roleOf(kind: string, page: boolean): Role {
  if (kind === 'table' || kind === 'change') return kind
  return page ? 'slot-ui' : 'slot'
}
