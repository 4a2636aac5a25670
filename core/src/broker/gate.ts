import {
  type Answer,
  type Contract,
  type Identity,
  type Route,
  decodePayload,
  isDeviceId,
  isOpenTopic,
  isRequestId,
  mayPublish,
  routeOf,
} from '@eg/shared'
import type { Client, PublishPacket } from 'aedes'
import { unavailable } from '../commit/command.js'
import type { Pipeline } from '../commit/pipeline.js'
import { inOwnName } from '../identity/in-own-name.js'
import type { Counters } from '../ops/counters.js'
import { createAcknowledge } from './acknowledge.js'
import { toWork } from './to-work.js'
import type { WireLimits } from './wire/limits.js'

/** How long an answer is given to leave before its connection is closed, in milliseconds. */
const ANSWER_LEAVES_MS = 50

/** The largest payload of a contract's topic, in bytes; more is answered as invalid without being parsed. */
const MAX_PAYLOAD = 64 * 1024

export interface GateOptions {
  pipeline: Pipeline
  identify: (client: Client) => Identity
  openTopics: readonly string[]
  /** The core's own device id: nobody speaks for it. */
  coreDeviceId: string
  limits: Pick<WireLimits, 'unsentBytes'>
  counters: Counters
  answerDevice: (deviceId: string, answer: Answer) => void
  answerPage: (clientId: string, answer: Answer) => void
  /** An event that passed, for who in the core listens (heartbeats). */
  onEvent: (route: Route, payload: unknown, client: Client) => void
  /** The answer to a command that stores nothing, so that it need not go through the pipeline; null for all others. */
  answerAtOnce: (route: Route, payload: unknown, who: Identity) => Answer | null
  onBadInput: (clientId: string, topic: string, reason: string) => void
}

type Next = (error?: Error | null) => void

/**
 * Every publish of every client comes through here before aedes acknowledges it. Commands wait for their commit; what
 * is refused by the table or the schema is acknowledged, answered on `…/res` and forwarded to nobody; a topic that the
 * role may not publish gets PUBACK 0x87 (MQTT 5) or is dropped (3.1.1, where an error would close the connection and
 * a retrying client would loop).
 */
export function createGate(options: GateOptions) {
  const { pipeline, counters } = options
  const acknowledge = createAcknowledge(options.limits.unsentBytes)
  /** Clients that are being closed: nothing of theirs is taken or acknowledged any more. */
  const turnedAway = new WeakSet<Client>()

  /** Closes without an acknowledgement, once the answer has left. An MQTT client sends again only when it connects again. */
  const turnAway = (client: Client) => {
    if (turnedAway.has(client)) return
    turnedAway.add(client)
    setTimeout(() => client.conn.end(() => client.conn.destroy()), ANSWER_LEAVES_MS)
  }

  /** Does something behind the sender's earlier commands; when those could not be stored the sender goes, and sends all of it again. */
  const inOrder = (client: Client, go: () => void) =>
    pipeline.pass(client, (isStored) => {
      if (!isStored) turnAway(client)
      else if (!turnedAway.has(client)) go()
    })

  /** Lets the packet go on, behind its sender's earlier commands if it is acknowledged; a will never is, and comes once. */
  const letPass = (client: Client, packet: PublishPacket, next: Next) => {
    if (packet.qos === 0 || client.closed) next()
    else inOrder(client, next)
  }

  /** Acknowledged and forwarded to nobody, behind its sender's earlier commands. */
  const drop = (client: Client, packet: PublishPacket, next: Next) => {
    const dropNow = () => acknowledge(client, packet, next)
    if (packet.qos === 0) dropNow()
    else inOrder(client, dropNow)
  }

  const forbid = (client: Client, packet: PublishPacket, who: Identity, detail: string, next: Next) => {
    counters.count('forbidden')
    options.onBadInput(client.id, packet.topic, detail)
    if (client.version === 5) {
      if (packet.qos === 0) next(new Error(detail))
      else inOrder(client, () => next(new Error(detail)))
      return
    }
    if (who.device !== undefined) {
      options.answerDevice(who.device, {
        type: 'publish',
        status: 'refused',
        reason: 'forbidden',
        detail,
        topic: packet.topic,
      })
    }
    drop(client, packet, next)
  }

  const answer = (client: Client, who: Identity, contract: Contract, named: string | undefined, reply: Answer) => {
    if (contract.answerTo === 'page') return options.answerPage(client.id, reply)
    // A table of the old system names itself nowhere but in its client id.
    const device = who.device ?? named ?? (isDeviceId(client.id) ? client.id : undefined)
    if (device !== undefined) options.answerDevice(device, reply)
  }

  const refuseInput = (
    client: Client,
    packet: PublishPacket,
    who: Identity,
    route: Route,
    bad: Refused,
    next: Next,
  ) => {
    counters.count(bad.status === 'invalid' ? 'invalid' : 'refused')
    options.onBadInput(client.id, packet.topic, bad.detail)
    const { raw, ...told } = bad
    answer(client, who, route.contract, route.params.device_id ?? namedDevice(raw), {
      ...requestIdOf(raw),
      type: route.contract.answer ?? route.contract.name,
      ...told,
    })
    drop(client, packet, next)
  }

  return function authorizePublish(client: Client | null, packet: PublishPacket, next: Next): void {
    if (!client) return next(new Error('a will without its client'))
    // It will send all of this again, behind what could not be stored. Its will comes once, when it is closed.
    if (turnedAway.has(client) && !client.closed) return
    const { topic } = packet
    const who = options.identify(client)
    const route = routeOf(topic)
    if (!route && isOpenTopic(topic, options.openTopics)) return letPass(client, packet, next)
    if (!route) return forbid(client, packet, who, unknownTopic(topic, options.openTopics), next)
    if (route.params.device_id === options.coreDeviceId || !mayPublish(who, route))
      return forbid(client, packet, who, forbiddenTopic(who, topic), next)
    const input = readInput(route, packet, who, options.coreDeviceId)
    if (!input.ok) return refuseInput(client, packet, who, route, input.refused, next)
    const atOnce = options.answerAtOnce(route, input.payload, who)
    if (atOnce) {
      counters.count(ACCEPTED.has(atOnce.status) ? 'accepted' : 'refused')
      answer(client, who, route.contract, route.params.device_id, atOnce)
      return drop(client, packet, next)
    }
    const work = toWork(route, topic, inOwnName(input.payload, who.operator))
    if (!work) {
      packet.retain = false
      options.onEvent(route, input.payload, client)
      return letPass(client, packet, next)
    }
    const { contract, params } = route
    const { connection } = who
    const key = actorKey(client, who, route, input.payload)
    const actor = { key, via: 'mqtt', ...(connection === undefined ? {} : { connection }) } as const
    // Thousands wait here at a time, and whatever they hold on to the collector copies: not the bytes they came as.
    packet.payload = NOTHING
    const named = params.device_id ?? namedDevice(input.payload)
    const { req_id } = requestIdOf(input.payload)
    pipeline.submit(work, actor, client, (settled) => {
      if (!settled.ok) {
        answer(client, who, contract, named, unavailable(req_id, contract.answer ?? contract.name))
        return turnAway(client)
      }
      const reply = settled.outcome.answer
      if (reply) {
        counters.count(ACCEPTED.has(reply.status) ? 'accepted' : 'refused')
        answer(client, who, contract, named, reply)
      }
      if (!turnedAway.has(client)) acknowledge(client, packet, next)
    })
  }
}

