import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, type Server, type Socket, createServer as createTcpServer } from 'node:net'
import type { Bus } from '@eg/shared'
import { createMemoryLink } from '@eg/shared/bus/memory'
import { type MqttBusOptions, createMqttBus } from '@eg/shared/bus/mqtt'
import { Aedes, type AedesOptions, type AedesPublishPacket, type Connection } from 'aedes'
import mqtt from 'mqtt'
import websocket from 'websocket-stream'
import { type Venue, until } from './bus-contract.suite'

export async function memoryVenue(): Promise<Venue> {
  const link = createMemoryLink()
  return {
    open: async (options) => link.open(options),
    foreign: (topic, payload, retain = false) => link.inject(topic, payload, { retain }),
    kill: (bus) => link.drop(bus),
    async away(bus, meanwhile) {
      await link.drop(bus)
      await meanwhile()
      link.setConnected(true)
    },
    stop: async () => link.setConnected(false),
    start: async () => link.setConnected(true),
    end: async () => {},
  }
}

export interface RealVenue extends Venue {
  broker(): Aedes
  url: string
  /** A bus that is not awaited and not closed at the end. */
  bus(options: Partial<MqttBusOptions>): Bus
}

/**
 * aedes ends a subscription a turn after its UNSUBSCRIBE, so that a SUBSCRIBE which comes in the same chunk is acknowledged and then
 * lost: seldom, and sooner on a busy machine. The core's broker ends it at once (B18), and so does this one.
 */
function unsubscribeAtOnce(broker: Aedes): void {
  const { mq } = broker as unknown as { mq: { _matcher: { remove(topic: string, deliver: unknown): void } } }
  const end = (topic: string, deliver: unknown, done?: () => void) => {
    mq._matcher.remove(topic, deliver)
    done?.()
  }
  Object.assign(broker, { unsubscribe: end })
}

/** A real aedes on a free port. A new broker on each start, which knows the retained states and nothing else. */
export async function mqttVenue(scheme: 'mqtt' | 'ws', options: AedesOptions = {}): Promise<RealVenue> {
  const retained = new Map<string, AedesPublishPacket>()
  const sockets = new Set<Socket>()
  const buses = new Map<Bus, string>()
  const away = new Set<string>()
  let broker: Aedes
  let server: Server
  let port = 0
  let named = 0

  const start = async () => {
    broker = await Aedes.createBroker({ concurrency: 0, ...options })
    unsubscribeAtOnce(broker)
    broker.preConnect = ({ conn }, { clientId }, next) => {
      if (away.has(clientId)) conn.destroy()
      else next(null, true)
    }
    for (const packet of retained.values()) {
      await new Promise<void>((resolve) => broker.publish({ ...packet, retain: true }, () => resolve()))
    }
    broker.on('publish', (packet) => {
      if (packet.topic.startsWith('$') || !packet.retain) return
      if (packet.payload.length === 0) retained.delete(packet.topic)
      else retained.set(packet.topic, packet)
    })
    server =
      scheme === 'mqtt' ? createTcpServer({ noDelay: true }, (socket) => broker.handle(socket)) : createHttpServer()
    if (scheme === 'ws') {
      websocket.createServer({ server } as never).on('stream', (stream: Connection) => void broker.handle(stream))
    }
    server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    })
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  }
  const stop = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const socket of sockets) socket.destroy()
    await closed
    await new Promise<void>((resolve) => broker.close(() => resolve()))
  }
  await start()
  const url = `${scheme}://127.0.0.1:${port}${scheme === 'ws' ? '/mqtt' : ''}`

  const venue: RealVenue = {
    url,
    broker: () => broker,
    bus: (more) => {
      const clientId = `bus-${++named}`
      const bus = createMqttBus({ url, clientId, reconnectMs: 20, ...more })
      buses.set(bus, clientId)
      return bus
    },
    async open(more = {}) {
      const bus = venue.bus(more)
      await until(() => bus.connected())
      return bus
    },
    async foreign(topic, payload, retain = false) {
      const client = await mqtt.connectAsync(url, { reconnectPeriod: 0 })
      await client.publishAsync(topic, Buffer.from(payload), { qos: 1, retain })
      await client.endAsync()
    },
    async kill(bus) {
      const clients = (broker as unknown as { clients: Record<string, { conn: { destroy(): void } }> }).clients
      clients[buses.get(bus) ?? '']?.conn.destroy()
    },
    async away(bus, meanwhile) {
      const clientId = buses.get(bus) ?? ''
      away.add(clientId)
      await venue.kill(bus)
      await until(() => !bus.connected())
      await meanwhile()
      away.delete(clientId)
    },
    stop,
    start,
    async end() {
      await Promise.all([...buses.keys()].map((bus) => bus.close()))
      await stop()
    },
  }
  return venue
}
