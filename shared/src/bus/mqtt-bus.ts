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
  will?: Will
  /** Hears of payloads that do not fit their contract; they are dropped. Default: nobody. */
  onBadInput?: BadInput
  /** Hears why a connection could not be made or ended. Default: nobody. */
  onError?: (error: Error) => void
  /** Between attempts to connect, in milliseconds. */
  reconnectMs?: number
}

/**
 * A bus over MQTT 5: clean start, session expiry 0, and every subscription made again on each connect, because the
 * broker keeps no session over its restart. Nothing is queued while the link is down: what must not be lost is kept
 * by the caller (the slot's outbox) and sent again.
 */
export function createMqttBus(options: MqttBusOptions): Bus {
  const router = new Router(options.onBadInput ?? (() => undefined))
  const listeners = new Set<(connected: boolean) => void>()
  const client: MqttClient = mqtt.connect(options.url, clientOptions(options))
  let up = false

  const announce = (connected: boolean) => {
    if (up === connected) return
    up = connected
    for (const listener of listeners) listener(connected)
  }

  const ask = (filters: string[]) => {
    if (filters.length === 0) return
    const map = Object.fromEntries(filters.map((filter) => [filter, { qos: router.contractOf(filter)?.qos ?? 1 }]))
    client.subscribe(map as never, (error) => {
      if (error) options.onError?.(error)
    })
  }

  client.on('connect', () => {
    router.forget()
    ask(router.filters())
    announce(true)
  })
  client.on('close', () => announce(false))
  client.on('error', (error) => options.onError?.(error))
  client.on('message', (topic, payload, packet) => router.dispatch(topic, payload, packet.retain))

  return {
    publish<C extends Contract>(contract: C, params: Params<C>, payload: Payload<C>): Promise<boolean> {
      const checked = validate(contract, payload)
      if (!checked.ok) throw new Error(`${contract.name}: ${checked.field ?? 'payload'}: ${checked.reason}`)
      if (!client.connected) return Promise.resolve(false)
      const { qos, retain } = contract
      const topic = buildTopic(contract.topic, params as never)
      return new Promise((resolve) => {
        client.publish(topic, encodePayload(contract, payload), { qos, retain }, (error) => resolve(!error))
      })
    },
    subscribe<C extends Contract>(contract: C, params: SubscribeParams<C>, listener: Listener<C>): () => void {
      const { filter, first, remove } = router.add(contract, params, listener)
      if (first && client.connected) ask([filter])
      return () => {
        if (remove() && client.connected) client.unsubscribe(filter)
      }
    },
    connected: () => client.connected,
    onConnection(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: () => new Promise((resolve) => void client.end(false, {}, () => resolve())),
  }
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
