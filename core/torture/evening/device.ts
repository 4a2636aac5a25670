import { once } from 'node:events'
import { type Socket, connect } from 'node:net'
import { buildTopic, contracts } from '@eg/shared'
import mqttPacket from 'mqtt-packet'
import type { Account } from './account.js'
import type { Answer, Sent } from './sent.js'

/**
 * A device of the field on a raw socket, several publishes in flight. What was not acknowledged is sent again, first and
 * in its order, when it connects again; then what `again` names; then what `next` makes.
 */
export class Device {
  private socket: Socket | null = null
  private inFlight = new Map<number, Sent>()
  private unacknowledged = new Set<Sent>()
  private queue: Sent[] = []
  private messageId = 0
  private started = false
  /** Null: nothing new is made. */
  next: (() => Sent | null) | null = null
  /** The least time between two new commands; 0: as fast as acknowledgements come. */
  everyMs = 0
  private resting = false
  /** By its port the connection is found again in what the core wrote. */
  private port = 0

  private readonly answers: string

  constructor(
    readonly id: string,
    private readonly account: Account,
    private readonly window: number,
  ) {
    this.answers = buildTopic(contracts.deviceAnswer.topic, { device_id: id })
  }

  /** Connects and subscribes; resolves when both are answered. */
  async connect(mqttPort: number): Promise<void> {
    const socket = connect({ port: mqttPort, host: '127.0.0.1', noDelay: true })
    this.socket = socket
    this.started = false
    this.messageId = 0
    socket.on('error', () => undefined) // the core is killed under it; `gone` waits for the close that follows
    await once(socket, 'connect')
    this.port = socket.localPort ?? 0
    const parser = mqttPacket.parser({ protocolVersion: 4 })
    socket.on('data', (bytes) => parser.parse(bytes))
    const subscribed = new Promise<void>((resolve, reject) => {
      parser.on('packet', (packet) => (packet.cmd === 'suback' ? resolve() : this.take(packet)))
      socket.once('close', () => reject(new Error(`${this.id}: closed before it was subscribed`)))
    })
    this.write({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean: true, clientId: this.id, keepalive: 0 })
    this.write({ cmd: 'subscribe', messageId: 65_535, subscriptions: [{ topic: this.answers, qos: 0 }] })
    await subscribed
  }

  /** Sends: first what is not acknowledged, then `again`, then new commands while `next` makes some. */
  start(again: readonly Sent[] = []): void {
    this.queue = [...this.unacknowledged, ...again]
    this.inFlight = new Map()
    this.started = true
    this.fill()
  }

  get waiting(): number {
    return this.inFlight.size + this.queue.length
  }

  /** Resolves when the connection has ended and all that was received is counted. */
  async gone(): Promise<void> {
    const { socket } = this
    // Not `once`: a connection that is reset has an error before its close.
    if (socket && !socket.closed) await new Promise((resolve) => socket.once('close', resolve))
    this.started = false
  }

  hangUp(): void {
    this.socket?.destroy()
  }

  private make(): Sent | null {
    if (this.resting) return null
    this.resting = this.everyMs > 0
    if (this.resting) {
      setTimeout(() => {
        this.resting = false
        this.fill()
      }, this.everyMs)
    }
    return this.next?.() ?? null
  }

  /** Sends as much as its window lets through. */
  private fill(): void {
    while (this.started && this.inFlight.size < this.window) {
      const sent = this.queue.shift() ?? this.make()
      if (!sent) return
      if (!sent.acknowledged) this.unacknowledged.add(sent)
      do this.messageId = (this.messageId % 60_000) + 1
      while (this.inFlight.has(this.messageId))
      const { messageId } = this
      this.inFlight.set(messageId, sent)
      this.account.publish(sent, this.port, messageId)
      this.write({ cmd: 'publish', topic: sent.to, payload: sent.text, qos: 1, messageId, retain: false, dup: false })
    }
  }

  private take(packet: mqttPacket.Packet): void {
    if (packet.cmd === 'puback') {
      const sent = this.inFlight.get(packet.messageId ?? 0)
      if (!sent) return
      this.inFlight.delete(packet.messageId ?? 0)
      this.unacknowledged.delete(sent)
      this.account.acknowledge(sent)
      this.fill()
    } else if (packet.cmd === 'publish' && packet.topic === this.answers) {
      this.account.hear(JSON.parse(packet.payload.toString()) as Answer)
    }
  }

  private write(packet: mqttPacket.Packet): void {
    if (this.socket && !this.socket.destroyed) this.socket.write(mqttPacket.generate(packet, { protocolVersion: 4 }))
  }
}
