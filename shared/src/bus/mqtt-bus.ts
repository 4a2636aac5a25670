import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import type { Contract, Params, Payload } from '../contracts/contract.js'
import { encodePayload, validate } from '../payload.js'
import { buildTopic } from '../topics.js'
import type { Bus, Listener, SubscribeParams, Will } from './bus.js'
import { type BadInput, Router } from './router.js'

/** Who this is: a name, and what proves it (a device's secret, or a token). */
export interface Credentials {
  username: string
  password: string
}

/** `credentials`: the broker does not take name and password (any more); `identity`: this client id is somebody else's. */
export type Refusal = 'credentials' | 'identity'

export interface MqttBusOptions {
  /** `mqtt://127.0.0.1:1883` or `ws://192.168.1.10:9001/mqtt`. */
  url: string
  clientId: string
  /** For `mqtts://` and `wss://` in Node: the CA to trust, and a certificate of one's own (PEM). Browsers know by themselves. */
  tls?: { ca?: string; cert?: string; key?: string }
  will?: Will
  /** Asked at each attempt to connect; null: none are sent. */
  credentials?: () => Credentials | null
  /**
   * The broker refused the connection itself. Another attempt is made when this has resolved: at once it would be refused
   * again, so resolve when something is different. Default: after `REFUSED_MS`.
   */
  onRefused?: (refusal: Refusal) => Promise<void>
  /** Hears of payloads that do not fit their contract; they are dropped. Default: nobody. */
  onBadInput?: BadInput
  /** Hears why a connection could not be made or ended. Default: nobody. */
  onError?: (error: Error) => void
  /** Between attempts to connect, in milliseconds. */
  reconnectMs?: number
  /**
   * A state without parameters that is never empty and that this client may read. It is asked for last on each connect: a broker
   * that hands retained messages over in the order of the filters that ask for them, as the core's does, has handed over all
   * others by then, and those that were known before and did not come are told as cleared. Default: cleared is not told.
   */
  lastState?: Contract
  /**
   * A connection that says nothing for so long (ms) is made anew, for who hears the core's clock every second: TCP tries again
   * ever more seldom, so that after a gap in the network the old connection may be the slower one. Default: keepalive alone.
   */
  silentMs?: number
}

/** Between two attempts to connect (ms). */
const RECONNECT_MS = 500
/** How long `close` waits for what is still unacknowledged, and then for the connection to end (ms each). */
const CLOSE_MS = 1000
/** Between two attempts that the broker refuses, unless `onRefused` says otherwise (ms). */
export const REFUSED_MS = 5000
/** CONNACK of MQTT 3.1.1 (3.2.2.3) and of MQTT 5 (3.2.2.2): bad user name or password, not authorized, client id not valid. */
const REFUSALS: Readonly<Record<number, Refusal>> = {
  0x04: 'credentials',
  0x86: 'credentials',
  0x05: 'identity',
  0x87: 'identity',
  0x85: 'identity',
}
/** A second CONNACK: mqtt.js connects anew by itself. */
const PROTOCOL_ERROR = 0x82

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

  const last = options.lastState && buildTopic(options.lastState.topic, {} as never)
  /** All of them in one SUBSCRIBE: of two, the retained messages come mixed. */
  const askAnew = () => {
    const filters = router.filters()
    ask(last === undefined ? filters : [...filters.filter((filter) => filter !== last), last])
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
    askAnew()
    announce(true)
  })
  client.on('close', () => {
    giveUp()
    announce(false)
  })
  const refused = async (refusal: Refusal | undefined) => {
    await ((refusal && options.onRefused?.(refusal)) ?? pause(REFUSED_MS))
    // The connection that was refused has to be gone before another one is made.
    await pause(options.reconnectMs ?? RECONNECT_MS)
    if (!closing && !client.connected) client.reconnect()
  }
  client.on('reconnect', () => Object.assign(client.options, loginOf(options)))
  client.on('error', (error) => {
    options.onError?.(error)
    // mqtt.js itself makes no further attempt after a CONNACK that refuses, whatever for.
    if ('code' in error && typeof error.code === 'number' && error.code !== PROTOCOL_ERROR)
      void refused(REFUSALS[error.code])
  })
  client.on('message', (topic, payload, packet) => {
    router.dispatch(topic, payload, packet.retain)
    // Not one that is told as it changes: that may be before the others were handed over.
    if (topic === last && packet.retain) router.handedOver()
  })

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

function loginOf({ credentials }: MqttBusOptions): Partial<Credentials> {
  return credentials?.() ?? { username: undefined, password: undefined }
}

function clientOptions(options: MqttBusOptions): IClientOptions {
  const base: IClientOptions = {
    clientId: options.clientId,
    protocolVersion: 5,
    clean: true,
    keepalive: 5,
    properties: { sessionExpiryInterval: 0 },
    ...loginOf(options),
    reconnectPeriod: options.reconnectMs ?? RECONNECT_MS,
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
