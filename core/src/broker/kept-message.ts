/** What of a message is kept: a payload, and the properties of MQTT 5. */
export interface Keepable {
  topic?: string | undefined
  payload?: Uint8Array | string | undefined
  properties?: object | undefined
}

/** A copy with memory of its own: `Buffer.from` takes a slice of 8 kB that it shares, and all of them would be kept. */
function copyOf(bytes: Uint8Array): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length)
  copy.set(bytes)
  return copy
}

/**
 * A message as it can be kept: its bytes are copied, because they are a slice of all that was read with them, which would be
 * kept as well. `bytes`: what it takes.
 */
export function toKeep<Message extends Keepable>(
  message: Message,
): { message: Message & { payload: Buffer }; bytes: number } {
  const payload = copyOf(typeof message.payload === 'object' ? message.payload : Buffer.from(message.payload ?? ''))
  const kept = { ...message, payload }
  let bytes = (message.topic?.length ?? 0) + payload.length
  const properties = message.properties as { correlationData?: Uint8Array } | undefined
  if (properties) {
    const { correlationData, ...texts } = properties
    bytes += JSON.stringify(texts).length + (correlationData?.length ?? 0)
    kept.properties = correlationData ? { ...texts, correlationData: copyOf(correlationData) } : texts
  }
  return { message: kept, bytes }
}
