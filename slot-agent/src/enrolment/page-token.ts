import { type Bus, type Clock, contracts, newRequestId, request } from '@eg/shared'

/** A token that is about to end is not handed out: the page may need a while to use it (ms). */
const LEAST_LEFT_MS = 60_000
const ANSWER_MS = 3000

/** `null`: this core asks for none. */
export type PageToken = { token: string; expiresInS: number } | null

/** Short-lived tokens with which this device's page connects. */
export interface PageTokens {
  /** One that is good for a while yet; undefined: the core does not answer. */
  get(): Promise<PageToken | undefined>
  stop(): void
}

/** Asks the core for tokens for the page of `deviceId`; one is used until it nears its end, or the core may have forgotten it. */
export function createPageTokens(bus: Bus, clock: Clock, deviceId: string): PageTokens {
  let held: { token: string; until: number } | null = null
  let asking: Promise<PageToken | undefined> | null = null
  const left = () => (held ? held.until - clock.monotonic() : 0)
  const handOut = (): PageToken | null => held && { token: held.token, expiresInS: Math.floor(left() / 1000) }

  const ask = async (): Promise<PageToken | undefined> => {
    const own = { device_id: deviceId }
    const answers = { contract: contracts.deviceAnswer, params: own }
    const answer = await request(bus, contracts.pageToken, own, { req_id: newRequestId('t') }, answers, ANSWER_MS)
    const { status, reason, token, expires_in_s: seconds } = answer
    if (status === 'refused' && reason === 'open') return null
    if (status !== 'ok' || typeof token !== 'string' || typeof seconds !== 'number') return undefined
    held = { token, until: clock.monotonic() + seconds * 1000 }
    return handOut()
  }
  // The core keeps tokens in memory only: after a gap it may be another core.
  const stop = bus.onConnection(() => (held = null))

  return {
    async get() {
      if (left() > LEAST_LEFT_MS) return handOut()
      if (!bus.connected()) return undefined
      asking ??= ask().finally(() => (asking = null))
      return asking
    },
    stop,
  }
}
