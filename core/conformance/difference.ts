import type { Packet } from 'mqtt-packet'

/**
 * How a packet differs from what is expected of it, as a sentence; null if in nothing that is named. A field that is
 * expected as `undefined` must be absent; one that is expected as `*` must be there, and as `<=98` at most that.
 */
export function difference(came: Packet | 'ended', expected: object): string | null {
  const wanted = (expected as { cmd?: string }).cmd ?? 'a packet'
  if (came === 'ended') return `the connection ended; ${wanted} was to come`
  const where = differs(came, expected, '')
  return where === null ? null : `${short(came)} came; ${where}`
}

function differs(actual: unknown, expected: unknown, path: string): string | null {
  if (Buffer.isBuffer(actual)) {
    const text = Buffer.isBuffer(expected) ? expected : Buffer.from(String(expected))
    return actual.equals(text) ? null : `${path} is ${actual.toString()}, not ${String(expected)}`
  }
  // Anything, as long as something is there; `{id}` is what a later step says again.
  if (expected === '*' || expected === '{id}') return actual === undefined ? `${path} is missing` : null
  if (typeof expected === 'string' && expected.startsWith('<=')) {
    return Number(actual) <= Number(expected.slice(2)) ? null : `${path} is ${String(actual)}, not ${expected}`
  }
  if (expected === null || typeof expected !== 'object') {
    return actual === expected ? null : `${path} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`
  }
  if (actual === null || typeof actual !== 'object') return `${path} is ${JSON.stringify(actual)}`
  if (Array.isArray(expected) && (actual as unknown[]).length !== expected.length)
    return `${path} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`
  for (const [key, value] of Object.entries(expected)) {
    const problem = differs((actual as Record<string, unknown>)[key], value, path === '' ? key : `${path}.${key}`)
    if (problem !== null) return problem
  }
  return null
}

/** A packet in a line, without what the parser keeps for itself. */
function short(packet: Packet): string {
  const { payload, ...rest } = packet as Packet & { payload?: Buffer | string }
  const told = payload === undefined ? rest : { ...rest, payload: payload.toString().slice(0, 40) }
  return JSON.stringify(told)
}
