import type { Answer } from '@eg/shared'
import { contracts, filterOf } from '@eg/shared'
import type { MqttClient } from 'mqtt'
import { type CoreProcess, until } from '../../test/core-process.js'
import { connect } from '../../test/running-core.js'
import type { Draw } from './draw.js'
import { PLAIN_AMOUNT } from './evening.js'
import type { Judge } from './judge.js'
import { type Request, workOf } from './venue-model.js'

const RELAYS = 3
/** How many publishes of one connection are under way at once. */
const IN_FLIGHT = 20
/** Without an answer for so long (ms) something is lost. */
const SILENCE_MS = 30_000

/**
 * Sends everything to a core over MQTT at once: pages and tables by connections of their own, each device's messages by any of
 * three that carry for others. In which order the core commits nobody knows; it is the order of the answers, which one listener
 * hears them all in. Resolves when every message is answered.
 * @throws Disagreement at the first wrong answer
 */
export async function sendOverMqtt(
  core: CoreProcess,
  sends: readonly Request[],
  draw: Draw,
  judge: Judge,
): Promise<void> {
  const asked = new Map(sends.map((request) => [`${request.actor}/${request.reqId}`, request]))
  const failures: Error[] = []
  let heard = 0
  const clients: MqttClient[] = []
  const open = async (clientId: string) => {
    const client = await connect(core.ports.mqtt, { clientId, keepalive: 0 })
    clients.push(client)
    return client
  }
  try {
    const listener = await open('listener')
    listener.on('message', (topic, bytes) => {
      heard += 1
      try {
        const answer = JSON.parse(bytes.toString()) as Answer
        judge.hear(requestOf(topic, answer, asked), answer, Date.now())
      } catch (error) {
        failures.push(error as Error)
      }
    })
    await listener.subscribeAsync([filterOf(contracts.deviceAnswer.topic), filterOf(contracts.opAnswer.topic)], {
      qos: 1,
    })
    const queues = new Map<string, Request[]>()
    for (const request of sends) {
      const by = carrier(request, draw)
      queues.set(by, [...(queues.get(by) ?? []), request])
    }
    await Promise.all([...queues].map(async ([by, queue]) => publishAll(await open(by), queue)))
    let before = -1
    while (heard < sends.length && failures.length === 0) {
      if (before === heard) throw new Error(`${sends.length - heard} of ${sends.length} messages were not answered`)
      before = heard
      await until('more answers', () => failures.length > 0 || heard > before || heard === sends.length, SILENCE_MS)
    }
    if (failures[0]) throw failures[0]
  } finally {
    for (const client of clients) client.end(true)
  }
}

/** The client id that a request goes out by. */
function carrier({ actor, op }: Request, draw: Draw): string {
  if (actor.startsWith('ui:')) return actor.slice('ui:'.length)
  return op.op === 'payout' ? actor : `relay-${draw.between(1, RELAYS)}`
}

async function publishAll(client: MqttClient, queue: readonly Request[]): Promise<void> {
  let next = 0
  const work = async () => {
    for (let request = queue[next++]; request; request = queue[next++]) {
      const work = workOf(request)
      if (!('payload' in work)) throw new Error(`${work.kind} is no command of the wire`)
      await client.publishAsync(contracts[work.kind].topic, JSON.stringify(work.payload), { qos: 1 })
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, work))
}

/** The request that an answer is about: by its id, or put together again where it has none. */
function requestOf(topic: string, answer: Answer, asked: ReadonlyMap<string, Request>): Request {
  const [, kind, name = ''] = topic.split('/')
  const actor = kind === 'ui' ? `ui:${name}` : name
  const known = answer.req_id === undefined ? undefined : asked.get(`${actor}/${answer.req_id}`)
  if (known) return known
  const number = Number(name.slice(-1))
  if (answer.type === 'night_vote') {
    const { step = 0, choice = '' } = answer
    return { actor, reqId: '', op: { op: 'vote', slot: number, step, choice, named: false } }
  }
  if (answer.type === 'payout_new') {
    const payout = Number(String(answer.payout_id).slice(1))
    return { actor, reqId: '', op: { op: 'payout', payout, amount: PLAIN_AMOUNT, table: number } }
  }
  throw new Error(`an answer to nothing that was asked: ${topic} ${JSON.stringify(answer)}`)
}
