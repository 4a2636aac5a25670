import {
  type Answer,
  type Contract,
  buildTopic,
  carriesBanner,
  contracts,
  encodePayload,
  isOpenTopic,
  isTopicLevel,
  maySubscribe,
  routeOf,
  validate,
} from '@eg/shared'
import { Aedes, type Client } from 'aedes'
import mqttPacket from 'mqtt-packet'
import type { IncomingHttpHeaders } from 'node:http'
import type { Logger } from 'pino'
import type { Publication } from '../commit/command.js'
import type { Pipeline } from '../commit/pipeline.js'
import type { Counters } from '../ops/counters.js'
import { type AdmissionOptions, createAdmission } from './admission.js'
import type { Connections } from './connections.js'
import { type GateOptions, createGate } from './gate.js'
import { GuardedPersistence } from './guarded-persistence.js'
import {
  REFUSED_FILTER,
  dropPrototypesOfBroker,
  dropPrototypesOfClient,
  forgetUnreleased,
  guardForward,
  neverSweepWills,
  refuseProtoFilters,
  surviveErrors,
  unregisterZombies,
  unsubscribeAtOnce,
} from './guards.js'
import { MAX_REMEMBERED, createHeardTopics } from './heard-topics.js'
import { type BrokerPorts, type Handle, type Listener, type Places, openListeners } from './listeners.js'
import { lowerQos, mendInbound } from './mend-packets.js'
import { createSlowReads } from './slow-reads.js'
import { subscribeAnew } from './subscribe-anew.js'
import { clip, createTellOnce } from './tell-once.js'
import { expireSessions } from './wire/expire-sessions.js'
import { createFilterCount } from './wire/filter-count.js'
import type { WireLimits } from './wire/limits.js'
import { createWireGuard } from './wire/wire-guard.js'

const DRAIN_TIMEOUT_MS = 5000
// Else the packets' library keeps a buffer for each of 65,536 numbers: some 6 MB.
mqttPacket.writeToStream.cacheNumbers = false

export interface Broker {
  /**
   * Publishes a message of the core's own; `payload: null` clears a retained state. One that does not fit its contract is a
   * fault, logged and not sent: what it comes from is on disk, and would end the core again at every start.
   */
  publish(publication: Publication): void
  /** Whether anybody has subscribed to an event of the core's own, connected or with a session that lasts. */
  isHeard(contract: Publication['contract']): boolean
  /** Opens the ports. Retained state must have been published before. */
  listen(places: Places): Promise<BrokerPorts>
  close(): Promise<void>
}

export interface BrokerOptions
  extends
    Pick<GateOptions, 'onEvent' | 'answerAtOnce' | 'openTopics' | 'coreDeviceId'>,
    Pick<AdmissionOptions, 'authenticate' | 'onTakeover'> {
  pipeline: Pipeline
  connections: Connections
  counters: Counters
  log: Logger
  limits: WireLimits
  /** Everything that the core itself says is said to be a rehearsal's. Default: the evening is real. */
  rehearses?: boolean
  /** Whether a WebSocket that asks with these headers may be opened. */
  admits: (headers: IncomingHttpHeaders) => boolean
}

