import type { Aedes, Client } from 'aedes'

/** What aedes uses of a client whose session ends later. */
interface Absent {
  id: string
  version: 5
  sessionExpiryInterval: number
  emptyOutgoingQueue(): void
}

/**
 * aedes lets only sessions of MQTT 5 end with time; those of 3.1 and 3.1.1 would be kept for ever, and whoever makes up ids
 * would have all the room there is. They end as if they had asked for the longest that is given. Until then aedes would hold
 * the whole client with its connection; it is given what it needs of it.
 */
export function expireSessions(broker: Aedes): void {
  const inside = broker as unknown as { scheduleSessionExpiry(client: Client | Absent): void }
  const schedule = inside.scheduleSessionExpiry.bind(broker)
  inside.scheduleSessionExpiry = (client) => {
    const { id, version, clean, sessionExpiryInterval } = client as Client & Absent & { version: number }
    if (version !== 5 && clean) return
    // What waits for it goes with its subscriptions (GuardedPersistence).
    schedule({ id, version: 5, sessionExpiryInterval, emptyOutgoingQueue: () => undefined })
  }
}
