import type { OutgoingPacket, PersistedSubscription } from 'aedes-persistence/asyncPersistence.js'
import { toKeep } from './kept-message.js'
import type { WireLimits } from './wire/limits.js'

export type OfflineLimits = Pick<WireLimits, 'offlineMessages' | 'offlineBytes' | 'offlineTotalBytes'>

/** What a message takes beside its topic and payload, measured: objects and their lists are larger than what they say. */
const PACKET_BYTES = 700

interface Entry {
  packet: OutgoingPacket
  bytes: number
}

interface Queue {
  entries: Entry[]
  bytes: number
}

/**
 * What sessions have not acknowledged yet: the same as aedes-persistence keeps, with a bound for each session and for all
 * together. What finds no room is not kept; a client that is there is sent it all the same.
 */
export class OfflineQueues {
  private readonly queues = new Map<string, Queue>()
  private totalBytes = 0

  constructor(
    private readonly limits: OfflineLimits,
    private readonly onFull: (clientId: string) => void,
  ) {}

  enqueue(subs: readonly Pick<PersistedSubscription, 'clientId'>[], packet: OutgoingPacket): void {
    if (subs.length === 0) return
    const kept = toKeep(packet)
    const bytes = kept.bytes + PACKET_BYTES
    for (const { clientId } of subs) {
      const queue = this.queues.get(clientId) ?? { entries: [], bytes: 0 }
      if (!this.hasRoom(queue, bytes)) {
        this.onFull(clientId)
        continue
      }
      this.queues.set(clientId, queue)
      queue.entries.push({ packet: { ...kept.message, messageId: undefined }, bytes })
      queue.bytes += bytes
      this.totalBytes += bytes
    }
  }

  private hasRoom({ entries, bytes: used }: Queue, bytes: number): boolean {
    const { offlineMessages, offlineBytes, offlineTotalBytes } = this.limits
    return (
      entries.length < offlineMessages && used + bytes <= offlineBytes && this.totalBytes + bytes <= offlineTotalBytes
    )
  }

  /** A message was given its id for this client, or a PUBREL takes its place. Unknown ones were not kept. */
  update(clientId: string, packet: OutgoingPacket): void {
    const entry = this.queues
      .get(clientId)
      ?.entries.find(({ packet: kept }) =>
        kept.brokerId === packet.brokerId
          ? kept.brokerCounter === packet.brokerCounter
          : kept.messageId === packet.messageId,
      )
    if (!entry) return
    if (entry.packet.brokerId === packet.brokerId) entry.packet.messageId = packet.messageId
    else entry.packet = packet
  }

  /** Acknowledged, or not to be sent: what it was. */
  take(clientId: string, messageId: number | undefined): OutgoingPacket | undefined {
    const queue = this.queues.get(clientId)
    const index = queue?.entries.findIndex(({ packet }) => packet.messageId === messageId) ?? -1
    const entry = queue?.entries[index]
    if (!queue || !entry) return undefined
    queue.entries.splice(index, 1)
    queue.bytes -= entry.bytes
    this.totalBytes -= entry.bytes
    if (queue.entries.length === 0) this.queues.delete(clientId)
    return entry.packet
  }

  packets(clientId: string): OutgoingPacket[] {
    return this.queues.get(clientId)?.entries.map(({ packet }) => packet) ?? []
  }

  forget(clientId: string): void {
    this.totalBytes -= this.queues.get(clientId)?.bytes ?? 0
    this.queues.delete(clientId)
  }
}
