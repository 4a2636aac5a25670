import { Cursor } from './cursor.js'
import type { WireLimits } from './limits.js'
import { IN, checkProperties } from './properties.js'
import { checkText, checkTopicName } from './text.js'
import { CODE, WireViolation, malformed, protocolError } from './violation.js'

const MQTT = Buffer.from('MQTT')
const MQISDP = Buffer.from('MQIsdp')
const FLAG = { reserved: 0x01, will: 0x04, willQos: 0x18, willRetain: 0x20, password: 0x40, userName: 0x80 }

/** The protocol version that a CONNECT speaks: 3 (MQTT 3.1), 4 (3.1.1) or 5; 0 before it is known. */
export type Version = 0 | 3 | 4 | 5

/**
 * Reads a whole CONNECT (section 3.1). `onVersion` hears the version as soon as it is known: a refusal is told in it.
 * @throws WireViolation
 */
export function checkConnect(
  data: Buffer,
  start: number,
  end: number,
  limits: WireLimits,
  onVersion: (version: Version) => void,
): void {
  const cursor = new Cursor(data, start, end)
  const nameAt = cursor.field()
  const name = data.subarray(nameAt, cursor.at)
  const version = cursor.byte()
  // The high bit marks a bridge of mosquitto: 0x83, 0x84.
  const spoken = version & 0x7f
  const known = name.equals(MQTT) ? spoken === 4 || spoken === 5 : name.equals(MQISDP) && spoken === 3
  if (!known) throw malformed('this is no CONNECT of MQTT 3.1, 3.1.1 or 5')
  onVersion(spoken as Version)
  const flags = cursor.byte()
  checkFlags(flags, spoken)
  cursor.skip(2) // keep alive
  if (spoken === 5) checkProperties(cursor, IN.connect)
  readClientId(cursor, limits.clientIdBytes)
  const willAt = cursor.at
  if (flags & FLAG.will) readWill(cursor, spoken)
  const willBytes = cursor.at - willAt
  if (willBytes > limits.willBytes)
    throw new WireViolation('wire_will', CODE.tooLarge, `a will of ${willBytes} bytes (at most ${limits.willBytes})`)
  if (flags & FLAG.userName) cursor.text('the user name')
  if (flags & FLAG.password) cursor.field()
  if (cursor.left > 0) throw malformed('a CONNECT goes on behind its last field')
  const rest = end - start - willBytes
  if (rest > limits.connectBytes)
    throw new WireViolation(
      'wire_too_large',
      CODE.tooLarge,
      `a CONNECT of ${rest} bytes (at most ${limits.connectBytes})`,
    )
}

function checkFlags(flags: number, version: number): void {
  if (flags & FLAG.reserved) throw malformed('the reserved flag of CONNECT is set')
  const willQos = (flags & FLAG.willQos) >> 3
  if (willQos === 3) throw malformed('a will of QoS 3')
  if (!(flags & FLAG.will) && flags & (FLAG.willQos | FLAG.willRetain))
    throw malformed('flags of a will without a will')
  if (version < 5 && flags & FLAG.password && !(flags & FLAG.userName))
    throw protocolError('a password without a user name')
}

function readWill(cursor: Cursor, version: number): void {
  if (version === 5) checkProperties(cursor, IN.will)
  const topicAt = cursor.field()
  checkTopicName(cursor.data, topicAt, cursor.at, 'the topic of a will')
  cursor.field()
}

/** A client id that is no string, or too long, is told as such (0x85), not as a malformed packet. */
function readClientId(cursor: Cursor, most: number): void {
  const start = cursor.field()
  const bytes = cursor.at - start
  if (bytes > most)
    throw new WireViolation('wire_too_large', CODE.clientId, `a client id of ${bytes} bytes (at most ${most})`)
  try {
    checkText(cursor.data, start, cursor.at, 'the client id')
  } catch (error) {
    if (!(error instanceof WireViolation)) throw error
    throw new WireViolation(error.reason, CODE.clientId, error.message)
  }
}
