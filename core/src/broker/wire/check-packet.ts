import type { Version } from './check-connect.js'
import { Cursor } from './cursor.js'
import type { WireLimits } from './limits.js'
import { IN, checkProperties } from './properties.js'
import { checkFilter, checkTopicName, isWild } from './text.js'
import { CODE, WireViolation, malformed, protocolError } from './violation.js'

/** What a packet is held against. */
export interface PacketRules {
  limits: WireLimits
  /**
   * How many retained messages a filter with wildcards is handed: subscribing costs as many messages, or asking for
   * everything again and again would be the cheapest way to keep the core busy.
   */
  retainedUnder: (filter: string) => number
  /** By how many subscriptions a topic is heard. Only of callers whose messages are counted. */
  heardBy?: ((topic: string) => number) | undefined
}

/** The types of packets (section 2.1.2), the high half of a packet's first byte. */
export const TYPE = {
  connect: 1,
  publish: 3,
  puback: 4,
  pubrec: 5,
  pubrel: 6,
  pubcomp: 7,
  subscribe: 8,
  unsubscribe: 10,
  pingreq: 12,
  disconnect: 14,
} as const

/** A filter costs the broker about as much as so many messages: it is authorized, put into trees and taken out again. */
const FILTER_COST = 4

/** The low half of the first byte, where it is fixed (section 2.1.3); -1 for what a client does not send. */
const FLAGS: readonly number[] = [-1, 0, -1, -1, 0, 0, 2, 0, 2, -1, 2, -1, 0, -1, 0, -1]

/**
 * The first byte of a packet: a type that clients send, with the flags it must have.
 * @throws WireViolation
 */
export function checkFirstByte(first: number, version: Version): void {
  const type = first >> 4
  if (type === TYPE.publish) {
    if (version === 0) throw notMqtt()
    const qos = (first >> 1) & 3
    if (qos === 3) throw malformed('a publish of QoS 3')
    if (qos === 0 && first & 8) throw malformed('a publish of QoS 0 that says it comes again (DUP)')
    return
  }
  if (version === 0 ? first !== TYPE.connect << 4 : false) throw notMqtt()
  if (version !== 0 && type === TYPE.connect) throw protocolError('a second CONNECT')
  const flags = FLAGS[type] as number
  if (flags === -1) throw protocolError(`a packet of type ${type}, which clients do not send`)
  if (flags !== (first & 15)) throw malformed(`wrong flags in a packet of type ${type}`)
}

const notMqtt = () =>
  new WireViolation('wire_not_mqtt', CODE.protocol, 'it does not begin with a CONNECT (HTTP or TLS on this port?)')

/**
 * One whole packet other than CONNECT; `start` is behind its length. What it counts as, in messages.
 * @throws WireViolation
 */
export function checkPacket(
  first: number,
  data: Buffer,
  start: number,
  end: number,
  version: Version,
  rules: PacketRules,
): number {
  switch (first >> 4) {
    case TYPE.publish:
      checkPublish(first, data, start, end, version)
      return 1
    case TYPE.subscribe:
      return checkFilters(new Cursor(data, start, end), version, IN.subscribe, rules)
    case TYPE.unsubscribe:
      return checkFilters(new Cursor(data, start, end), version, IN.unsubscribe, rules)
    case TYPE.pingreq:
      if (end > start) throw malformed('a PINGREQ with something in it')
      return 1
    case TYPE.disconnect:
      checkDisconnect(new Cursor(data, start, end), version)
      return 1
    default:
      checkAck(new Cursor(data, start, end), version)
      return 1
  }
}

/** Written without a cursor: nearly everything that comes is a publish. */
function checkPublish(first: number, data: Buffer, start: number, end: number, version: Version): void {
  if (end - start < 2) throw malformed('a publish without a topic')
  const topicAt = start + 2
  let at = topicAt + data.readUInt16BE(start)
  if (at > end) throw malformed('the topic is longer than its packet')
  if (at > topicAt) checkTopicName(data, topicAt, at, 'the topic of a publish')
  if ((first & 6) !== 0) {
    if (end - at < 2) throw malformed('a publish without its packet id')
    if (data[at] === 0 && data[at + 1] === 0) throw malformed('packet id 0')
    at += 2
  }
  if (version === 5 && (at >= end || data[at] !== 0)) checkProperties(new Cursor(data, at, end), IN.publish)
  // After the properties: an empty topic with an alias is told that aliases are not taken.
  if (data[start] === 0 && data[start + 1] === 0) checkTopicName(data, topicAt, topicAt, 'the topic of a publish')
}

/** Of a publish that was found well-formed; `start` as for `checkPacket`. */
export function topicOf(data: Buffer, start: number): string {
  return data.toString('utf8', start + 2, start + 2 + data.readUInt16BE(start))
}

function checkFilters(cursor: Cursor, version: Version, where: number, rules: PacketRules): number {
  readId(cursor)
  if (version === 5) checkProperties(cursor, where)
  let filters = 0
  let handedOut = 0
  while (cursor.left > 0) {
    if (++filters > rules.limits.filtersPerPacket) {
      const most = `more than ${rules.limits.filtersPerPacket} filters in a packet`
      throw new WireViolation('wire_filters', CODE.quota, most)
    }
    const start = cursor.field()
    checkFilter(cursor.data, start, cursor.at)
    if (where === IN.unsubscribe) continue
    if (isWild(cursor.data, start, cursor.at))
      handedOut += rules.retainedUnder(cursor.data.toString('utf8', start, cursor.at))
    checkOptions(cursor.byte(), version)
  }
  if (filters === 0) throw protocolError('a SUBSCRIBE or UNSUBSCRIBE without a filter')
  return filters * FILTER_COST + handedOut
}

/** QoS; with MQTT 5 also No Local, Retain As Published and Retain Handling (section 3.8.3.1). */
function checkOptions(options: number, version: Version): void {
  const reserved = version === 5 ? 0xc0 : 0xfc
  if (options & reserved || (options & 3) === 3 || (options & 0x30) === 0x30) {
    throw malformed('wrong options of a subscription')
  }
}

function checkAck(cursor: Cursor, version: Version): void {
  readId(cursor)
  if (version !== 5) {
    if (cursor.left > 0) throw malformed('an acknowledgement with something behind its packet id')
    return
  }
  if (cursor.left > 0) cursor.byte()
  if (cursor.left > 0) checkProperties(cursor, IN.ack)
  if (cursor.left > 0) throw malformed('an acknowledgement goes on behind its properties')
}

function checkDisconnect(cursor: Cursor, version: Version): void {
  if (version !== 5) {
    if (cursor.left > 0) throw malformed('a DISCONNECT with something in it')
    return
  }
  if (cursor.left > 0) cursor.byte()
  if (cursor.left > 0) checkProperties(cursor, IN.disconnect)
  if (cursor.left > 0) throw malformed('a DISCONNECT goes on behind its properties')
}

function readId(cursor: Cursor): void {
  if (cursor.number16() === 0) throw malformed('packet id 0')
}
