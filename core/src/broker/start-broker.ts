import { type Answer, type Contract, buildTopic, contracts, encodePayload, maySubscribe, validate } from '@eg/shared'
import { Aedes, type Client } from 'aedes'
import type { Logger } from 'pino'
import type { Publication } from '../commit/command.js'
import type { Pipeline } from '../commit/pipeline.js'
import type { Counters } from '../ops/counters.js'
import type { Connections } from './connections.js'
import { type GateOptions, canAnswerPage, createGate } from './gate.js'
import { GuardedPersistence } from './guarded-persistence.js'
import {
  REFUSED_FILTER,
  dropPrototypesOfBroker,
  dropPrototypesOfClient,
  forgetUnreleased,
  guardForward,
  refuseProtoFilters,
  unregisterZombies,
} from './guards.js'
import { type Listener, listenTcp, listenWebSocket } from './listeners.js'

/** A message larger than this ends the connection, in bytes. */
const MAX_PACKET = 4 * 1024 * 1024
const CONNECT_TIMEOUT_MS = 5000
const DRAIN_TIMEOUT_MS = 5000

export interface Broker {
  /** Publishes a message of the core's own; `payload: null` clears a retained state. Faults on a payload that does not fit. */
  publish(publication: Publication): void
  /** Opens the ports. Retained state must have been published before. */
  listen(host: string, tcpPort: number, wsPort: number): Promise<{ tcpPort: number; wsPort: number }>
  close(): Promise<void>
}

export interface BrokerOptions extends Pick<GateOptions, 'onEvent' | 'openTopics'> {
  pipeline: Pipeline
  connections: Connections
  counters: Counters
  log: Logger
}

/** The embedded broker: aedes with its guards, every publish through the gate, every subscription through the table. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { connections, counters, log } = options
  const persistence = new GuardedPersistence()
  const listeners: Listener[] = []

  const gate = createGate({
    ...options,
    identify: connections.identify,
    answerDevice: (deviceId, answer) => send('deviceAnswer', { device_id: deviceId }, answer),
    answerPage: (clientId, answer) => {
      if (canAnswerPage(clientId)) send('opAnswer', { client_id: clientId }, answer)
    },
    onBadInput: onceEach((clientId, topic, reason) => log.warn({ client: clientId, topic }, `refused: ${reason}`)),
  })

  const aedes = new Aedes({
    persistence,
    concurrency: 0, // guard 3: the default overflows the stack when a backlog drains to a topic without subscribers
    connectTimeout: CONNECT_TIMEOUT_MS,
    drainTimeout: DRAIN_TIMEOUT_MS,
    maximumPacketSize: MAX_PACKET,
    maxClientsIdLength: 128,
    preConnect(client, packet, next) {
      dropPrototypesOfClient(client)
      refuseProtoFilters(client)
      const ready = packet.clean ? persistence.cleanIncoming({ id: packet.clientId }) : Promise.resolve()
      ready.then(
        () => next(null, true),
        (error: Error) => next(error, false),
      )
    },
    authorizePublish: gate,
    authorizeSubscribe(client, subscription, next) {
      const { topic } = subscription
      if (topic !== REFUSED_FILTER && maySubscribe(connections.identify(client), topic)) return next(null, subscription)
      counters.count('forbidden')
      log.warn(
        { client: client.id, filter: topic },
        'subscription refused: the filter is not covered by what this role may read',
      )
      next(null, null)
    },
    authorizeForward: (client, packet) => guardForward(client, packet, onFrozen),
  })
  await (aedes as unknown as { listen(): Promise<void> }).listen()
  dropPrototypesOfBroker(aedes)
  forgetUnreleased(aedes, persistence)
  unregisterZombies(aedes)

  aedes.on('client', (client) => {
    if (!client.closed) connections.add(client)
  })
  aedes.on('clientDisconnect', (client) => connections.remove(client))
  aedes.on('connectionError', (_, error) => protocolError(null, error))
  aedes.on('clientError', protocolError)

  function protocolError(client: Client | null, error: Error): void {
    counters.count('protocol_errors')
    log.debug({ client: client?.id, error: error.message }, 'connection error')
  }

  function onFrozen(client: Client): void {
    counters.count('frozen_clients')
    log.warn({ client: client.id }, 'disconnected: it does not read what it subscribed to')
  }

  function send(name: Publication['contract'], params: Record<string, string>, payload: Answer): void {
    publish({ contract: name, params, payload })
  }

  function publish({ contract: name, params, payload }: Publication): void {
    const contract: Contract = contracts[name]
    if (payload !== null) {
      const checked = validate(contract, payload)
      if (!checked.ok)
        throw new Error(
          `the core published a ${name} that does not fit its contract: ${checked.field ?? ''} ${checked.reason}`,
        )
    }
    const packet = {
      cmd: 'publish' as const,
      topic: buildTopic(contract.topic, params as never),
      payload: payload === null ? '' : encodePayload(contract, payload),
      qos: contract.qos,
      retain: contract.retain,
      dup: false,
    }
    aedes.publish({ ...packet, payload: Buffer.from(packet.payload) }, (error) => {
      if (error) log.error({ topic: packet.topic, error: error.message }, 'the core could not publish')
    })
  }

  return {
    publish,
    async listen(host, tcpPort, wsPort) {
      const tcp = await listenTcp(aedes, host, tcpPort)
      listeners.push(tcp)
      const ws = await listenWebSocket(aedes, host, wsPort)
      listeners.push(ws)
      return { tcpPort: tcp.port, wsPort: ws.port }
    },
    async close() {
      await new Promise<void>((resolve) => aedes.close(() => resolve()))
      await Promise.all(listeners.map((listener) => listener.close()))
    },
  }
}

/** At most one log line a minute for each client and reason, so that one bad device does not fill the disk. */
function onceEach(write: (clientId: string, topic: string, reason: string) => void) {
  const quietUntil = new Map<string, number>()
  return (clientId: string, topic: string, reason: string) => {
    const key = `${clientId} ${topic}`
    const now = performance.now()
    if ((quietUntil.get(key) ?? 0) > now) return
    if (quietUntil.size > 1000) quietUntil.clear()
    quietUntil.set(key, now + 60_000)
    write(clientId, topic, reason)
  }
}
