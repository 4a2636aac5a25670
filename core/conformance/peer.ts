import { once } from 'node:events'
import { type Socket, connect } from 'node:net'
import mqttPacket, { type Packet } from 'mqtt-packet'
import type { Version } from './case.js'

/** How long is waited for what must come. Nothing here depends on how fast it comes. */
const DEADLINE_MS = 10_000

/** A connection whose packets are written and read one by one. */
export interface Peer {
  write(bytes: Buffer): void
  send(packet: object): void
  /** The next packet that came, or the end of the connection. Throws when neither comes. */
  next(): Promise<Packet | 'ended'>
  /** All bytes that came so far. */
  raw(): Buffer
  /** When something was last written to it, on `performance.now()`'s clock. */
  lastWrite(): number
  drop(): void
  /** What its CONNACK announced; undefined for nothing. */
  maximumPacketSize?: number
}

export async function openPeer(port: number, version: Version): Promise<Peer> {
  const socket: Socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.setNoDelay(true)
  const came: (Packet | 'ended')[] = []
  const chunks: Buffer[] = []
  let wake = nothing
  let lastWrite = performance.now()
  const hear = (what: Packet | 'ended') => {
    came.push(what)
    wake()
  }
  const parser = mqttPacket.parser({ protocolVersion: version })
  parser.on('packet', hear)
  parser.on('error', (error) => socket.destroy(error))
  socket.on('data', (chunk) => {
    chunks.push(chunk)
    parser.parse(chunk)
  })
  // A reset is a way to be ended too.
  socket.on('error', () => undefined)
  socket.once('close', () => hear('ended'))

  const write = (bytes: Buffer) => {
    lastWrite = performance.now()
    if (!socket.destroyed) socket.write(bytes)
  }
  return {
    write,
    send: (packet) => write(mqttPacket.generate(packet as Packet, { protocolVersion: version })),
    async next() {
      const deadline = performance.now() + DEADLINE_MS
      while (came.length === 0) {
        const left = deadline - performance.now()
        if (left <= 0) throw new Error('nothing came, and the connection stands')
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      // The end of a connection is told as often as it is asked for.
      return came[0] === 'ended' ? 'ended' : (came.shift() as Packet)
    },
    raw: () => Buffer.concat(chunks),
    lastWrite: () => lastWrite,
    drop: () => void socket.destroy(),
  }
}

function nothing(): void {}