const NOTHING = Buffer.alloc(0)

const ACCEPTED: ReadonlySet<string> = new Set(['ok', 'counted'])

interface Refused {
  status: 'invalid' | 'refused'
  reason: string
  detail: string
  field?: string
  raw: unknown
}

type Input = { ok: true; payload: unknown } | { ok: false; refused: Refused }

function readInput(route: Route, packet: PublishPacket, who: Identity, coreDeviceId: string): Input {
  const bytes = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
  if (bytes.length > MAX_PAYLOAD) {
    const detail = `The payload has ${bytes.length} bytes; at most ${MAX_PAYLOAD} are taken. Nothing was changed.`
    return { ok: false, refused: { status: 'invalid', reason: 'too_large', detail, raw: undefined } }
  }
  const decoded = decodePayload(route.contract, bytes)
  if (!decoded.ok) {
    const detail = `${decoded.reason}. Nothing was changed.`
    const field = decoded.field === undefined ? {} : { field: decoded.field }
    return { ok: false, refused: { status: 'invalid', reason: 'invalid', detail, ...field, raw: decoded.raw } }
  }
  const named = (decoded.value as { device_id?: unknown } | null)?.device_id
  const bound = who.device ?? route.params.device_id
  if (named !== undefined && (named === coreDeviceId || (bound !== undefined && named !== bound))) {
    const speaker = bound === undefined ? 'This connection' : `This connection is ${bound} and`
    const detail = `${speaker} cannot speak for ${String(named)}. Nothing was changed.`
    const refused = {
      status: 'refused',
      reason: 'not_your_device',
      detail,
      field: 'device_id',
      raw: decoded.value,
    } as const
    return { ok: false, refused }
  }
  return { ok: true, payload: decoded.value }
}

function unknownTopic(topic: string, openTopics: readonly string[]): string {
  return `${topic} is not a topic of EG. Topics for your own props: ${openTopics.join(', ')} (EG_OPEN_TOPICS).`
}

function forbiddenTopic(who: Identity, topic: string): string {
  return `${who.device ?? who.clientId} (${who.roles.join(', ')}) may not publish on ${topic}.`
}

function requestIdOf(raw: unknown): { req_id?: string } {
  const id = (raw as { req_id?: unknown } | null | undefined)?.req_id
  return isRequestId(id) ? { req_id: id } : {}
}

function namedDevice(raw: unknown): string | undefined {
  const id = (raw as { device_id?: unknown } | null | undefined)?.device_id
  return isDeviceId(id) ? id : undefined
}

/** Under which name a command stands in the journal and a request is found again. */
function actorKey(client: Client, who: Identity, route: Route, payload: unknown): string {
  if (who.operator !== undefined) return who.operator
  // An operator's command may name a device without being of it.
  if (route.contract.answerTo === 'page') return who.device ?? `ui:${client.id}`
  return who.device ?? route.params.device_id ?? namedDevice(payload) ?? `ui:${client.id}`
}
