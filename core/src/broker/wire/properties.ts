import type { Cursor } from './cursor.js'
import { checkTopicName } from './text.js'
import { CODE, WireViolation, malformed, protocolError } from './violation.js'

/** Packets that a client sends with properties, as bits. */
export const IN = { connect: 1, will: 2, publish: 4, ack: 8, subscribe: 16, unsubscribe: 32, disconnect: 64 } as const

type Kind = 'byte' | 'number16' | 'number32' | 'variable' | 'text' | 'pair' | 'binary' | 'topic'

/** Table 2-4 of MQTT 5, for what clients send: identifier, what it is, where it may stand. */
const PROPERTIES: ReadonlyMap<number, { kind: Kind; where: number }> = new Map([
  [0x01, { kind: 'byte', where: IN.publish | IN.will }], // Payload Format Indicator
  [0x02, { kind: 'number32', where: IN.publish | IN.will }], // Message Expiry Interval
  [0x03, { kind: 'text', where: IN.publish | IN.will }], // Content Type
  [0x08, { kind: 'topic', where: IN.publish | IN.will }], // Response Topic
  [0x09, { kind: 'binary', where: IN.publish | IN.will }], // Correlation Data
  [0x0b, { kind: 'variable', where: IN.subscribe }], // Subscription Identifier
  [0x11, { kind: 'number32', where: IN.connect | IN.disconnect }], // Session Expiry Interval
  [0x15, { kind: 'text', where: IN.connect }], // Authentication Method
  [0x16, { kind: 'binary', where: IN.connect }], // Authentication Data
  [0x17, { kind: 'byte', where: IN.connect }], // Request Problem Information
  [0x18, { kind: 'number32', where: IN.will }], // Will Delay Interval
  [0x19, { kind: 'byte', where: IN.connect }], // Request Response Information
  [0x1f, { kind: 'text', where: IN.ack | IN.disconnect }], // Reason String
  [0x21, { kind: 'number16', where: IN.connect }], // Receive Maximum
  [0x22, { kind: 'number16', where: IN.connect }], // Topic Alias Maximum
  [0x23, { kind: 'number16', where: IN.publish }], // Topic Alias
  [0x26, { kind: 'pair', where: 127 }], // User Property
  [0x27, { kind: 'number32', where: IN.connect }], // Maximum Packet Size
])
const TOPIC_ALIAS = 0x23
const USER_PROPERTY = 0x26

/**
 * Walks the properties of a packet of MQTT 5. aedes takes any property in any packet and makes a list of one that comes
 * twice: a second Session Expiry Interval ends the process, a second Content Type the subscribers' connections.
 * @throws WireViolation
 */
export function checkProperties(cursor: Cursor, where: number): void {
  const length = cursor.variable()
  const end = cursor.at + length
  if (end > cursor.end) throw malformed('properties are longer than their packet')
  if (length === 0) return
  const seen = new Set<number>()
  while (cursor.at < end) {
    const id = cursor.byte()
    const property = PROPERTIES.get(id)
    if (!property || (property.where & where) === 0) throw protocolError(`property ${id} may not stand in this packet`)
    if (id !== USER_PROPERTY && seen.has(id)) throw protocolError(`property ${id} stands twice`)
    if (id === TOPIC_ALIAS)
      throw new WireViolation('wire_protocol', CODE.alias, 'topic aliases are not taken (Topic Alias Maximum is 0)')
    seen.add(id)
    step(cursor, property.kind)
  }
  if (cursor.at !== end) throw malformed('a property is longer than the properties')
}

function step(cursor: Cursor, kind: Kind): void {
  switch (kind) {
    case 'byte':
      if (cursor.byte() > 1) throw protocolError('a property that is 0 or 1 is neither')
      return
    case 'number16':
      cursor.skip(2)
      return
    case 'number32':
      cursor.skip(4)
      return
    case 'variable':
      cursor.variable()
      return
    case 'text':
      return cursor.text('a property')
    case 'pair':
      cursor.text('a user property')
      return cursor.text('a user property')
    case 'binary':
      cursor.field()
      return
    case 'topic': {
      const start = cursor.field()
      checkTopicName(cursor.data, start, cursor.at, 'a response topic')
    }
  }
}
