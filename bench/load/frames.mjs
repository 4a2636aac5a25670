// The few MQTT 3.1.1 packets that a load needs, made by hand: cheaper than what is measured, so that the load is not the
// bottleneck. A client is `{socket, send(frame)}`; frames are heard as (type, bytes), the first byte's high half and the
// packet behind its length.
import { connect } from 'node:net'

export const PUBLISH = 3
export const PUBACK = 4
export const SUBACK = 9

function packet(first, body) {
  const length = []
  let rest = body.length
  do {
    length.push((rest % 128) | (rest >= 128 ? 0x80 : 0))
    rest = Math.floor(rest / 128)
  } while (rest > 0)
  return Buffer.concat([Buffer.from([first, ...length]), body])
}

const text = (value) => {
  const bytes = Buffer.from(value)
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes])
}
const number = (id) => Buffer.from([id >> 8, id & 255])

/** `id`: 1 to 65535 for QoS 1, absent for QoS 0. */
export function publish(topic, payload, id, retain = false) {
  const flags = (id === undefined ? 0x30 : 0x32) | (retain ? 1 : 0)
  const parts = id === undefined ? [text(topic), payload] : [text(topic), number(id), payload]
  return packet(flags, Buffer.concat(parts.map((part) => Buffer.from(part))))
}

export const puback = (id) => packet(0x40, number(id))

export function subscribe(topics, qos) {
  const filters = topics.flatMap((topic) => [text(topic), Buffer.from([qos])])
  return packet(0x82, Buffer.concat([number(1), ...filters]))
}

/** A clean session without keep alive; with a secret, as the device whose client id it is. */
const hello = (clientId, secret) =>
  packet(
    0x10,
    Buffer.concat([
      text('MQTT'),
      Buffer.from([4, secret === undefined ? 2 : 0xc2, 0, 0]),
      text(clientId),
      ...(secret === undefined ? [] : [text(clientId), text(secret)]),
    ]),
  )

/** The packet id of a PUBACK or QoS 1 PUBLISH, and what a PUBLISH carries. */
export const idOf = (bytes) => bytes.readUInt16BE(0)
export function readPublish(first, bytes) {
  const topicEnd = 2 + bytes.readUInt16BE(0)
  const acknowledged = (first & 6) !== 0
  const id = acknowledged ? bytes.readUInt16BE(topicEnd) : undefined
  return { id, payload: bytes.subarray(topicEnd + (acknowledged ? 2 : 0)) }
}

/** Cuts a stream of bytes into packets: calls back with each one's first byte and what stands behind its length. */
export function cutter(onPacket) {
  let left = null
  return (chunk) => {
    const bytes = left ? Buffer.concat([left, chunk]) : chunk
    let at = 0
    while (at + 1 < bytes.length) {
      let length = 0
      let shift = 0
      let body = at + 1
      let byte = 0x80
      while (byte & 0x80 && body < bytes.length) {
        byte = bytes[body++]
        length += (byte & 0x7f) << shift
        shift += 7
      }
      if (byte & 0x80 || body + length > bytes.length) break
      onPacket(bytes[at], bytes.subarray(body, body + length))
      at = body + length
    }
    left = at < bytes.length ? bytes.subarray(at) : null
  }
}

/**
 * A client, connected (and subscribed, when `topics` are given). `onPacket(type, bytes, first)` hears the rest. What is
 * sent while packets are heard leaves in one write.
 */
export function openClient({ port, clientId, secret, topics = [], qos = 0, onPacket = () => undefined, onClose }) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const client = { socket, send: (frame) => socket.write(frame) }
    let ready = false
    const isReady = () => {
      ready = true
      resolve(client)
    }
    const cut = cutter((first, bytes) => {
      const type = first >> 4
      if (ready) return onPacket(type, bytes, first)
      if (type === 2 && bytes[1] !== 0) reject(new Error(`${clientId} was refused with ${bytes[1]}`))
      else if (type === 2 && topics.length === 0) isReady()
      else if (type === 2) client.send(subscribe(topics, qos))
      else if (type === SUBACK && bytes.subarray(2).includes(0x80))
        reject(new Error(`${clientId} may not read ${topics}`))
      else if (type === SUBACK) isReady()
      else onPacket(type, bytes, first) // a retained message may stand before the SUBACK
    })
    socket.on('data', (chunk) => {
      socket.cork()
      cut(chunk)
      socket.uncork()
    })
    socket.on('error', reject)
    socket.on('close', () => {
      reject(new Error(`${clientId} was closed`))
      onClose?.()
    })
    socket.on('connect', () => client.send(hello(clientId, secret)))
  })
}

/** Opens many, some at a time. */
export async function openMany(count, open) {
  const clients = []
  for (let i = 0; i < count; i += 50) {
    clients.push(...(await Promise.all(Array.from({ length: Math.min(50, count - i) }, (_, k) => open(i + k)))))
  }
  return clients
}
