import { Readable } from 'node:stream'
import MemoryPersistence, {
  type OutgoingPacket,
  type PersistedSubscription,
  type RetainedPacket,
} from 'aedes-persistence/asyncPersistence.js'
import type { WireReason } from '../ops/counters.js'
import { LastingSessions, type NewSubscription } from './lasting-sessions.js'
import { OfflineQueues } from './offline-queues.js'
import { RetainedMessages } from './retained-messages.js'
import { settled } from './settled.js'
import type { WireLimits } from './wire/limits.js'

/**
 * aedes' memory persistence, made safe in four ways.
 *
 * Guard 2: a PUBREL that comes twice must not reject, because aedes leaves that rejection unhandled and the process ends;
 * and what a client never releases is bounded: so many ids, and nothing of what they stood for.
 *
 * Guard 8: what a publish asks of the persistence is answered at once. aedes numbers a message, then waits for these
 * promises (a retained or QoS 1 message for more of them than a QoS 0 one), then drops for each subscriber every message
 * whose number is not above the last one delivered: a message that was overtaken while it waited is lost.
 *
 * Guard 11: a new subscriber is handed each state as it is when it is written, not as it was when the list was made. aedes
 * reads up to 16 retained messages ahead; a state that changed meanwhile would reach the subscriber first as new, then as
 * old, and stay old.
 *
 * Guard 6: what it keeps is limited, found without looking through everything that others keep, and let go when its session
 * ends (aedes stops emptying the queue of an ended session after the first messages).
 */
export class GuardedPersistence extends MemoryPersistence {
  private readonly unreleased = new Map<string, Set<number>>()
  private readonly retained: RetainedMessages
  private readonly sessions: LastingSessions
  private readonly queues: OfflineQueues
  /** Filters that a connected client asked for and may not read. */
  private readonly refused = new WeakMap<object, Set<string>>()

  /** `onFull` hears what was not kept, whose it is (a client id or a topic), and why. */
  constructor(
    private readonly limits: WireLimits,
    isOpenTopic: (topic: string) => boolean,
    private readonly onFull: (reason: WireReason, whose: string, message: string) => void,
  ) {
    super()
    this.retained = new RetainedMessages(limits, isOpenTopic)
    this.sessions = new LastingSessions(limits.sessions, (clientId) =>
      onFull(
        'wire_sessions',
        clientId,
        `there are ${limits.sessions} sessions already; this one ends with its connection`,
      ),
    )
    this.queues = new OfflineQueues(limits, (clientId) =>
      onFull('wire_offline', clientId, 'what waits for this client is full; later messages are not kept for it'),
    )
  }

  /** aedes asks of an unreleased publish only whether there is one: its content, 128 kB of a stranger's, is not kept. */
  override async incomingStorePacket(client: { id: string }, packet: { messageId?: number }): Promise<void> {
    const ids = this.unreleased.get(client.id) ?? new Set<number>()
    if (ids.size >= this.limits.unreleased) {
      const message = `more than ${this.limits.unreleased} QoS 2 publishes without PUBREL`
      this.onFull('wire_unreleased', client.id, message)
      throw new Error(message)
    }
    ids.add(packet.messageId ?? 0)
    this.unreleased.set(client.id, ids)
  }

  override async incomingGetPacket(
    client: { id: string },
    { messageId }: { messageId?: number },
  ): Promise<{ messageId?: number }> {
    if (!this.unreleased.get(client.id)?.has(messageId ?? 0)) throw new Error('no such packet')
    return messageId === undefined ? {} : { messageId }
  }

  override async incomingDelPacket(client: { id: string }, packet: { messageId?: number }): Promise<void> {
    const ids = this.unreleased.get(client.id)
    if (!ids?.delete(packet.messageId ?? 0)) return
    if (ids.size === 0) this.unreleased.delete(client.id)
  }

  override async cleanIncoming(client: { id: string }): Promise<void> {
    this.unreleased.delete(client.id)
  }

  override storeRetained(packet: RetainedPacket): Promise<void> {
    if (!this.retained.set(packet)) {
      this.onFull(
        'wire_retained',
        packet.topic,
        'there are as many retained messages as may be; it was passed on, not kept',
      )
    }
    return settled(undefined)
  }

  /** How many retained messages a filter is handed. */
  retainedUnder(filter: string): number {
    return this.retained.under(filter).length
  }

  /** In the order of the filters: who asks for a state last knows by it that all others have come (S97). */
  override createRetainedStreamCombi(filters: string[]): Readable {
    const found = new Set(filters.flatMap((filter) => this.retained.under(filter)))
    return Readable.from([...found].map((topic) => this.asItIsThen(topic)))
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

  /**
   * aedes keeps every filter of a SUBSCRIBE that one of was granted, refused ones too: what was sent to them would be handed
   * out when the session comes back. One that is refused now is not kept any longer either.
   */
  refuse(client: { id: string }, filter: string): void {
    const refused = this.refused.get(client) ?? new Set()
    this.refused.set(client, refused.add(filter))
    this.sessions.remove(client.id, [filter])
  }

  override addSubscriptions(client: { id: string }, subs: NewSubscription[]): Promise<void> {
    const refused = this.refused.get(client)
    this.sessions.add(client.id, refused ? subs.filter(({ topic }) => !refused.has(topic)) : subs)
    return Promise.resolve()
  }

  override removeSubscriptions(client: { id: string }, topics: string[]): Promise<void> {
    this.sessions.remove(client.id, topics)
    return Promise.resolve()
  }

  /** A session ends, or begins anew: with its subscriptions goes what waits for it. */
  override cleanSubscriptions(client: { id: string }): Promise<void> {
    this.sessions.forget(client.id)
    this.queues.forget(client.id)
    return this.cleanIncoming(client)
  }

  override subscriptionsByClient(client: { id: string }): Promise<PersistedSubscription[]> {
    return Promise.resolve(this.sessions.of(client.id))
  }

  /** Whether a session that outlives its connection, connected or not, has subscribed to a topic. */
  isAwaited(topic: string): boolean {
    return this.sessions.isAwaited(topic)
  }

  override subscriptionsByTopic(topic: string): Promise<PersistedSubscription[]> {
    return settled(this.sessions.matching(topic))
  }

  override outgoingEnqueue(sub: { clientId: string }, packet: OutgoingPacket): Promise<void> {
    this.queues.enqueue([sub], packet)
    return settled(undefined)
  }

  override outgoingEnqueueCombi(subs: PersistedSubscription[], packet: OutgoingPacket): Promise<void> {
    this.queues.enqueue(subs, packet)
    return settled(undefined)
  }

  override outgoingUpdate(client: { id: string }, packet: OutgoingPacket): Promise<void> {
    this.queues.update(client.id, packet)
    return Promise.resolve()
  }

  override outgoingClearMessageId(client: { id: string }, packet: OutgoingPacket): Promise<OutgoingPacket | undefined> {
    return Promise.resolve(this.queues.take(client.id, packet.messageId))
  }

  /**
   * What waits for a client that is back. A message that has its Packet Identifier already was sent before, and says so
   * (MQTT-3.3.1-1); aedes leaves DUP 0.
   */
  override outgoingStream(client: { id: string }): Readable {
    const packets = this.queues.packets(client.id) as (OutgoingPacket & { cmd?: string; dup?: boolean })[]
    for (const packet of packets) if (packet.cmd === 'publish' && packet.messageId !== undefined) packet.dup = true
    // Not `Readable.map`: everybody who connects is handed such a stream, mostly an empty one.
    return Readable.from(packets)
  }
}
