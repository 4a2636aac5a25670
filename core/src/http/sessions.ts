import { MAX_PASSWORD, operatorName, password } from '@eg/shared'
import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import * as z from 'zod/mini'
import type { IdentityService } from '../identity/start-identity.js'
import type { NotSignedIn, SignedIn } from '../identity/sign-in.js'
import { addressOf, bearerOf } from './caller.js'
import { invalid } from './error-answers.js'
import { readJson } from './read-json.js'

/** What was typed to log in need not fit today's rules for names and passwords, only be of a bearable size. */
const loginFields = z.object({
  name: z.string('name is a text').check(z.minLength(1, 'a name is not empty'), z.maxLength(60, 'this is no name')),
  password: z.string('password is a text').check(z.maxLength(MAX_PASSWORD, 'this is no password')),
})
const setupFields = z.object({
  code: z.string('code is a text').check(z.maxLength(40, 'the code has 8 digits')),
  name: operatorName,
  password,
})
const logoutFields = z.object({ everywhere: z.optional(z.boolean('everywhere is true or false')) })

/** Logging in and out, and the first start: bearer tokens, no cookies. */
export function sessionRoutes(auth: 'open' | 'enrolled', identity: IdentityService): Hono {
  const { directory, signIn } = identity
  const app = new Hono()
  app.use('*', async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })

  app.get('/setup/needed', (c) => c.json({ needed: signIn.isSetupNeeded() }))

  app.post('/setup', async (c) => {
    const given = await fieldsOf(c, setupFields)
    return given instanceof Response ? given : answer(c, await signIn.setup({ ...given, address: addressOf(c) }))
  })

  app.post('/login', async (c) => {
    if (auth === 'open') {
      const detail = 'This core asks nobody who he is (EG_AUTH=open); no login is needed.'
      return c.json({ ok: false, status: 'refused', reason: 'open', detail }, 409)
    }
    const given = await fieldsOf(c, loginFields)
    return given instanceof Response ? given : answer(c, await signIn.login({ ...given, address: addressOf(c) }))
  })

  app.get('/session', (c) => {
    const session = directory.sessionOf(bearerOf(c) ?? '')
    if (!session) return answer(c, { ok: false, why: 'session_ended' })
    const { name, role } = session.operator
    return c.json({ ok: true, name, role, expires_in_s: session.expiresInS })
  })

  app.post('/session/renew', async (c) => answer(c, await signIn.renew(bearerOf(c) ?? '')))

  app.post('/logout', async (c) => {
    const text = await c.req.text()
    const given = text.trim() === '' ? {} : await fieldsOf(c, logoutFields, text)
    if (given instanceof Response) return given
    const done = await signIn.logout(bearerOf(c) ?? '', given.everywhere ?? false)
    return done ? c.json({ ok: true }) : answer(c, { ok: false, why: 'unavailable' })
  })

  app.get('/operators', (c) => {
    const items = directory.operators().map(({ name, nameKey, role, createdAt, lastLogin }) => ({
      name,
      role,
      sessions: directory.countSessions(nameKey),
      created_at: createdAt,
      last_login: lastLogin,
    }))
    return c.json({ items: items.toSorted((a, b) => a.name.localeCompare(b.name)) })
  })

  app.get('/pending', (c) => c.json({ items: identity.pending() }))

  app.get('/enrolments', (c) => {
    const items = directory.enrolments().map((row) => ({
      device_id: row.deviceId,
      role: row.role,
      protection: row.revoked ? 'revoked' : row.secretHash === null ? 'unprotected' : 'enrolled',
      legacy_from: row.legacyFrom,
      enrolled_at: row.enrolledAt,
      name: row.name,
      model: row.model,
    }))
    return c.json({ items: items.toSorted((a, b) => a.device_id.localeCompare(b.device_id)) })
  })
  return app
}

async function fieldsOf<S extends z.ZodMiniType>(c: Context, schema: S, text?: string): Promise<z.infer<S> | Response> {
  const body = readJson(text ?? (await c.req.text()))
  if (!body.ok) return c.json(invalid(body.reason), 400)
  const parsed = schema.safeParse(body.value)
  if (parsed.success) return parsed.data
  // zod's messages name the field and what is right, never what was typed.
  const [issue] = parsed.error.issues
  return c.json(invalid(issue?.message ?? 'the fields do not fit', issue?.path.join('.')), 400)
}

const WHY: Record<NotSignedIn['why'], { status: ContentfulStatusCode; detail: string }> = {
  bad_login: { status: 401, detail: 'Name or password is wrong.' },
  locked: { status: 429, detail: 'There were too many wrong tries. Wait, then try again.' },
  bad_code: { status: 403, detail: 'The code is wrong. The core wrote it on its own output when it started.' },
  spent: { status: 403, detail: 'The code was wrong too often and is void. Restart the core: it writes a new one.' },
  not_needed: { status: 409, detail: 'There is a game master already. Log in, or ask one to add you.' },
  session_ended: { status: 401, detail: 'This login has ended. Log in again.' },
  refused: { status: 409, detail: 'This was refused.' },
  busy: { status: 503, detail: 'The core checks too many logins of this address. Try again in a moment.' },
  unavailable: { status: 503, detail: 'The core could not store this. Try again; if it stays, look at the core.' },
}

function answer(c: Context, result: SignedIn | NotSignedIn): Response {
  if (result.ok) {
    const { token, name, role, expiresInS } = result
    return c.json({ ok: true, token, name, role, expires_in_s: expiresInS })
  }
  const { why, retryAfterS, reason, detail, field } = result
  const { status, detail: usual } = WHY[why]
  const retry = retryAfterS === undefined ? {} : { retry_after_s: retryAfterS }
  const told = { reason: reason ?? why, detail: detail ?? usual, ...(field === undefined ? {} : { field }), ...retry }
  const headers: Record<string, string> = retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) }
  return c.json({ ok: false, status: status === 503 ? 'unavailable' : 'refused', ...told }, status, headers)
}
