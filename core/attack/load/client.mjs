// A client whose packets are made by hand, for what no library would send. Every load opens its connections here.
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import mqttPacket from 'mqtt-packet'

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Every connection of this process, to be closed at its end. */
const open = new Set()

/** The address that the i-th attacker calls from; the well-behaved client has 127.0.0.1 to itself. */
export const address = (group, i = 0) => `127.0.${group}.${(i % 250) + 1}`

let ca = null
/** From here on sockets speak TLS and trust the CA in `file`. */
export const trust = (file) => (ca = readFileSync(file))

/** A socket on the core; `heard` collects what comes back as packets, `closed` resolves when it ends. */
export function openSocket({ port, from = '127.0.0.1', version = 4 }) {
  const where = { port, host: '127.0.0.1', localAddress: from }
  const socket = ca === null ? connect(where) : connectTls({ ...where, ca, servername: 'localhost' })
  socket.setNoDelay(true)
  open.add(socket)
  const client = { socket, heard: [], version, isClosed: false }
  client.closed = new Promise((resolve) => {
    socket.once('close', () => {
      open.delete(socket)
      client.isClosed = true
      resolve()
    })
  })
  const parser = mqttPacket.parser({ protocolVersion: version })
  parser.on('packet', (packet) => {
    client.onPacket?.(packet)
    if (client.heard.length < 5000) client.heard.push(packet)
  })
  parser.on('error', () => socket.destroy()) // a fuzzed client may have said that it speaks another version
  socket.on('data', (chunk) => parser.parse(chunk))
  socket.on('error', () => undefined)
  client.send = (packet) => socket.writable && socket.write(encode(packet, version))
  client.until = async (test, ms = 5000) => {
    const end = performance.now() + ms
    while (performance.now() < end && !client.isClosed) {
      const found = client.heard.find(test)
      if (found) return found
      await sleep(5)
    }
    return client.heard.find(test)
  }
  return client
}

export const encode = (packet, version = 4) => mqttPacket.generate(packet, { protocolVersion: version })

export const connectPacket = (clientId, version = 4, more = {}) => ({
  cmd: 'connect',
  clientId,
  protocolId: 'MQTT',
  protocolVersion: version,
  clean: true,
  keepalive: 0,
  ...more,
})

export const publishPacket = (topic, payload, more = {}) => ({
  cmd: 'publish',
  topic,
  payload,
  qos: 0,
  retain: false,
  dup: false,
  ...more,
})

/** A client that was let in; null if it was not. */
export async function openClient({ clientId, more = {}, ...where }) {
  const client = openSocket(where)
  client.send(connectPacket(clientId, client.version, more))
  const connack = await client.until(({ cmd }) => cmd === 'connack')
  return connack && (connack.reasonCode ?? connack.returnCode) === 0 ? client : null
}

/** Writes as fast as the core reads, until `until` (performance.now) or the end of the connection; how many it wrote. */
export async function writeUntil(client, until, next) {
  let written = 0
  while (performance.now() < until && !client.isClosed && client.socket.writable) {
    for (let i = 0; i < 50; i++) {
      client.socket.write(next(written))
      written += 1
    }
    if (client.socket.writableLength > 1_000_000) await drained(client, until)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return written
}

async function drained(client, until) {
  const { socket } = client
  await Promise.race([
    new Promise((resolve) => socket.once('drain', resolve)),
    client.closed,
    sleep(Math.max(0, until - performance.now())),
  ])
}

export function closeAll() {
  for (const socket of open) socket.destroy()
}
