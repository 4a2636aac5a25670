import type { Aedes, AedesPublishPacket, Client } from 'aedes'
import type { EventEmitter } from 'node:events'
import type { GuardedPersistence } from './guarded-persistence.js'
import { endFrozen, unsentBytes } from './unsent.js'

// What aedes 2.0.0-beta.1 needs around it, one named step each (docs/architecture.md, "aedes"). Each has a test that
// shows the bare broker failing; they go when 2.0.0 is out.

/** The parts of aedes' client that its types do not name. */
interface ClientInside {
  subscriptions: object
  duplicates: object
  _parser: { prependListener(event: 'packet', listener: (packet: Inbound) => void): void }
}

interface Inbound {
  cmd: string
  subscriptions?: { topic: string }[]
}

/** A filter nobody may read: what a refused subscription is turned into. */
export const REFUSED_FILTER = '$eg/refused'

/** Guard 1: tables keyed by what strangers choose get no prototype, or an id like `__proto__` kills the process. */
export function dropPrototypesOfBroker(broker: Aedes): void {
  const inside = broker as unknown as { clients: object; brokers: object }
  inside.clients = Object.assign(Object.create(null), inside.clients)
  inside.brokers = Object.assign(Object.create(null), inside.brokers)
}

/** Guard 1, per client; before its first packet is handled. */
export function dropPrototypesOfClient(client: Client): void {
  const inside = client as unknown as ClientInside
  inside.subscriptions = Object.create(null)
  inside.duplicates = Object.create(null)
}

/**
 * Guard 1, filters: aedes collects the filters of a SUBSCRIBE in an object literal, where `__proto__` is not a key. The
 * packet is changed before aedes sees it, so that the answer still has one entry a filter.
 */
export function refuseProtoFilters(client: Client): void {
  const inside = client as unknown as ClientInside
  inside._parser.prependListener('packet', (packet) => {
    if (packet.cmd !== 'subscribe') return
    for (const subscription of packet.subscriptions ?? []) {
      if (subscription.topic.split('/').includes('__proto__')) subscription.topic = REFUSED_FILTER
    }
  })
}

/** Guard 2: aedes keeps the unreleased QoS 2 ids of a clean session; a later message would be taken for a duplicate. */
export function forgetUnreleased(broker: Aedes, persistence: GuardedPersistence): void {
  broker.on('clientDisconnect', (client) => {
    if (client.clean) void persistence.cleanIncoming(client)
  })
}

/** Guard 5: a client that was closed before it was registered stays in the table as a zombie and blocks its id. */
export function unregisterZombies(broker: Aedes): void {
  const inside = broker as unknown as { unregisterClient(client: Client): void }
  broker.on('client', (client) => {
    if (client.closed) inside.unregisterClient(client)
  })
}

/**
 * Guard 12: aedes takes its own id for that of a dead broker when the wall clock jumps by minutes, as NTP makes it on a
 * Pi: it would publish the wills of those who are connected, and end the process over one that may not be published.
 * There is one broker, and each will goes out when its own connection ends: nothing is left for that sweep to do.
 */
export function neverSweepWills(broker: Aedes): void {
  clearInterval((broker as unknown as { _clearWillInterval?: NodeJS.Timeout })._clearWillInterval)
}

/** Guard 12: an error that aedes cannot pin to a client is an `error` event, and one that nobody hears ends the process. */
export function surviveErrors(broker: Aedes, onError: (error: Error) => void): void {
  const emitter: EventEmitter = broker as unknown as EventEmitter
  emitter.on('error', onError)
}

interface Emitter {
  _matcher: { remove(topic: string, listener: unknown): void }
}

/**
 * Guard 18: aedes ends a subscription a turn of the event loop after its UNSUBSCRIBE. A SUBSCRIBE that comes right behind it then
 * finds the old one, is told that all is well, and nobody is subscribed afterwards.
 */
export function unsubscribeAtOnce(broker: Aedes): void {
  const { _matcher: matcher } = (broker as unknown as { mq: Emitter }).mq
  const end = (topic: string, listener: unknown, done?: () => void) => {
    matcher.remove(topic, listener)
    done?.()
  }
  Object.assign(broker, { unsubscribe: end })
}

/**
 * Guards 4 and 5, for every packet forwarded to a client: one that does not read is let go before its unsent bytes
 * slow the publishers down, and properties that end paho's thread are left out.
 */
export function guardForward(
  client: Client,
  packet: AedesPublishPacket,
  maxUnsentBytes: number,
  onFrozen: (client: Client) => void,
): AedesPublishPacket | null {
  if (client.conn.destroyed) return null
  if (unsentBytes(client.conn) > maxUnsentBytes) {
    onFrozen(client)
    endFrozen(client.conn)
    return null
  }
  const properties = packet.properties as Record<string, unknown> | undefined
  if (properties && ('willDelayInterval' in properties || 'subscriptionIdentifier' in properties)) {
    const { willDelayInterval: _w, subscriptionIdentifier: _s, ...rest } = properties
    // The properties object is shared by all receivers of the message: a copy, never a change in place.
    packet.properties = rest
  }
  return packet
}
