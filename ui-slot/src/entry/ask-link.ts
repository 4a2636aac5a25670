/**
 * What the slot's program says before the page connects (`GET /link`). `none`: it knows nothing of this, as before there was
 * enrolment · `away`: it does not answer · `foreign`: this browser is not the slot's own · `dismissed`: an operator turned the slot away.
 */
export type Link =
  | { state: 'none' | 'away' | 'waiting' | 'foreign' | 'dismissed' }
  /** `replaced`: another one has taken the place of what this slot was. */
  | { state: 'pending' | 'revoked'; code: string; replaced?: boolean }
  | { state: 'ready'; deviceId: string; credentials: { username: string; password: string } | null }

const PATIENCE_MS = 5000

/** Asks the slot's program. Never rejects: what went wrong is one of its answers. */
export async function askLink(fetcher: typeof fetch = fetch): Promise<Link> {
  try {
    const answer = await fetcher('/link', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) })
    if (answer.status === 403) return { state: 'foreign' }
    const type = answer.headers.get('content-type') ?? ''
    if (!answer.ok || !type.includes('json')) return { state: 'none' }
    return readLink(await answer.json())
  } catch (error) {
    console.warn('/link was not answered', error)
    return { state: 'away' }
  }
}

/** What of an answer can be used; `waiting` for what cannot. */
export function readLink(raw: unknown): Link {
  const said = (raw ?? {}) as Partial<
    Record<'state' | 'code' | 'replaced' | 'device_id' | 'username' | 'token', unknown>
  >
  const { state, code, replaced, device_id: deviceId, username, token } = said
  if ((state === 'pending' || state === 'revoked') && typeof code === 'string')
    return { state, code, ...(replaced === true ? { replaced } : {}) }
  if (state === 'dismissed') return { state }
  if (state !== 'ready' || typeof deviceId !== 'string') return { state: 'waiting' }
  const proven = typeof username === 'string' && typeof token === 'string'
  return { state, deviceId, credentials: proven ? { username, password: token } : null }
}
