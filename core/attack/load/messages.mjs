// Attacks by sending: too much, too large, too slowly, and what others must keep.
import { address, encode, openClient, openSocket, publishPacket, sleep, writeUntil } from './client.mjs'

const GROUP = 20

const many = (count, open) => Promise.all(Array.from({ length: count }, (_, i) => open(i)))

/** As many small messages as go through, some to topics that nobody may use. */
export async function flood({ port, clients, seconds }) {
  const until = performance.now() + seconds * 1000
  const packets = ['eg/test/flood', 'not/a/topic', 'eg/night/vote', 'eg/dev/slot-77/status'].map((topic) =>
    encode(publishPacket(topic, '{"device_id":"slot-77","step":1,"choice":"Z"}')),
  )
  const written = await many(clients, async (i) => {
    const client = await openClient({ port, from: address(GROUP, i), clientId: `flood-${i}` })
    return client ? writeUntil(client, until, (n) => packets[n % packets.length]) : 0
  })
  return { written: written.reduce((sum, n) => sum + n, 0) }
}

/** Large messages on many connections, all faster than they are read: what was sent and is not read yet waits somewhere. */
export async function swell({ port, addresses, clients, seconds }) {
  const until = performance.now() + seconds * 1000
  const packet = encode(publishPacket('eg/test/swell', Buffer.alloc(16_384)))
  const written = await many(clients, async (i) => {
    const from = address(GROUP + 6, i % addresses)
    const client = await openClient({ port, from, clientId: `swell-${i}` })
    return client ? writeUntil(client, until, () => packet) : 0
  })
  return { connected: written.filter((n) => n > 0).length, written: written.reduce((sum, n) => sum + n, 0) }
}

/** A packet that says it has 256 MB and goes on as long as it is let; then one of 128 kB that comes byte by byte. */
export async function huge({ port, seconds }) {
  const until = performance.now() + seconds * 1000
  const chunk = Buffer.alloc(65_536)
  let tried = 0
  let bytes = 0
  let told = 0
  // Until one has been told, however busy the machine is.
  const late = until + 30_000
  while (performance.now() < (told === 0 ? late : until)) {
    const version = tried % 2 ? 5 : 4
    const client = await openClient({ port, from: address(GROUP + 1, tried), version, clientId: `huge-${tried}` })
    tried += 1
    if (!client) continue
    client.socket.write(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]))
    await writeUntil(client, Math.min(late, performance.now() + 1000), () => chunk)
    bytes = Math.max(bytes, client.socket.bytesWritten - client.socket.writableLength)
    if (client.heard.some(({ cmd, reasonCode }) => cmd === 'disconnect' && reasonCode === 0x95)) told += 1
    client.socket.destroy()
    await sleep(20)
  }
  return { tried, told, mostBytesTaken: bytes }
}

/** The largest packets that may be, of which each comes in pieces of a few bytes and never ends. */
export async function drip({ port, clients, seconds }) {
  const until = performance.now() + seconds * 1000
  const packet = encode(publishPacket('eg/test/drip', Buffer.alloc(130_000)))
  await many(clients, async (i) => {
    const client = await openClient({ port, from: address(GROUP + 2, i), clientId: `drip-${i}` })
    if (!client) return
    let at = 0
    while (performance.now() < until && !client.isClosed && at < packet.length - 1) {
      client.socket.write(packet.subarray(at, (at += 7)))
      await new Promise((resolve) => setImmediate(resolve))
    }
  })
  return { clients }
}

/** A retained message on every topic that comes to mind. */
export async function retained({ port, clients, seconds, bytes = 1000 }) {
  const until = performance.now() + seconds * 1000
  const payload = 'x'.repeat(bytes)
  const written = await many(clients, async (i) => {
    const client = await openClient({ port, from: address(GROUP + 3, i), clientId: `retained-${i}` })
    if (!client) return 0
    const packet = (n) => encode(publishPacket(`eg/test/retained/${i}/${n}`, payload, { retain: true }))
    return writeUntil(client, until, packet)
  })
  const reader = await openClient({ port, from: address(GROUP + 3, 200), clientId: 'retained-reader' })
  let kept = 0
  reader.onPacket = ({ cmd, retain }) => {
    if (cmd === 'publish' && retain) kept += 1
  }
  reader.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'eg/test/#', qos: 0 }] })
  let before = -1
  while (before !== kept) {
    before = kept
    await sleep(300)
  }
  return { written: written.reduce((sum, n) => sum + n, 0), kept }
}

/** Many that subscribe for good and go away; then messages for all of them. */
export async function offline({ port, sessions, seconds }) {
  for (let i = 0; i < sessions; i++) {
    const from = address(GROUP + 4, Math.floor(i / 40))
    const client = openSocket({ port, from })
    client.send({ ...hello(`away-${i}`), clean: false })
    await client.until(({ cmd }) => cmd === 'connack')
    client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'eg/test/offline/#', qos: 1 }] })
    await client.until(({ cmd }) => cmd === 'suback')
    client.socket.destroy()
  }
  const until = performance.now() + seconds * 1000
  const sender = await openClient({ port, from: address(GROUP + 5), clientId: 'offline-sender' })
  let acknowledged = 0
  sender.onPacket = ({ cmd }) => (acknowledged += cmd === 'puback' ? 1 : 0)
  const payload = 'x'.repeat(1000)
  const written = await writeUntil(sender, until, (n) =>
    encode(publishPacket('eg/test/offline/a', payload, { qos: 1, messageId: (n % 65_535) + 1 })),
  )
  return { sessions, written, acknowledged }
}

const hello = (clientId) => ({ cmd: 'connect', clientId, protocolId: 'MQTT', protocolVersion: 4, keepalive: 0 })
