import type { Clock } from '@eg/shared'
import { PAGE_TOKEN, fingerprint, newSecret } from './secrets.js'

/** How long a page token lets a page connect; its connection lives on. */
const LIFE_MS = 10 * 60_000
/** Of one device; a page that is loaded again and again asks for another each time. */
const MAX_OF_DEVICE = 20

/** Tokens that a slot's agent hands to its own page. In memory only: after a restart of the core the agent asks anew. */
export interface PageTokens {
  issue(deviceId: string): { token: string; expiresInS: number }
  isValid(deviceId: string, token: string): boolean
  /** The device's secret is void, and so is what came from it. */
  revoke(deviceId: string): void
}

export function createPageTokens(clock: Pick<Clock, 'monotonic'>): PageTokens {
  const byDevice = new Map<string, Map<string, number>>()
  return {
    issue(deviceId) {
      const now = clock.monotonic()
      const token = newSecret(PAGE_TOKEN)
      const live = [...(byDevice.get(deviceId) ?? [])].filter(([, until]) => until > now).slice(1 - MAX_OF_DEVICE)
      byDevice.set(deviceId, new Map([...live, [fingerprint(token), now + LIFE_MS]]))
      return { token, expiresInS: LIFE_MS / 1000 }
    },
    // Looked up by its SHA-256: how long that takes tells nothing about the token.
    isValid: (deviceId, token) => (byDevice.get(deviceId)?.get(fingerprint(token)) ?? 0) > clock.monotonic(),
    revoke: (deviceId) => void byDevice.delete(deviceId),
  }
}
