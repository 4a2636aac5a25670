import { covers } from '@eg/shared'
import MemoryPersistence, {
  type PersistedSubscription,
  type RetainedPacket,
} from 'aedes-persistence/asyncPersistence.js'
import { settled } from './settled.js'

/** How many QoS 2 publishes of one client may wait for their PUBREL. */
export const MAX_UNRELEASED = 1000

/**
 * aedes' memory persistence, made safe in two ways.
 *
 * Guard 2: a PUBREL that comes twice must not reject, because aedes leaves that rejection unhandled and the process ends;
 * and what a client never releases is bounded.
 *
 * Guard 8: what a publish asks of the persistence is answered at once. aedes numbers a message, then waits for these
 * promises (a retained or QoS 1 message for more of them than a QoS 0 one), then drops for each subscriber every message
 * whose number is not above the last one delivered: a message that was overtaken while it waited is lost.
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

  override storeRetained(packet: RetainedPacket): Promise<void> {
    void super.storeRetained(packet) // its body runs to the end before it returns
    return settled(undefined)
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
}
