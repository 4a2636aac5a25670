import { OPERATOR_ROLES, type Role } from '@eg/shared'
import type { Context, MiddlewareHandler } from 'hono'
import type { Actor } from '../commit/command.js'
import { isLoopback, plainAddress } from '../addresses.js'
import type { IdentityService } from '../identity/start-identity.js'
import { ANYBODY, LOOPBACK_OR_OPERATOR, isWireRoute, rolesFor } from './permissions.js'

/** Who makes a request. */
export interface Caller {
  roles: readonly Role[]
  /** Who stands in the journal. */
  actor: Actor
  /** Who is logged in; undefined for who is not, or need not be. */
  operator?: string
  /** A program of the old system, known by its address: only the routes of that system are for it. */
  isScript?: boolean
}

declare module 'hono' {
  interface ContextVariableMap {
    caller: Caller
    /** Looks again whether who asked still may: while a body arrives, he may be put out. The answer if not. */
    askAgain: () => Response | Promise<Response> | null
  }
}

/** EG_AUTH=open: whoever asks may do what any operator may. */
const SOMEBODY: Caller = { roles: OPERATOR_ROLES, actor: { key: 'http', via: 'http' } }

type People = Pick<IdentityService, 'directory' | 'signIn'>

/**
 * Finds out who asks and whether he may (EG_AUTH=enrolled), for every route behind it. Bearer tokens only, no cookies: a page
 * of another site has nothing to send along. What is in no table of permissions is for nobody.
 */
export function authorize(auth: 'open' | 'enrolled', people: People): MiddlewareHandler {
  if (auth === 'open') {
    return (c, next) => {
      c.set('caller', SOMEBODY)
      c.set('askAgain', () => null)
      return next()
    }
  }
  return async (c, next) => {
    c.set('askAgain', () => refusal(c, people))
    return refusal(c, people) ?? next()
  }
}

/** Why whoever asks may not; null if he may. Who he is is set as `caller`. */
function refusal(c: Context, people: People): Response | Promise<Response> | null {
  const { method, path } = c.req
  const needed = rolesFor(method, path)
  const caller = identify(c, people)
  if (caller) c.set('caller', caller)
  if (needed === ANYBODY) return null
  if (needed === LOOPBACK_OR_OPERATOR) return caller || isLoopback(addressOf(c)) ? null : unknown(c)
  if (!caller) return unknown(c)
  if (caller.isScript && !isWireRoute(method, path)) return unknown(c)
  if (needed === null) return c.notFound()
  if (needed.some((role) => caller.roles.includes(role))) return null
  const detail = `${caller.actor.key} (${caller.roles.join(', ')}) may not do this; it needs the role ${needed.join(' or ')}. Nothing was changed.`
  return c.json({ ok: false, status: 'refused', reason: 'forbidden', needs: needed, detail }, 403)
}

function identify(c: Context, { directory, signIn }: People): Caller | null {
  const token = bearerOf(c)
  if (token === null) {
    const script = directory.scriptAt(addressOf(c))
    return script ? { roles: ['gamemaster'], actor: { key: script.deviceId, via: 'http' }, isScript: true } : null
  }
  if (signIn.isAdmin(token)) {
    return isOnThisMachine(c) ? { roles: ['gamemaster'], actor: { key: 'admin', via: 'http' } } : null
  }
  const session = directory.sessionOf(token)
  if (!session) return null
  const { name, role } = session.operator
  return { roles: [role], actor: { key: name, via: 'http' }, operator: name }
}

function unknown(c: Context): Response {
  const ended = bearerOf(c) !== null
  const what = ended ? 'This login has ended' : 'This needs a login'
  const how =
    'POST /api/login {"name","password"} gives a token; send it as "Authorization: Bearer TOKEN". For a script of the old system: npm run device -- add NAME --legacy --role script --from ADDRESS'
  const reason = ended ? 'session_ended' : 'login_needed'
  const answer = { ok: false, status: 'refused', reason, detail: `${what}. ${how}. Nothing was changed.` }
  return c.json(answer, 401, { 'www-authenticate': 'Bearer' })
}

/** The token of `Authorization: Bearer …`; null without one. */
export function bearerOf(c: Context): string | null {
  const match = /^Bearer +([A-Za-z0-9._~+/=-]{1,200})$/i.exec(c.req.header('authorization') ?? '')
  return match?.[1] ?? null
}

/** The token of the administration is for the core's own machine: it would be no use elsewhere if it got there. */
function isOnThisMachine(c: Context): boolean {
  const address = addressOf(c)
  return isLoopback(address) || address === plainAddress(socketOf(c)?.localAddress)
}

/** The other end of the request's connection. */
export function addressOf(c: Context): string {
  return plainAddress(socketOf(c)?.remoteAddress)
}

function socketOf(c: Context): { remoteAddress?: string; localAddress?: string } | undefined {
  return (c.env as { incoming?: { socket?: object } } | undefined)?.incoming?.socket
}
