import type { Bytes, ConnectAnswer, Fields, Step } from './case.js'

// The words in which cases are written.

export const open = (who: string): Step => ({ do: 'open', who })
export const connect = (who: string, fields: Fields = {}, answer: ConnectAnswer = {}): Step => ({
  do: 'connect',
  who,
  fields,
  answer,
})
export const send = (who: string, packet: Fields): Step => ({ do: 'send', who, packet })
export const bytes = (who: string, write: Bytes): Step => ({ do: 'bytes', who, bytes: write })
export const hear = (who: string, ...packets: Fields[]): Step => ({ do: 'hear', who, packets })
export const silence = (who: string): Step => ({ do: 'silence', who })
export const ended = (who: string, reason?: number | null): Step => ({
  do: 'ended',
  who,
  ...(reason === undefined ? {} : { reason }),
})
export const endedAfter = (who: string, afterMs: number): Step => ({ do: 'ended', who, afterMs })
export const drop = (who: string): Step => ({ do: 'drop', who })
export const wait = (ms: number): Step => ({ do: 'wait', ms })

/** A session that outlives its connection: with Clean Session 0 (3.1.1), or by its Session Expiry Interval (5). */
export const lasting = { clean: false, properties: { sessionExpiryInterval: 120 } }
export const disconnect = (who: string, fields: Fields = {}): Step => send(who, { cmd: 'disconnect', ...fields })

/**
 * A connection that has been answered since its CONNACK. aedes counts it as connected only a moment after that, and until then
 * ends it without a reason.
 */
export const settled = (who: string): Step[] => [connect(who), silence(who)]

export type Filter = { topic: string; qos?: 0 | 1 | 2; nl?: boolean; rap?: boolean; rh?: number }

/** A SUBSCRIBE and its SUBACK; what is granted is what was asked for unless it is given. */
export function subscribe(
  who: string,
  filters: readonly Filter[],
  given: { granted?: number[]; properties?: Fields } = {},
): Step[] {
  const subscriptions = filters.map((filter) => ({ qos: 0, nl: false, rap: false, rh: 0, ...filter }))
  const granted = given.granted ?? subscriptions.map(({ qos }) => qos)
  const properties = given.properties ? { properties: given.properties } : {}
  return [
    send(who, { cmd: 'subscribe', messageId: 700, subscriptions, ...properties }),
    hear(who, { cmd: 'suback', messageId: 700, granted }),
  ]
}

/** A PUBLISH alone. */
export const publish = (who: string, topic: string, payload: string, fields: Fields = {}): Step =>
  send(who, { cmd: 'publish', topic, payload, ...fields })

/** A PUBLISH with all that must be answered to it. */
export function published(
  who: string,
  topic: string,
  payload: string,
  fields: Fields & { qos?: 0 | 1 | 2; messageId?: number } = {},
): Step[] {
  const { qos = 0, messageId = 1 } = fields
  const sent = publish(who, topic, payload, { ...fields, ...(qos === 0 ? {} : { messageId }) })
  if (qos === 0) return [sent, silence(who)]
  if (qos === 1) return [sent, hear(who, { cmd: 'puback', messageId })]
  return [
    sent,
    hear(who, { cmd: 'pubrec', messageId }),
    send(who, { cmd: 'pubrel', messageId }),
    hear(who, { cmd: 'pubcomp', messageId }),
  ]
}

/** The next packet is this message. */
export const message = (who: string, topic: string, payload: string, fields: Fields = {}): Step =>
  hear(who, { cmd: 'publish', topic, payload, ...fields })

/** A string as MQTT writes it: its length in two bytes, then itself. */
export function text(value: string | Buffer): Buffer {
  const content = Buffer.from(value)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(content.length)
  return Buffer.concat([length, content])
}

/** A control packet: first byte, remaining length (one byte), and the rest. */
export function frame(first: number, ...parts: (Buffer | number[])[]): Buffer {
  const rest = Buffer.concat(parts.map((part) => Buffer.from(part)))
  if (rest.length > 127) throw new Error('frame: one byte of remaining length is all it writes')
  return Buffer.concat([Buffer.from([first, rest.length]), rest])
}

/** The bytes of a CONNECT; `flags` is its Connect Flags byte, `rest` what stands behind the client id. */
export function connectFrame(
  token: string,
  given: { name?: string; level: number; flags?: number; id?: Buffer | string; rest?: Buffer },
): Buffer {
  const { name = 'MQTT', level, flags = 0x02, id = `${token}raw`, rest = Buffer.alloc(0) } = given
  const properties = level === 5 ? [0] : []
  return frame(0x10, text(name), [level, flags, 0, 0], properties, text(id), rest)
}

/** No properties, which MQTT 5 says with a 0 and 3.1.1 with nothing. */
export const noProperties = (version: number): number[] => (version === 5 ? [0] : [])
