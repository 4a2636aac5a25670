// aedes-persistence 11 ships this class without types for its path; only what guarded-persistence.ts needs.
declare module 'aedes-persistence/asyncPersistence.js' {
  interface Sender {
    id: string
  }
  interface StoredPacket {
    messageId?: number
  }
  interface RetainedPacket {
    cmd: 'publish'
    topic: string
    payload: Uint8Array
    qos: number
    properties?: object | undefined
    /** Wall time (ms since 1970) after which it is not handed out any more. */
    messageExpiry?: number | undefined
  }
  /** A message on its way to one client, or the PUBREL that stands for it. */
  interface OutgoingPacket {
    topic?: string
    payload?: Uint8Array | string
    properties?: object | undefined
    brokerId?: string
    brokerCounter?: number
    messageId?: number | undefined
  }
  interface PersistedSubscription {
    clientId: string
    topic: string
    qos: number
    rh?: number
    rap?: boolean
    nl?: boolean
  }
  export default class MemoryPersistence {
    setup(broker: unknown): Promise<void>
    incomingStorePacket(client: Sender, packet: StoredPacket): Promise<void>
    incomingGetPacket(client: Sender, packet: StoredPacket): Promise<StoredPacket>
    incomingDelPacket(client: Sender, packet: StoredPacket): Promise<void>
    cleanIncoming(client: Sender): Promise<void>
    storeRetained(packet: RetainedPacket): Promise<void>
    createRetainedStreamCombi(filters: string[]): import('node:stream').Readable
    addSubscriptions(client: Sender, subs: Omit<PersistedSubscription, 'clientId'>[]): Promise<void>
    removeSubscriptions(client: Sender, topics: string[]): Promise<void>
    cleanSubscriptions(client: Sender): Promise<void>
    subscriptionsByTopic(topic: string): Promise<PersistedSubscription[]>
    subscriptionsByClient(client: Sender): Promise<PersistedSubscription[]>
    outgoingEnqueue(sub: Pick<PersistedSubscription, 'clientId'>, packet: OutgoingPacket): Promise<void>
    outgoingEnqueueCombi(subs: PersistedSubscription[], packet: OutgoingPacket): Promise<void>
    outgoingUpdate(client: Sender, packet: OutgoingPacket): Promise<void>
    outgoingClearMessageId(client: Sender, packet: OutgoingPacket): Promise<OutgoingPacket | undefined>
    outgoingStream(client: Sender): import('node:stream').Readable
    destroy(): Promise<void>
  }
}
