import type { Contract } from '../contracts/contract.js'
import { decodePayload } from '../payload.js'
import { buildTopic, matchTopic, paramNames } from '../topics.js'
import type { Listener, SubscribeParams } from './bus.js'

interface Entry {
  contract: Contract
  filter: string
  listener: Listener<Contract>
  /** What the subscription pinned: `{ device_id: 'slot-01' }`. */
  pinned: Record<string, string | undefined>
}

export type BadInput = (topic: string, reason: string) => void

/**
 * Who listens to what, and the last retained state of each topic, so that a second listener to the same filter also
 * gets it at once (the broker sends it only to a new subscription).
 */
export class Router {
  private readonly entries = new Set<Entry>()
  private readonly kept = new Map<string, Uint8Array>()

  constructor(private readonly onBadInput: BadInput) {}

  /** Adds a listener; `first` tells whether the broker has to be asked for this filter. */
  add<C extends Contract>(
    contract: C,
    params: SubscribeParams<C>,
    listener: Listener<C>,
  ): { filter: string; first: boolean; remove: () => boolean } {
    const pinned = params as Record<string, string | undefined>
    const all = Object.fromEntries(paramNames(contract.topic).map((name) => [name, pinned[name] ?? '+']))
    const filter = buildTopic(contract.topic, all)
    const entry: Entry = { contract, filter, listener: listener as Listener<Contract>, pinned }
    const first = !this.wants(filter)
    this.entries.add(entry)
    if (!first) for (const [topic, bytes] of this.kept) this.deliver(entry, topic, bytes, true)
    return {
      filter,
      first,
      remove: () => {
        this.entries.delete(entry)
        return !this.wants(filter)
      },
    }
  }

  filters(): string[] {
    return [...new Set([...this.entries].map((e) => e.filter))]
  }

  contractOf(filter: string): Contract | undefined {
    return [...this.entries].find((e) => e.filter === filter)?.contract
  }

  /** Forgets what was kept: after a reconnect the broker sends it again. */
  forget(): void {
    this.kept.clear()
  }

  dispatch(topic: string, bytes: Uint8Array, retained: boolean): void {
    for (const entry of this.entries) {
      const isState = entry.contract.kind === 'state'
      if (isState && matchTopic(entry.contract.topic, topic)) {
        if (bytes.length === 0) this.kept.delete(topic)
        else this.kept.set(topic, bytes)
      }
      this.deliver(entry, topic, bytes, retained)
    }
  }

  private wants(filter: string): boolean {
    return [...this.entries].some((e) => e.filter === filter)
  }

  private deliver(entry: Entry, topic: string, bytes: Uint8Array, retained: boolean): void {
    const params = matchTopic(entry.contract.topic, topic)
    if (!params) return
    for (const [name, value] of Object.entries(entry.pinned)) if (value !== undefined && params[name] !== value) return
    if (bytes.length === 0 && entry.contract.kind === 'state') {
      entry.listener({ payload: null, params: params as never, retained })
      return
    }
    const decoded = decodePayload(entry.contract, bytes)
    if (decoded.ok) entry.listener({ payload: decoded.value as never, params: params as never, retained })
    else this.onBadInput(topic, decoded.field ? `${decoded.field}: ${decoded.reason}` : decoded.reason)
  }
}
