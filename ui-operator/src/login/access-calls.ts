import type { OperatorRole } from '@eg/shared'

/** Who is logged in, and what proves it. */
export interface Pass {
  name: string
  role: OperatorRole
  token: string
  /** For how long from now the token is good, in seconds. */
  expiresInS: number
}

/** Why somebody was not let in. */
export interface Denial {
  reason: string
  /** The core's own sentence. */
  detail?: string | undefined
  /** The field at fault. */
  field?: string | undefined
  /** Locked out: for how long, in seconds. */
  retryAfterS?: number | undefined
}

export type Admission = { ok: true; pass: Pass } | { ok: false; denial: Denial }

/** What the core is asked before and around a session. Each resolves, whatever happens. */
export interface AccessCalls {
  /** Whether this core asks who somebody is. `away`: it does not answer. */
  auth(): Promise<'open' | 'enrolled' | 'away'>
  /** Whether there is no operator yet. */
  setupNeeded(): Promise<boolean>
  login(name: string, password: string): Promise<Admission>
  setup(code: string, name: string, password: string): Promise<Admission>
  renew(token: string): Promise<Admission>
  logout(token: string, everywhere: boolean): Promise<void>
}

const PATIENCE_MS = 8000
const ROLES: ReadonlySet<unknown> = new Set(['gamemaster', 'cashier', 'technician', 'viewer'])

export function createAccessCalls(fetcher: typeof fetch): AccessCalls {
  const call = async (path: string, init: RequestInit = {}) => {
    const answer = await fetcher(path, { ...init, cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) })
    const body = (await answer.json()) as Record<string, unknown>
    return { status: answer.status, body }
  }
  const post = (path: string, body: object, token?: string) =>
    call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    })

  return {
    async auth() {
      try {
        const { body } = await call('/health')
        return body.auth === 'enrolled' ? 'enrolled' : 'open'
      } catch (error) {
        console.warn('/health was not answered', error)
        return 'away'
      }
    },
    async setupNeeded() {
      try {
        return (await call('/api/setup/needed')).body.needed === true
      } catch (error) {
        console.warn('/api/setup/needed was not answered', error)
        return false
      }
    },
    login: (name, password) => admit(post('/api/login', { name, password })),
    setup: (code, name, password) => admit(post('/api/setup', { code, name, password })),
    renew: (token) => admit(post('/api/session/renew', {}, token)),
    async logout(token, everywhere) {
      try {
        await post('/api/logout', { everywhere }, token)
      } catch (error) {
        // It ends by itself within the hour; here it is forgotten at once.
        console.warn('the core could not be told of the logout', error)
      }
    },
  }
}

const admit = (asked: Promise<{ status: number; body: Record<string, unknown> }>): Promise<Admission> =>
  asked.then(admission, noAnswer)

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)

function admission({ status, body }: { status: number; body: Record<string, unknown> }): Admission {
  const { token, name, role, expires_in_s: expiresInS } = body
  if (status === 200 && typeof token === 'string' && typeof name === 'string' && ROLES.has(role)) {
    return { ok: true, pass: { token, name, role: role as OperatorRole, expiresInS: Number(expiresInS) || 3600 } }
  }
  const retry = body.retry_after_s
  return {
    ok: false,
    denial: {
      reason: text(body.reason) ?? 'unknown',
      detail: text(body.detail),
      field: text(body.field),
      retryAfterS: typeof retry === 'number' ? retry : undefined,
    },
  }
}

function noAnswer(error: unknown): Admission {
  console.warn('the core did not answer', error)
  return { ok: false, denial: { reason: 'no_core' } }
}
