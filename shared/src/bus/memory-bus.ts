import type { Contract, Params } from '../contracts/contract.js'
import { encodePayload, validate } from '../payload.js'
import { buildTopic } from '../topics.js'
import type { Bus, Will } from './bus.js'
import { type BadInput, Router } from './router.js'

const encoder = new TextEncoder()

export interface MemoryBusOptions {
  /** Published by the link when this end is dropped. */
  will?: Will
  /** Hears of payloads that do not fit their contract. Default: it is a fault, because here nobody sends such. */
  onBadInput?: BadInput
}

/**
 * A link in memory whose two or more ends hear each other, with the retained messages of a broker. For tests. Unlike
 * over a wire, the first listener of a filter is handed the retained messages before `subscribe` returns.
 */
export interface MemoryLink {
  /** A new end of the link. */
  open(options?: MemoryBusOptions): Bus
  /** Cuts or heals the link: while cut nothing passes and every end says that it is not connected. Wills stay unsaid. */
  setConnected(connected: boolean): void
  /** Clears a retained state, as the core does when a run ends: every listener hears `payload: null`. */
  clear<C extends Contract>(contract: C, params: Params<C>): Promise<void>
  /** What a client that does not use this bus publishes: any topic, any bytes. */
  inject(topic: string, payload: string | Uint8Array, options?: { retain?: boolean }): Promise<void>
  /** The connection of one end dies: its will is published, and it is not connected until `setConnected(true)`. */
  drop(bus: Bus): Promise<void>
}

interface End {
  router: Router
  watchers: Set<(connected: boolean) => void>
  will: Will | undefined
  up: boolean
}

export function createMemoryLink(): MemoryLink {
  const ends = new Map<Bus, End>()
  const retained = new Map<string, Uint8Array>()
  let healthy = true

  /** Kept at once, delivered like over a wire: never before the caller has gone on. */
  const deliver = async (topic: string, bytes: Uint8Array, retain: boolean): Promise<boolean> => {
    if (!healthy) return false
    if (retain && bytes.length === 0) retained.delete(topic)
    else if (retain) retained.set(topic, bytes)
    await Promise.resolve()
    if (!healthy) return false
    for (const end of ends.values()) if (end.up) end.router.dispatch(topic, bytes, false)
    return true
  }

  const handRetained = (end: End) => {
    if (end.up) for (const [topic, bytes] of retained) end.router.dispatch(topic, bytes, true)
  }

  const connect = (end: End, connected: boolean) => {
    if (end.up === connected) return
    end.up = connected
    if (connected) {
      end.router.forget()
      queueMicrotask(() => {
        handRetained(end)
        if (end.up) end.router.handedOver()
      })
    }
    for (const watcher of end.watchers) watcher(connected)
  }

  const open = (options: MemoryBusOptions = {}): Bus => {
    const router = new Router(
      options.onBadInput ??
        ((topic, reason) => {
          throw new Error(`${topic}: ${reason}`)
        }),
    )
    const end: End = { router, watchers: new Set(), will: options.will, up: healthy }
    const bus: Bus = {
      async publish(contract, params, payload) {
        const checked = validate(contract as Contract, payload)
        if (!checked.ok) throw new Error(`${contract.name}: ${checked.field ?? 'payload'}: ${checked.reason}`)
        const topic = buildTopic(contract.topic, params as never)
        if (!end.up) return false
        return deliver(topic, encoder.encode(encodePayload(contract as Contract, payload)), contract.retain)
      },
      subscribe(contract, params, listener) {
        const { first, remove } = router.add(contract, params, listener)
        if (first) handRetained(end)
        return () => void remove()
      },
      connected: () => end.up,
      onConnection(listener) {
        end.watchers.add(listener)
        return () => void end.watchers.delete(listener)
      },
      async close() {
        ends.delete(bus)
        connect(end, false)
      },
    }
    ends.set(bus, end)
    return bus
  }

  return {
    open,
    setConnected(connected) {
      healthy = connected
      for (const end of ends.values()) connect(end, connected)
    },
    async clear(contract, params) {
      await deliver(buildTopic(contract.topic, params as never), new Uint8Array(), true)
    },
    async inject(topic, payload, { retain = false } = {}) {
      await deliver(topic, typeof payload === 'string' ? encoder.encode(payload) : payload, retain)
    },
    async drop(bus) {
      const end = ends.get(bus)
      if (!end) throw new Error('not an open end of this link')
      connect(end, false)
      if (!end.will) return
      const { contract, params, payload } = end.will
      const bytes = encoder.encode(encodePayload(contract, payload))
      await deliver(buildTopic(contract.topic, params as never), bytes, contract.retain)
    },
  }
}
