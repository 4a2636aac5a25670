import type { PersistedSubscription } from 'aedes-persistence/asyncPersistence.js'
import { FilterIndex } from './filter-index.js'

export type NewSubscription = Omit<PersistedSubscription, 'clientId'>

/** The subscriptions of sessions that outlive their connection, by client and by topic. */
export class LastingSessions {
  private readonly byClient = new Map<string, Map<string, PersistedSubscription>>()
  private readonly byTopic = new FilterIndex<PersistedSubscription>()

  constructor(
    private readonly most: number,
    private readonly onFull: (clientId: string) => void,
  ) {}

  add(clientId: string, subs: readonly NewSubscription[]): void {
    let mine = this.byClient.get(clientId)
    if (!mine) {
      if (subs.length === 0) return
      if (this.byClient.size >= this.most) return this.onFull(clientId)
      this.byClient.set(clientId, (mine = new Map()))
    }
    for (const sub of subs) {
      const kept = { ...sub, clientId }
      mine.set(sub.topic, kept)
      // QoS 0 is not kept for who is away, only subscribed to again when it comes back.
      if (sub.qos > 0) this.byTopic.set(sub.topic, clientId, kept)
      else this.byTopic.delete(sub.topic, clientId)
    }
  }

  remove(clientId: string, filters: readonly string[]): void {
    const mine = this.byClient.get(clientId)
    if (!mine) return
    for (const filter of filters) {
      mine.delete(filter)
      this.byTopic.delete(filter, clientId)
    }
    if (mine.size === 0) this.byClient.delete(clientId)
  }

  forget(clientId: string): void {
    this.remove(clientId, [...(this.byClient.get(clientId)?.keys() ?? [])])
  }

  of(clientId: string): PersistedSubscription[] {
    return [...(this.byClient.get(clientId)?.values() ?? [])]
  }

  /** One of each client whose subscriptions match, with the highest QoS of them (MQTT-3.3.4-2). */
  matching(topic: string): PersistedSubscription[] {
    if (this.byClient.size === 0) return []
    const found = new Map<string, PersistedSubscription>()
    for (const sub of this.byTopic.match(topic)) {
      const other = found.get(sub.clientId)
      if (!other || other.qos < sub.qos) found.set(sub.clientId, sub)
    }
    return [...found.values()]
  }

  isAwaited(topic: string): boolean {
    if (this.byClient.size === 0) return false
    return !this.byTopic.match(topic).next().done
  }
}
