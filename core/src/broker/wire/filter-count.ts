import type { Aedes, Client } from 'aedes'

export interface FilterCount {
  /** Whether a client that may have so many filters may have this one too. */
  take(client: Client, filter: string, most: number): boolean
  giveBack(client: Client, filters: readonly string[]): void
}

/** How many filters each connected client has; aedes would have to be asked for all of them, for every one. */
export function createFilterCount(broker: Aedes): FilterCount {
  const taken = new WeakMap<Client, Set<string>>()
  const count: FilterCount = {
    take(client, filter, most) {
      const filters = taken.get(client) ?? new Set()
      if (filters.size >= most && !filters.has(filter)) return false
      taken.set(client, filters.add(filter))
      return true
    },
    giveBack(client, filters) {
      for (const filter of filters) taken.get(client)?.delete(filter)
    },
  }
  broker.on('unsubscribe', (filters, client) => count.giveBack(client, filters))
  return count
}
