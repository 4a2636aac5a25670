import type { Contract } from '../contracts/contract.js'
import { encodePayload, validate } from '../payload.js'
import { buildTopic } from '../topics.js'
import type { Bus } from './bus.js'
import { Router } from './router.js'

const encoder = new TextEncoder()

/** A link in memory whose two or more ends hear each other, with the retained messages of a broker. For tests. */
export interface MemoryLink {
  /** A new end of the link. */
  open(): Bus
  /** Cuts or heals the link: while cut nothing passes and every end says that it is not connected. */
  setConnected(connected: boolean): void
}

export function createMemoryLink(): MemoryLink {
  const routers = new Set<Router>()
  const watchers = new Set<(connected: boolean) => void>()
  const retained = new Map<string, Uint8Array>()
  let up = true

  const open = (): Bus => {
    const router = new Router((topic, reason) => {
      throw new Error(`${topic}: ${reason}`)
    })
    routers.add(router)
    return {
      async publish(contract, params, payload) {
        const checked = validate(contract as Contract, payload)
        if (!checked.ok) throw new Error(`${contract.name}: ${checked.reason}`)
        if (!up) return false
        const topic = buildTopic(contract.topic, params as never)
        const bytes = encoder.encode(encodePayload(contract as Contract, payload))
        if (contract.retain) retained.set(topic, bytes)
        await Promise.resolve()
        for (const each of routers) each.dispatch(topic, bytes, false)
        return true
      },
      subscribe(contract, params, listener) {
        const { first, remove } = router.add(contract, params, listener)
        if (first && up) for (const [topic, bytes] of retained) router.dispatch(topic, bytes, true)
        return () => void remove()
      },
      connected: () => up,
      onConnection(listener) {
        watchers.add(listener)
        return () => void watchers.delete(listener)
      },
      async close() {
        routers.delete(router)
      },
    }
  }

  return {
    open,
    setConnected(connected) {
      if (up === connected) return
      up = connected
      for (const watcher of watchers) watcher(connected)
    },
  }
}
