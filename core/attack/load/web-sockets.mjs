// Attacks over WebSocket: pages of other sites, and frames that no browser sends.
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { address, connectPacket, encode, publishPacket, sleep } from './client.mjs'

const GROUP = 40

/** Asks for a WebSocket; the status of the answer, and the socket behind it. */
export function upgrade({ port, from, headers = {}, path = '/mqtt' }) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from, noDelay: true })
    const lines = {
      Host: `127.0.0.1:${port}`,
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Protocol': 'mqtt',
      'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
      ...headers,
    }
    const text = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`GET ${path} HTTP/1.1\r\n${text.join('')}\r\n`)
    const answer = { socket, status: 0, isClosed: false }
    socket.on('error', () => undefined)
    socket.on('close', () => {
      answer.isClosed = true
      resolve(answer)
    })
    socket.once('data', (data) => {
      answer.status = Number(data.toString('latin1').split(' ')[1])
      socket.resume()
      resolve(answer)
    })
  })
}

/** A frame (RFC 6455, section 5.2), masked with zeros; `claim`: the length it says it has. */
export function frame(payload, { first = 0x82, claim = payload.length } = {}) {
  const head = Buffer.alloc(14)
  head[0] = first
  if (claim < 126) {
    head[1] = 0x80 | claim
    return Buffer.concat([head.subarray(0, 6), payload])
  }
  if (claim < 65_536) {
    head[1] = 0xfe
    head.writeUInt16BE(claim, 2)
    return Buffer.concat([head.subarray(0, 8), payload])
  }
  head[1] = 0xff
  head.writeBigUInt64BE(BigInt(claim), 2)
  return Buffer.concat([head, payload])
}

/** Pages of other sites, DNS that was rebound, paths that are none. */
export async function foreign({ port }) {
  const tries = [
    { headers: { Origin: 'https://evil.example' } },
    { headers: { Origin: 'http://evil.example:3000' } },
    { headers: { Origin: 'null' } },
    { headers: { Origin: 'file://' } },
    { headers: { Origin: 'http://203.0.113.9:3000' } },
    { headers: { Host: 'evil.example', Origin: 'http://evil.example' } },
    { headers: { Host: `evil.example:${port}` } },
    { headers: { Host: '127.0.0.1.evil.example', Origin: 'http://127.0.0.1.evil.example:3000' } },
    { headers: { 'Sec-Fetch-Site': 'cross-site' } },
    { path: '/other' },
    { path: '/mqtt/../admin' },
  ]
  const statuses = []
  for (const [i, each] of tries.entries()) {
    const { status, socket } = await upgrade({ port, from: address(GROUP, i), ...each })
    statuses.push(status)
    socket.destroy()
  }
  const own = await upgrade({ port, from: address(GROUP), headers: { Origin: `http://127.0.0.1:3000` } })
  own.socket.destroy()
  return { tried: tries.length, letIn: statuses.filter((status) => status === 101).length, statuses, own: own.status }
}

/** Frames that are too large, messages in endless and in tiny pieces, frames that are none. */
export async function frames({ port, seconds }) {
  const until = performance.now() + seconds * 1000
  const hello = frame(encode(connectPacket('frames')))
  const piece = frame(Buffer.alloc(16_384), { first: 0x00 })
  const crumbs = Buffer.concat(Array.from({ length: 5000 }, () => frame(Buffer.alloc(1), { first: 0x00 })))
  const kinds = {
    oversized: async ({ socket }) => socket.write(frame(Buffer.alloc(65_536), { claim: 2 ** 40 })),
    endless: async (each) => endless(each, piece),
    crumbs: async (each) => endless(each, crumbs),
    text: async ({ socket }) => socket.write(frame(Buffer.from([0xff, 0xfe]), { first: 0x81 })),
    reserved: async ({ socket }) => socket.write(frame(Buffer.alloc(10), { first: 0xf2 })),
    unmasked: async ({ socket }) => socket.write(Buffer.from([0x82, 2, 0xc0, 0])),
    control: async ({ socket }) => socket.write(frame(Buffer.alloc(200), { first: 0x89 })),
    halves: async ({ socket }) => halves(socket),
  }
  const saw = {}
  let round = 0
  do {
    for (const [kind, attack] of Object.entries(kinds)) {
      // Another address each time: one that has just sent too much is read more slowly, and so closed later.
      const each = await upgrade({ port, from: address(GROUP + 1 + Math.floor(round / 250), round) })
      round += 1
      if (each.status !== 101) continue
      each.socket.write(hello)
      await attack(each)
      if (kind !== 'halves') await closedWithin(each, 3000)
      saw[kind] ??= { tried: 0, closed: 0 }
      saw[kind].tried += 1
      if (each.isClosed) saw[kind].closed += 1
      each.socket.destroy()
    }
  } while (performance.now() < until)
  return saw
}

async function closedWithin(each, ms) {
  const end = performance.now() + ms
  while (!each.isClosed && performance.now() < end) await sleep(5)
}

/** A message that begins, and goes on and on without an end. */
async function endless(each, piece) {
  each.socket.write(frame(Buffer.alloc(1), { first: 0x02 }))
  const end = performance.now() + 2000
  while (!each.isClosed && performance.now() < end) {
    for (let i = 0; i < 10; i++) each.socket.write(piece)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** An MQTT packet in two messages, and two packets in one: both may be. */
async function halves(socket) {
  const packet = encode(publishPacket('eg/test/halves', 'x'))
  socket.write(Buffer.concat([frame(packet.subarray(0, 4)), frame(packet.subarray(4))]))
  socket.write(frame(Buffer.concat([packet, packet])))
  await sleep(50)
}
