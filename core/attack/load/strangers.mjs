// Attacks by somebody whom the core does not know, or knows as somebody else.
import { address, encode, openClient, openSocket, connectPacket, publishPacket, sleep, writeUntil } from './client.mjs'

const GROUP = 80

/** What the answer to a CONNECT says; null: none came. */
async function codeOf({ port, from, clientId, version = 5, more = {} }) {
  const client = openSocket({ port, from, version })
  client.send(connectPacket(clientId, version, more))
  const connack = await client.until(({ cmd }) => cmd === 'connack', 10_000)
  client.socket.destroy()
  return connack ? (connack.reasonCode ?? connack.returnCode) : null
}

/** A device's client id, its page's and the core's, taken again and again by a guest, by another device, with a wrong secret. */
export async function impostors({ port, victim, thief, secret, seconds }) {
  const until = performance.now() + seconds * 1000
  const other = { username: thief, password: Buffer.from(secret) }
  const wrong = { username: victim, password: Buffer.from('ds_wrong') }
  const ways = [
    ['guest as device', victim, {}],
    ['guest as page', `${victim}-ui`, {}],
    ['device as device', victim, other],
    ['device as page', `${victim}-ui`, other],
    ['wrong secret', victim, wrong],
    ['device as core', 'core-01', other],
  ]
  const codes = {}
  let tried = 0
  do {
    for (const [way, clientId, more] of ways) {
      const code = await codeOf({ port, from: address(GROUP, tried++), clientId, more })
      codes[way] = [...new Set([...(codes[way] ?? []), code])]
    }
  } while (performance.now() < until)
  return { tried, codes }
}

/** Secrets that are guessed: each costs the core a hash. */
export async function guesses({ port, victim, addresses, seconds }) {
  const until = performance.now() + seconds * 1000
  let tried = 0
  let letIn = 0
  const worker = async (n) => {
    while (performance.now() < until) {
      const more = { username: victim, password: Buffer.from(`ds_${n}-${tried++}`) }
      const from = address(GROUP + 1, n % addresses)
      const code = await Promise.race([codeOf({ port, from, clientId: `guess-${n}`, more }), sleep(seconds * 1000)])
      if (code === 0) letIn += 1
      await sleep(10)
    }
  }
  await Promise.all(Array.from({ length: 8 }, (_, n) => worker(n)))
  return { tried, letIn }
}

/** QoS 2 publishes of 128 kB that are never released: the broker must remember that they came. */
export async function unreleased({ port, clients, seconds }) {
  const until = performance.now() + seconds * 1000
  const payload = Buffer.alloc(130_000)
  const received = await Promise.all(
    Array.from({ length: clients }, async (_, i) => {
      const client = await openClient({ port, from: address(GROUP + 2, i), clientId: `unreleased-${i}`, version: 5 })
      if (!client) return 0
      let count = 0
      client.onPacket = ({ cmd }) => (count += cmd === 'pubrec' ? 1 : 0)
      await writeUntil(client, until, (n) =>
        encode(publishPacket('eg/test/unreleased', payload, { qos: 2, messageId: (n % 65_535) + 1 }), 5),
      )
      // On a machine that is busy the first answer may come late.
      if (i === 0) await client.until(({ cmd }) => cmd === 'pubrec', 30_000)
      return count
    }),
  )
  return { received: received.reduce((sum, n) => sum + n, 0) }
}

const LEVELS = ['eg', 'test', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
/** Filters with wildcards in all kinds of places, every one of which matches the topic of `LEVELS`. */
const overlapping = (count) =>
  Array.from({ length: count }, (_, n) =>
    LEVELS.map((level, i) => (i >= 2 && (n >> (i - 2)) & 1 ? '+' : level)).join('/'),
  )

/** Everybody subscribes to one topic in as many ways as they may, then some send to it. */
export async function overlaps({ port, clients, filters, seconds }) {
  const all = overlapping(filters)
  let granted = 0
  let heard = 0
  const subscribers = await Promise.all(
    Array.from({ length: clients }, async (_, i) => {
      const client = await openClient({ port, from: address(GROUP + 3, i % 4), clientId: `overlap-${i}`, version: 5 })
      if (!client) return null
      client.onPacket = (packet) => {
        if (packet.cmd === 'suback') granted += packet.granted.filter((code) => code < 0x80).length
        if (packet.cmd === 'publish') heard += 1
      }
      for (let at = 0; at < all.length; at += 60) {
        const subscriptions = all.slice(at, at + 60).map((topic) => ({ topic, qos: 0, nl: false, rap: false, rh: 0 }))
        client.send({ cmd: 'subscribe', messageId: at + 1, subscriptions })
      }
      await client.until(({ cmd }) => cmd === 'suback')
      return client
    }),
  )
  const until = performance.now() + seconds * 1000
  const packet = encode(publishPacket(LEVELS.join('/'), 'x'))
  const written = await Promise.all(
    Array.from({ length: 4 }, async (_, i) => {
      const client = await openClient({ port, from: address(GROUP + 4, i), clientId: `overlapped-${i}` })
      return client ? writeUntil(client, until, () => packet) : 0
    }),
  )
  const connected = subscribers.filter((client) => client && !client.isClosed).length
  return { connected, granted, written: written.reduce((sum, n) => sum + n, 0), heard }
}

/** What is refused and would be written to the log, each with another name of 2 kB. */
export async function refusals({ port, seconds }) {
  const until = performance.now() + seconds * 1000
  const pad = 'x'.repeat(2000)
  const client = await openClient({ port, from: address(GROUP + 5), clientId: 'refusals', version: 5 })
  const subscribe = (n) => ({
    cmd: 'subscribe',
    messageId: (n % 65_535) + 1,
    subscriptions: Array.from({ length: 8 }, (_, i) => ({
      topic: `eg/no/${n}/${i}/${pad.slice(0, 900)}`,
      qos: 0,
      nl: false,
      rap: false,
      rh: 0,
    })),
  })
  const written = await writeUntil(client, until, (n) =>
    encode(n % 2 ? subscribe(n) : publishPacket(`eg/no/${n}/${pad}`, ''), 5),
  )
  return { written }
}
