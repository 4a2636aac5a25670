// Clients that each keep some QoS 1 publishes in flight until `messages` are acknowledged, or without that until the bench
// says "stop", and then until the last is. `kind`: `vote`, `debit`, `one-wallet`.
// `secrets`: of each client, where the core asks who it is.
// `everyMs`: how long a client waits after an acknowledgement, as a person does. `answer`: a topic (`%` stands for the
// client's id) on which the acknowledgement comes, for a peer whose PUBACK promises nothing. `settle`: so many of the first
// acknowledgements are told apart, as `firstMs` (the slowest of all clients' first): what follows is not of a program that
// has just been started.
import { PUBACK, PUBLISH, idOf, openClient, openMany, publish } from './frames.mjs'
import { now, options, ready, say, settled, told } from './speak.mjs'

const { port, clients, inFlight, kind, topic, everyMs = 0, answer, settle = 0, secrets } = options
let messages = options.messages ?? Infinity
/** More than 1,000 slots cannot be expected in a run: beyond that clients share a slot. */
const SLOTS = 999
const latencies = []
let sent = 0
let acked = 0

const votes = Array.from({ length: clients }, (_, client) =>
  ['A', 'B'].map((choice) => JSON.stringify({ device_id: `bench-${client % SLOTS}`, step: 1, choice })),
)

/** The n-th payload of a client. */
function payload(client, n) {
  if (kind === 'vote') return votes[client][n % 2]
  const wallet = kind === 'one-wallet' ? 'BENCH-0' : `BENCH-${client}`
  return `{"req_id":"b${process.pid}-${client}-${n}","device_id":"bench-${client}","tag_uid":"${wallet}","amount_cents":1,"reason":"bench"}`
}

async function open(index) {
  const sentAt = new Map()
  const order = []
  let id = 0
  let n = 0
  const next = () => {
    if (sent >= messages) return
    sent += 1
    id = (id % 65_535) + 1
    sentAt.set(id, now())
    if (answer) order.push(id)
    client.send(publish(topic, payload(index, n++), id))
  }
  const acknowledged = (id) => {
    latencies.push(now() - sentAt.get(id))
    acked += 1
    sentAt.delete(id)
    if (acked === messages) finish()
    else if (everyMs > 0) setTimeout(next, everyMs)
    else next()
  }
  const onPacket = (type, bytes) => {
    if (answer ? type === PUBLISH : type === PUBACK) acknowledged(answer ? order.shift() : idOf(bytes))
  }
  const clientId = `bench-${index}`
  const topics = answer ? [answer.replace('%', clientId)] : []
  const onClose = () => {
    say('lost', { clientId, acked })
    process.exit(1)
  }
  const client = await openClient({ port, clientId, secret: secrets?.[index], topics, onPacket, onClose })
  return { start: () => Array.from({ length: inFlight }, next) }
}

let began = 0
function finish() {
  const ms = now() - began
  say('done', { began, ms, messages, perSecond: (messages / ms) * 1000, ...settled(latencies, clients, settle) })
}

const opened = await openMany(clients, open)
await ready()
began = now()
for (const { start } of opened) start()
if (options.messages === undefined) {
  await told()
  messages = sent
  if (acked === sent) finish()
}
