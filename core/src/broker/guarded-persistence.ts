import { Readable } from 'node:stream'
import { covers } from '@eg/shared'
import MemoryPersistence, {
  type PersistedSubscription,
  type RetainedPacket,
} from 'aedes-persistence/asyncPersistence.js'
import { settled } from './settled.js'

/** How many QoS 2 publishes of one client may wait for their PUBREL. */
export const MAX_UNRELEASED = 1000

/**
 * aedes' memory persistence, made safe in three ways.
 *
 * Guard 2: a PUBREL that comes twice must not reject, because aedes leaves that rejection unhandled and the process ends;
 * and what a client never releases is bounded.
 *
 * Guard 8: what a publish asks of the persistence is answered at once. aedes numbers a message, then waits for these
 * promises (a retained or QoS 1 message for more of them than a QoS 0 one), then drops for each subscriber every message
 * whose number is not above the last one delivered: a message that was overtaken while it waited is lost.
 *
 * Guard 11: a new subscriber is handed each state as it is when it is written, not as it was when the list was made. aedes
 * reads up to 16 retained messages ahead; a state that changed meanwhile would reach the subscriber first as new, then as
 * old, and stay old.
 */
export class GuardedPersistence extends MemoryPersistence {
  private readonly unreleased = new Map<string, Set<number>>()

  override async incomingStorePacket(client: { id: string }, packet: { messageId?: number }): Promise<void> {
    const ids = this.unreleased.get(client.id) ?? new Set<number>()
    if (ids.size >= MAX_UNRELEASED) throw new Error(`more than ${MAX_UNRELEASED} QoS 2 publishes without PUBREL`)
    ids.add(packet.messageId ?? 0)
    this.unreleased.set(client.id, ids)
    await super.incomingStorePacket(client, packet)
  }

  override async incomingDelPacket(client: { id: string }, packet: { messageId?: number }): Promise<void> {
    const ids = this.unreleased.get(client.id)
    if (!ids?.delete(packet.messageId ?? 0)) return
    if (ids.size === 0) this.unreleased.delete(client.id)
    await super.incomingDelPacket(client, packet)
  }

  override async cleanIncoming(client: { id: string }): Promise<void> {
    this.unreleased.delete(client.id)
    await super.cleanIncoming(client)
  }

  /** The subscriptions of sessions that outlive their connection (QoS 1 and 2), by client and filter. */
  private readonly lasting = new Map<string, Map<string, PersistedSubscription>>()

  private readonly retained = new Map<string, RetainedPacket>()

  override storeRetained(packet: RetainedPacket): Promise<void> {
    if (packet.payload.length === 0) this.retained.delete(packet.topic)
    else this.retained.set(packet.topic, { ...packet })
    return settled(undefined)
  }

  override createRetainedStreamCombi(filters: string[]): Readable {
    return Readable.from([...this.retainedUnder(filters)].map((topic) => this.asItIsThen(topic)))
  }

  /** Most filters have no wildcard and are looked up: a thousand clients that come back at once ask for a few topics each. */
  private retainedUnder(filters: string[]): Set<string> {
    const found = new Set(filters.filter((filter) => this.retained.has(filter)))
    const wild = filters.filter((filter) => /[+#]/.test(filter))
    if (wild.length === 0) return found
    for (const topic of this.retained.keys()) if (wild.some((filter) => covers(filter, topic))) found.add(topic)
    return found
  }

  /** A retained message that is looked up when it is read; one that is gone by then is the empty message. */
  private asItIsThen(topic: string): RetainedPacket {
    const now = () => this.retained.get(topic)
    return {
      cmd: 'publish',
      topic,
      get qos() {
        return now()?.qos ?? 1
      },
      get payload() {
        return now()?.payload ?? Buffer.alloc(0)
      },
      get properties() {
        return now()?.properties
      },
      get messageExpiry() {
        return now()?.messageExpiry
      },
    }
  }

  override async addSubscriptions(
    client: { id: string },
    subs: Omit<PersistedSubscription, 'clientId'>[],
  ): Promise<void> {
    const mine = this.lasting.get(client.id) ?? new Map<string, PersistedSubscription>()
    this.lasting.set(client.id, mine)
    for (const sub of subs) {
      if (sub.qos > 0) mine.set(sub.topic, { ...sub, clientId: client.id })
      else mine.delete(sub.topic)
    }
    await super.addSubscriptions(client, subs)
  }

  override async removeSubscriptions(client: { id: string }, topics: string[]): Promise<void> {
    const mine = this.lasting.get(client.id)
    for (const topic of topics) mine?.delete(topic)
    await super.removeSubscriptions(client, topics)
  }

  override async cleanSubscriptions(client: { id: string }): Promise<void> {
    this.lasting.delete(client.id)
    await super.cleanSubscriptions(client)
  }

  /** Whether a session that outlives its connection, connected or not, has subscribed to a topic. */
  isAwaited(topic: string): boolean {
    if (this.lasting.size === 0) return false
    return [...this.lasting.values()].some((mine) => [...mine.keys()].some((filter) => covers(filter, topic)))
  }

  override subscriptionsByTopic(topic: string): Promise<PersistedSubscription[]> {
    const found: PersistedSubscription[] = []
    for (const mine of this.lasting.values()) {
      for (const sub of mine.values()) if (covers(sub.topic, topic)) found.push(sub)
    }
    return settled(found)
  }

  override outgoingEnqueueCombi(subs: PersistedSubscription[], packet: object): Promise<void> {
    void super.outgoingEnqueueCombi(subs, packet)
    return settled(undefined)
  }

  /**
   * What waits for a client that is back. A message that has its Packet Identifier already was sent before, and says so
   * (MQTT-3.3.1-1); aedes leaves DUP 0.
   */
  override outgoingStream(client: { id: string }): Readable {
    return super.outgoingStream(client).map((packet: { cmd: string; messageId?: number; dup?: boolean }) => {
      if (packet.cmd === 'publish' && packet.messageId !== undefined) packet.dup = true
      return packet
    })
  }
}
