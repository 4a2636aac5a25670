import { covers } from '@eg/shared'
import type { AedesPublishPacket, Client } from 'aedes'

// Where aedes 2.0.0-beta.1 and its mqtt-packet leave the standard and can be brought back from outside. Held by the cases
// of core/conformance; docs/mqtt-conformance.md lists what could not.

/** The parts of aedes' client that its types do not name. */
interface ClientInside {
  subscriptions: Record<string, { qos?: number }>
  _parser: { prependListener(event: 'packet', listener: (packet: Inbound) => void): void }
}

interface Inbound {
  cmd: string
  dup?: boolean
}

/** Mends each packet of a client before aedes sees it. Its CONNECT has been seen by then. */
export function mendInbound(client: Client): void {
  const inside = client as unknown as ClientInside
  inside._parser.prependListener('packet', (packet) => {
    // aedes passes DUP on to every subscriber; it says something of this delivery alone (MQTT-3.3.1-3).
    if (packet.cmd === 'publish') packet.dup = false
  })
}

/**
 * Lowers a message to what was granted (MQTT-3.8.4-6; MQTT 5: MQTT-3.8.4-8). aedes does so for filters without wildcards
 * alone; beyond them QoS 2 stayed 2 for who was granted 1, and retained messages came with their own QoS.
 */
export function lowerQos(client: Client, packet: AedesPublishPacket): void {
  if (packet.qos === 0 || (packet.qos === 1 && !packet.retain)) return
  const { subscriptions } = client as unknown as ClientInside
  let granted = subscriptions[packet.topic]?.qos ?? -1
  for (const filter in subscriptions) {
    if (granted >= packet.qos) return
    const { qos = 0 } = subscriptions[filter] ?? {}
    if (qos > granted && covers(filter, packet.topic)) granted = qos
  }
  if (granted >= 0 && granted < packet.qos) packet.qos = granted as 0 | 1
}
