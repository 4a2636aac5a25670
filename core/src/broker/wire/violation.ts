import type { WireReason } from '../../ops/counters.js'

/** Reason codes of MQTT 5 (section 2.4) that a refusal is told with. */
export const CODE = {
  malformed: 0x81,
  protocol: 0x82,
  clientId: 0x85,
  filter: 0x8f,
  topic: 0x90,
  alias: 0x94,
  tooLarge: 0x95,
  quota: 0x97,
} as const
export type ReasonCode = (typeof CODE)[keyof typeof CODE]

/** What a client sent that no client may send. Its connection ends with it; `message` says to an operator what it was. */
export class WireViolation extends Error {
  override readonly name = 'WireViolation'
  constructor(
    readonly reason: WireReason,
    readonly code: ReasonCode,
    message: string,
  ) {
    super(message)
  }
}

export const malformed = (message: string) => new WireViolation('wire_malformed', CODE.malformed, message)
export const protocolError = (message: string) => new WireViolation('wire_protocol', CODE.protocol, message)
