import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import type { Contract, Params, Payload } from '../contracts/contract.js'
import { encodePayload, validate } from '../payload.js'
import { buildTopic } from '../topics.js'
import type { Bus, Listener, SubscribeParams, Will } from './bus.js'
import { type BadInput, Router } from './router.js'

export interface MqttBusOptions {
  /** `mqtt://127.0.0.1:1883` or `ws://192.168.1.10:9001/mqtt`. */
  url: string
  clientId: string
  /** For `mqtts://` and `wss://` in Node: the CA to trust, and a certificate of one's own (PEM). Browsers know by themselves. */
  tls?: { ca?: string; cert?: string; key?: string }
  will?: Will
  /** Hears of payloads that do not fit their contract; they are dropped. Default: nobody. */
  onBadInput?: BadInput
  /** Hears why a connection could not be made or ended. Default: nobody. */
  onError?: (error: Error) => void
  /** Between attempts to connect, in milliseconds. */
  reconnectMs?: number
  /**
   * A connection that says nothing for so long (ms) is made anew, for who hears the core's clock every second: TCP tries again
   * ever more seldom, so that after a gap in the network the old connection may be the slower one. Default: keepalive alone.
   */
  silentMs?: number
}

/** How long `close` waits for what is still unacknowledged, and then for the connection to end (ms each). */
const CLOSE_MS = 1000

/**
 * A bus over MQTT 5: clean start, session expiry 0, and every subscription made again on each connect, because the
 * broker keeps no session over its restart. Nothing is queued while the link is down, and what was not acknowledged
 * when the link went down is not sent again: what must not be lost is kept by the caller (the slot's outbox).
 */
export function createMqttBus(options: MqttBusOptions): Bus {
  const router = new Router(options.onBadInput ?? (() => undefined))
  const listeners = new Set<(connected: boolean) => void>()
  const inFlight = new Set<(sent: boolean) => void>()
  const client: MqttClient = mqtt.connect(options.url, clientOptions(options))
  let up = false
  let closing = false

  const announce = (connected: boolean) => {
    if (up === connected) return
    up = connected
    for (const listener of listeners) listener(connected)
  }

  const ask = (filters: string[]) => {
    if (filters.length === 0) return
    const map = Object.fromEntries(filters.map((filter) => [filter, { qos: router.contractOf(filter)?.qos ?? 1 }]))
    client.subscribe(map as never, (error) => {
      if (error && !closing) options.onError?.(error)
    })
  }

  /** mqtt.js would send what is unacknowledged again on the next connect, long after the caller was told `false`. */
  const giveUp = () => {
    for (const messageId of Object.keys(client.outgoing)) client.removeOutgoingMessage(Number(messageId))
    for (const settle of inFlight) settle(false)
  }

  let heardAt = performance.now()
  client.on('packetreceive', () => (heardAt = performance.now()))
  const { silentMs } = options
  const endIfSilent = (limit: number) => up && performance.now() - heardAt > limit && client.stream.destroy()
  const watch = silentMs === undefined ? undefined : setInterval(endIfSilent, silentMs / 8, silentMs)

  client.on('connect', () => {
    router.forget()
    ask(router.filters())
    announce(true)
  })
  client.on('close', () => {
    giveUp()
    announce(false)
  })
  client.on('error', (error) => options.onError?.(error))
  client.on('message', (topic, payload, packet) => router.dispatch(topic, payload, packet.retain))

  return {
    async publish<C extends Contract>(contract: C, params: Params<C>, payload: Payload<C>): Promise<boolean> {
      const checked = validate(contract, payload)
      if (!checked.ok) throw new Error(`${contract.name}: ${checked.field ?? 'payload'}: ${checked.reason}`)
      const { qos, retain } = contract
      const topic = buildTopic(contract.topic, params as never)
      if (!up || closing) return false
      return new Promise((resolve) => {
        const settle = (sent: boolean) => {
          inFlight.delete(settle)
          resolve(sent)
        }
        inFlight.add(settle)
        client.publish(topic, encodePayload(contract, payload), { qos, retain }, (error) => settle(!error))
      })
    },
    subscribe<C extends Contract>(contract: C, params: SubscribeParams<C>, listener: Listener<C>): () => void {
      const { filter, first, remove } = router.add(contract, params, listener)
      if (first && up) ask([filter])
      return () => {
        if (remove() && up) client.unsubscribe(filter)
      }
    },
    connected: () => up,
    onConnection(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      if (closing) return
      closing = true
      clearInterval(watch)
      const deadline = Date.now() + CLOSE_MS
      while (inFlight.size > 0 && Date.now() < deadline) await pause(10)
      giveUp()
      // Without a connection there is nobody to say goodbye to; with one, a broker that hangs must not keep us.
      const timer = setTimeout(() => client.stream.destroy(), CLOSE_MS)
      await client.endAsync(!up)
      clearTimeout(timer)
    },
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function clientOptions(options: MqttBusOptions): IClientOptions {
  const base: IClientOptions = {
    clientId: options.clientId,
    protocolVersion: 5,
    clean: true,
    keepalive: 5,
    properties: { sessionExpiryInterval: 0 },
    reconnectPeriod: options.reconnectMs ?? 500,
    connectTimeout: 4000,
    resubscribe: false,
    queueQoSZero: false,
    // mqtt-packet would keep a buffer for each of 65,536 numbers, 6 MB on a slot and in a page that send a few a second.
    writeCache: false,
    ...options.tls,
  }
  if (!options.will) return base
  const { contract, params, payload } = options.will
  return {
    ...base,
    will: {
      topic: buildTopic(contract.topic, params as never),
      payload: encodePayload(contract, payload),
      qos: contract.qos,
      retain: contract.retain,
    },
  }
}
