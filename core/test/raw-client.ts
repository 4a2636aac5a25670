import { once } from 'node:events'
import { type Socket, connect } from 'node:net'
import mqttPacket from 'mqtt-packet'
import { until } from './core-process.js'

export interface RawClient {
  socket: Socket
  heard: mqttPacket.Packet[]
  send: (packet: mqttPacket.Packet) => void
  /** A QoS 1 publish; resolves with the reason code of its PUBACK (0 where MQTT 3.1.1 gives none). */
  publish: (topic: string, payload: string) => Promise<number>
}

/** A client whose packets are written by hand: what no library would send. */
export async function connectRaw(
  port: number,
  clientId: string,
  version: 4 | 5 = 4,
  more: Partial<mqttPacket.IConnectPacket> = {},
): Promise<RawClient> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const heard: mqttPacket.Packet[] = []
  const parser = mqttPacket.parser({ protocolVersion: version })
  parser.on('packet', (packet) => heard.push(packet))
  socket.on('data', (chunk) => parser.parse(chunk))
  socket.on('error', () => undefined)
  const send = (packet: mqttPacket.Packet) =>
    void socket.write(mqttPacket.generate(packet, { protocolVersion: version }))
  send({
    cmd: 'connect',
    clientId,
    protocolId: 'MQTT',
    protocolVersion: version,
    clean: true,
    keepalive: 0,
    ...more,
  } as mqttPacket.Packet)
  await until('CONNACK', () => heard.some((p) => p.cmd === 'connack'))
  let messageId = 20_000
  const publish = async (topic: string, payload: string) => {
    const id = messageId++
    send({ cmd: 'publish', topic, payload, qos: 1, messageId: id, retain: false, dup: false } as mqttPacket.Packet)
    const ack = await until('PUBACK', () => heard.find((p) => p.cmd === 'puback' && p.messageId === id))
    return (ack as mqttPacket.IPubackPacket).reasonCode ?? 0
  }
  return { socket, heard, send, publish }
}
