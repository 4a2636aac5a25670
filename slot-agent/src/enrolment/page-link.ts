import type { Clock } from '@eg/shared'
import type { DeviceLife } from './device-life.js'
import { createPageTokens, type PageTokens } from './page-token.js'

/**
 * What the kiosk page is told before it connects (`GET /link`). `waiting`: ask again in a moment · `pending`, `revoked`: the device
 * is to be enrolled under this code · `dismissed`: it was turned away · `ready`: connect as this client, with the token where there is one.
 */
export type LinkAnswer =
  | { state: 'waiting' | 'dismissed' }
  | { state: 'pending' | 'revoked'; code: string; replaced?: boolean }
  | { state: 'ready'; device_id: string; client_id: string; username?: string; token?: string; expires_in_s?: number }

export interface PageLink {
  /** Whether what is told is nobody's business but this machine's own page's. */
  isPrivate(): boolean
  answer(): Promise<LinkAnswer>
}

/** `life`: the device behind the page; null while it is not there yet. */
export function createPageLink(life: () => DeviceLife | null, clock: Clock): PageLink {
  let tokens: { for: unknown; keeper: PageTokens } | null = null

  const tokenOf = async (deviceId: string) => {
    const device = life()?.device()
    if (!device) return undefined
    if (tokens?.for !== device) {
      tokens?.keeper.stop()
      tokens = { for: device, keeper: createPageTokens(device.bus, clock, deviceId) }
    }
    return tokens.keeper.get()
  }
  return {
    isPrivate() {
      const standing = life()?.standing()
      return standing?.is !== 'in' || standing.enrolment !== null
    },
    async answer() {
      const standing = life()?.standing()
      if (!standing || standing.is === 'asking') return { state: 'waiting' }
      if (standing.is === 'dismissed') return { state: 'dismissed' }
      if (standing.is === 'pending') {
        const { code, revoked, replaced } = standing
        return { state: revoked ? 'revoked' : 'pending', code, ...(replaced ? { replaced } : {}) }
      }
      const { deviceId } = standing
      const ready = { state: 'ready' as const, device_id: deviceId, client_id: `${deviceId}-ui` }
      if (!standing.enrolment) return ready
      const token = await tokenOf(deviceId)
      if (token === undefined) return { state: 'waiting' }
      if (token === null) return ready
      return { ...ready, username: deviceId, token: token.token, expires_in_s: token.expiresInS }
    },
  }
}
