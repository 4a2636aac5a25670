// The client that behaves: every 10 ms, unless told otherwise, a vote, which is on disk when it is acknowledged, and an event that
// comes back. On each line of its input it says in a line of JSON what it measured since the last one.
import { createInterface } from 'node:readline'
import { encode, openClient, publishPacket, trust } from './client.mjs'

const { port, ca, secret, everyMs = 10 } = JSON.parse(process.argv[2])
const now = () => performance.now()

if (ca) trust(ca)
const more = secret ? { username: 'slot-01', password: Buffer.from(secret) } : {}
const client = await openClient({ port, clientId: 'slot-01', more })
if (!client) throw new Error('the well-behaved client was not let in')
client.send({ cmd: 'subscribe', messageId: 60_000, subscriptions: [{ topic: 'eg/test/witness', qos: 0 }] })
await client.until(({ cmd }) => cmd === 'suback')

let times = { durable: [], event: [] }
const waiting = { durable: new Map(), event: new Map() }
let number = 0

client.onPacket = ({ cmd, messageId, topic, payload }) => {
  if (cmd === 'puback') settle('durable', messageId)
  else if (cmd === 'publish' && topic === 'eg/test/witness') settle('event', Number(payload.toString()))
}

function settle(kind, key) {
  const began = waiting[kind].get(key)
  if (began === undefined) return
  waiting[kind].delete(key)
  times[kind].push(now() - began)
}

setInterval(() => {
  number = (number % 50_000) + 1
  const vote = JSON.stringify({ device_id: 'slot-01', step: 1, choice: number % 2 ? 'A' : 'B' })
  waiting.durable.set(number, now())
  client.socket.write(encode(publishPacket('eg/night/vote', vote, { qos: 1, messageId: number })))
  waiting.event.set(number, now())
  client.socket.write(encode(publishPacket('eg/test/witness', String(number))))
}, everyMs)

/** What is still awaited counts with the time it has waited: a core that stands still is not one that was quick. */
function summary(kind) {
  const late = [...waiting[kind].values()].map((began) => now() - began).filter((ms) => ms > 50)
  const sorted = [...times[kind], ...late].sort((a, b) => a - b)
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) }
}

createInterface({ input: process.stdin }).on('line', () => {
  const said = { durable: summary('durable'), event: summary('event'), connected: !client.isClosed }
  times = { durable: [], event: [] }
  process.stdout.write(`${JSON.stringify(said)}\n`)
})
process.stdin.on('end', () => process.exit(0))
process.stdout.write('ready\n')