/** The embedded broker: aedes with its guards, every publish through the gate, every subscription through the table. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { connections, counters, limits, log, admits } = options
  const isOpen = (topic: string) => isOpenTopic(topic, options.openTopics)
  const persistence = new GuardedPersistence(limits, isOpen, (...full) => guard.note(...full))
  const guard = createWireGuard({
    limits,
    counters,
    log,
    retainedUnder: (filter) => persistence.retainedUnder(filter),
    // Commands are forwarded to nobody, and events of the contracts are no stranger's: who votes is not slowed by who listens.
    // A command is looked up before it is held against filters: nobody hears it, and most of what comes is one.
    heardBy: (topic) => (routeOf(topic) === null && isOpen(topic) ? heardBy(topic) : 0),
  })
  const listeners: Listener[] = []
  const many = 'more than 100 refusals this minute; the others are only counted'
  const tellOnce = createTellOnce(log, () => performance.now(), many)
  const manyFrozen = 'more than 100 clients that do not read this minute; the others are only counted'
  const tellFrozen = createTellOnce(log, () => performance.now(), manyFrozen)

  const gate = createGate({
    ...options,
    identify: connections.identify,
    answerDevice(deviceId, answer) {
      if (isHeard(answerTopic(deviceId))) send('deviceAnswer', { device_id: deviceId }, answer)
    },
    answerPage: (clientId, answer) => {
      // An id that is not one level of a topic (`a/b`, a NUL in it) has no topic for answers.
      if (isTopicLevel(clientId)) send('opAnswer', { client_id: clientId }, answer)
    },
    onBadInput: (client, topic, reason) =>
      tellOnce(`${client} ${topic}`, () => log.warn({ client, topic: clip(topic) }, clip(`refused: ${reason}`))),
  })

  const admission = createAdmission({ ...options, persistence })

  const aedes = new Aedes({
    persistence,
    concurrency: 0, // guard 3: the default overflows the stack when a backlog drains to a topic without subscribers
    connectTimeout: 2 * limits.connectMs, // the wire guard's, which knows whether a CONNECT is there and waits its turn
    drainTimeout: DRAIN_TIMEOUT_MS,
    maximumPacketSize: limits.packetBytes,
    maxClientsIdLength: limits.clientIdBytes, // of MQTT 3.1; the wire guard holds every version to it
    sessionExpiryIntervalLimit: limits.sessionSeconds,
    pendingSessionsLimit: limits.sessions,
    preConnect(client, packet, next) {
      dropPrototypesOfClient(client)
      refuseProtoFilters(client)
      mendInbound(client)
      admission.note(client, packet)
      next(null, true)
    },
    authenticate: admission.decide,
    authorizePublish: gate,
    authorizeSubscribe(client, subscription, next) {
      const { topic } = subscription
      const who = connections.identify(client)
      const most = who.roles.every((role) => role === 'guest') ? limits.guestFilters : limits.filtersPerClient
      if (topic.length > limits.filterChars || !filterCount.take(client, topic, most)) {
        guard.note(
          'wire_filters',
          client.id,
          `more than ${most} filters, or one of more than ${limits.filterChars} characters`,
        )
        persistence.refuse(client, topic)
        return next(null, null)
      }
      if (topic !== REFUSED_FILTER && maySubscribe(who, topic)) return next(null, subscription)
      filterCount.giveBack(client, [topic])
      persistence.refuse(client, topic)
      counters.count('forbidden')
      tellOnce(`${client.id} ${topic}`, () =>
        log.warn(
          { client: client.id, filter: clip(topic) },
          'subscription refused: the filter is not covered by what this role may read',
        ),
      )
      next(null, null)
    },
    authorizeForward(client, packet) {
      if (!connections.mayHear(client, packet.topic)) return null
      lowerQos(client, packet)
      return guardForward(client, packet, limits.unsentBytes, onFrozen)
    },
  })
  // In memory this waits for nothing outside, so the parts that speak through the broker never see it half made (B19).
  await (aedes as unknown as { listen(): Promise<void> }).listen()
  dropPrototypesOfBroker(aedes)
  forgetUnreleased(aedes, persistence)
  unregisterZombies(aedes)
  neverSweepWills(aedes)
  unsubscribeAtOnce(aedes)
  expireSessions(aedes)
  aedes.on('sessionLimitReached', (client) => {
    guard.note('wire_sessions', client.id, `there are ${limits.sessions} sessions already; this one ended at once`)
  })
  const slowReads = createSlowReads(() => options.pipeline.isFull)
  options.pipeline.onRoom(slowReads.goOn)
  const filterCount = createFilterCount(aedes)
  const handle: Handle = (connection, request) => {
    if (!guard.attach(connection, request)) return
    slowReads.attach(connection)
    aedes.handle(connection, request)
  }
  const heardBy = createHeardTopics(aedes)
  const answerTopics = new Map<string, string>()

  aedes.on('client', (client) => {
    if (client.closed) return
    connections.add(client)
    // Of three that take one id from each other in a moment, aedes tells of the end of two.
    client.conn.once('close', () => connections.remove(client))
  })
  aedes.on('clientReady', (client) => guard.open(client.conn))
  aedes.on('clientReady', (client) => subscribeAnew(client, connections, (error) => protocolError(client, error)))
  aedes.on('clientDisconnect', (client) => connections.remove(client))
  surviveErrors(aedes, (error) => {
    counters.count('faults')
    log.error({ error: error.stack }, 'the broker has a fault; it goes on')
  })
  aedes.on('connectionError', (_, error) => protocolError(null, error))
  aedes.on('clientError', protocolError)

  function protocolError(client: Client | null, error: Error): void {
    // aedes reports each message that was still on its way to a client that is gone as an error of that client.
    if (client?.closed !== true) counters.count('protocol_errors')
    log.debug({ client: client?.id, error: error.message }, 'connection error')
  }

  function onFrozen(client: Client): void {
    counters.count('frozen_clients')
    tellFrozen(client.id, () => log.warn({ client: client.id }, 'disconnected: it does not read what it subscribed to'))
  }

  /** An event that nobody has subscribed to is gone as soon as it is sent. */
  function isHeard(topic: string): boolean {
    return heardBy(topic) > 0 || persistence.isAwaited(topic)
  }

  /** Asked for with every command, so put together once for each device. */
  function answerTopic(deviceId: string): string {
    let topic = answerTopics.get(deviceId)
    if (topic === undefined) {
      topic = buildTopic(contracts.deviceAnswer.topic, { device_id: deviceId })
      if (answerTopics.size >= MAX_REMEMBERED) answerTopics.clear()
      answerTopics.set(deviceId, topic)
    }
    return topic
  }

  function send(name: Publication['contract'], params: Record<string, string>, payload: Answer): void {
    publish({ contract: name, params, payload })
  }

  function publish({ contract: name, params, payload }: Publication): void {
    const contract: Contract = contracts[name]
    if (!Object.values(params).every(isTopicLevel)) return notSent(name, params, 'its topic is none')
    const topic = buildTopic(contract.topic, params as never)
    if (!contract.retain && !isHeard(topic)) return
    const checked = payload === null ? { ok: true as const } : validate(contract, payload)
    if (!checked.ok) return notSent(name, params, `${checked.field ?? ''} ${checked.reason}`)
    // The one place where the banner is put into what the core says.
    const told =
      payload !== null && options.rehearses && carriesBanner(contract) ? { ...payload, rehearsal: true } : payload
    const packet = {
      cmd: 'publish' as const,
      topic,
      payload: told === null ? '' : encodePayload(contract, told),
      qos: contract.qos,
      retain: contract.retain,
      dup: false,
    }
    aedes.publish({ ...packet, payload: Buffer.from(packet.payload) }, (error) => {
      if (error) log.error({ topic: packet.topic, error: error.message }, 'the core could not publish')
    })
  }

  function notSent(contract: string, params: object, why: string): void {
    counters.count('faults')
    log.error({ contract, params, why }, 'a message of the core does not fit its contract and was not sent')
  }

  return {
    publish,
    isHeard: (name) => isHeard(contracts[name].topic),
    listen: (places) => openListeners({ handle, admits, limits, note: guard.note }, places, listeners),
    async close() {
      await new Promise<void>((resolve) => aedes.close(() => resolve()))
      await Promise.all(listeners.map((listener) => listener.close()))
    },
  }
}
