import type { Client, Connection, PublishPacket } from 'aedes'
import { unsentBytes } from './unsent.js'

type Next = (error?: Error | null) => void

/** Where a message goes that aedes acknowledges but nobody may hear: aedes acknowledges only what it publishes. */
const NOWHERE = '$eg/nowhere'

/** PUBACK, Success: a packet id and nothing else, in every version (MQTT 5, section 3.4.2.1: the reason code may be left out). */
function puback(messageId: number): Buffer {
  const packet = Buffer.allocUnsafe(4)
  packet[0] = 0x40
  packet[1] = 2
  packet.writeUInt16BE(messageId, 2)
  return packet
}

/** The parts of aedes that its types do not name. */
interface PacketInside {
  /** What aedes notes of a publish that was answered already: it neither acknowledges nor publishes it any more. */
  _notAuthorized?: boolean
}

/**
 * Acknowledges publishes that are forwarded to nobody. aedes would publish them to a topic that nobody hears, which is half of its
 * work for a message; so their PUBACK is written here. What one turn acknowledges leaves in one write for each client.
 */
export function createAcknowledge(maxUnsentBytes: number): (client: Client, packet: PublishPacket, next: Next) => void {
  const corked = new Set<Connection>()
  const handled: Next[] = []
  const endOfTurn = () => {
    for (const connection of corked) connection.uncork()
    corked.clear()
    // Only now: aedes reads the client's next packets as soon as it hears that this one was handled.
    for (const next of handled.splice(0)) next()
  }

  return (client, packet, next) => {
    const { conn } = client
    // QoS 2 has steps of its own, a will has no id and no answer, and aedes knows how to wait for a client that does not read.
    if (packet.qos !== 1 || packet.messageId === undefined || unsentBytes(conn) > maxUnsentBytes) {
      packet.topic = NOWHERE
      packet.retain = false
      return next()
    }
    if (handled.push(next) === 1) setImmediate(endOfTurn)
    if (!corked.has(conn)) {
      conn.cork()
      corked.add(conn)
    }
    conn.write(puback(packet.messageId))
    ;(packet as PacketInside)._notAuthorized = true
  }
}
