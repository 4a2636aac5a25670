import type { Version } from './check-connect.js'
import { CODE, type ReasonCode } from './violation.js'

const CONNACK = 0x20
const DISCONNECT = 0xe0
/** The return code of MQTT 3.1.1 for a client id that is not taken (table 3.1). */
const IDENTIFIER_REJECTED = 2

/**
 * The packet that tells a client why its connection ends, where its version has one: DISCONNECT for a connected client of
 * MQTT 5 (section 3.14), CONNACK for one that was just refused. `asked`: it has sent a CONNECT that passed.
 */
export function refusalPacket(version: Version, asked: boolean, code: ReasonCode): Buffer | null {
  if (version === 5) return asked ? Buffer.from([DISCONNECT, 2, code, 0]) : Buffer.from([CONNACK, 3, 0, code, 0])
  if (version !== 0 && !asked && code === CODE.clientId) return Buffer.from([CONNACK, 2, 0, IDENTIFIER_REJECTED])
  return null
}
