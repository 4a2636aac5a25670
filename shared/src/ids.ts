// Without zod, so that the store's thread can know an id without loading every contract.

/**
 * A device's name on the wire (`slot-01`, `table-02`, `change-01`): 1–64 characters, a letter or digit first, then
 * letters, digits, `-`, `_` or `.`. It is one level of a topic, so `/`, `+` and `#` can never be in it, and because it
 * starts with a letter or digit it is never a name like `__proto__`.
 */
export const DEVICE_ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/

/** An id made by whoever asks, kept before it is sent and sent again unchanged: 1–128 printable characters. */
export const REQUEST_ID_PATTERN = /^[\x21-\x7e]{1,128}$/

export function isDeviceId(value: unknown): value is string {
  return typeof value === 'string' && DEVICE_ID_PATTERN.test(value)
}

export function isRequestId(value: unknown): value is string {
  return typeof value === 'string' && REQUEST_ID_PATTERN.test(value)
}

/** A fresh request id. Unlike `crypto.randomUUID` it also works on a page that was not loaded over https. */
export function newRequestId(prefix = 'r'): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return `${prefix}-${Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')}`
}
