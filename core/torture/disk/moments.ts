import mqttPacket from 'mqtt-packet'
import { ID_IN_BYTES } from '../evening/sent.js'
import type { DiskEvent, FileName } from './disk-log.js'

/** When a command's words were first given to a file, and when its sender was first told. Places in the log. */
export interface Moments {
  written: Map<string, { at: number; file: FileName }>
  /** The first byte of an answer, or the PUBACK, whichever left first. */
  told: Map<string, number>
  /** How many PUBACKs and answers were found: a log in which nobody was told proves nothing. */
  pubacks: number
  answers: number
}

/**
 * Finds every command in the log of one core: in what it wrote to its database by the command's id, in what it sent by the
 * id in an answer, and by the PUBACK of its message. `idOf` tells which command a device, known by the port of its
 * connection, sent under a message id; undefined for one that the test does not follow.
 */
export function findMoments(
  events: readonly DiskEvent[],
  idOf: (port: number, messageId: number) => string | undefined,
): Moments {
  const moments: Moments = { written: new Map(), told: new Map(), pubacks: 0, answers: 0 }
  const connections = new Map<number, Outgoing>()
  const tell = (id: string, at: number) => {
    if (!moments.told.has(id)) moments.told.set(id, at)
  }
  for (const [at, event] of events.entries()) {
    if (event.event === 'write' && event.file !== 'journal') {
      for (const id of event.bytes.toString('latin1').match(ID_IN_BYTES) ?? [])
        if (!moments.written.has(id)) moments.written.set(id, { at, file: event.file })
    } else if (event.event === 'accept') {
      connections.set(event.fd, outgoing(event.port))
    } else if (event.event === 'send') {
      for (const [, id = ''] of event.bytes.toString('latin1').matchAll(ANSWERED)) {
        moments.answers += 1
        tell(id, at)
      }
      const { port, read } = connections.get(event.fd) ?? outgoing(0)
      for (const messageId of read(event.bytes)) {
        const id = idOf(port, messageId)
        if (id === undefined) continue
        moments.pubacks += 1
        tell(id, at)
      }
    }
  }
  return moments
}

/** An answer over MQTT or HTTP. It names its request; a payout may be named in what others are told, also that it does not exist. */
const ANSWERED = new RegExp(`"req_id":"(${ID_IN_BYTES.source})"`, 'g')

interface Outgoing {
  port: number
  /** Takes the next bytes of the stream; the message ids of the PUBACKs that are whole now. */
  read: (bytes: Buffer) => number[]
}

function outgoing(port: number): Outgoing {
  const parser = mqttPacket.parser({ protocolVersion: 4 })
  let found: number[] = []
  let foreign = false
  parser.on('packet', (packet) => packet.cmd === 'puback' && found.push(packet.messageId ?? 0))
  parser.on('error', () => (foreign = true)) // HTTP
  return {
    port,
    read(bytes) {
      if (foreign || bytes.subarray(0, 5).toString() === 'HTTP/') return []
      found = []
      parser.parse(Buffer.from(bytes))
      return found
    },
  }
}
