import { randomUUID, timingSafeEqual } from 'node:crypto'
import type { Clock, OperatorRole } from '@eg/shared'
import { callerName } from '../broker/wire/addresses.js'
import type { Work } from '../commit/command.js'
import type { Pipeline } from '../commit/pipeline.js'
import { type Directory, SESSION_MS } from './directory.js'
import type { FirstStart } from './first-start.js'
import type { HashQueue } from './hash-queue.js'
import { createLockOut } from './lock-out.js'
import { type Operator, nameKeyOf } from './records.js'
import { NO_PASSWORD, SESSION_TOKEN, fingerprint, hashPassword, newSecret, verifySecret } from './secrets.js'

/** A login, or one that was renewed. */
export interface SignedIn {
  ok: true
  token: string
  name: string
  role: OperatorRole
  expiresInS: number
}

/**
 * `bad_login`: name or password is wrong, which of them is not said · `locked`: too many failures, wait · `bad_code`, `spent`,
 * `not_needed`: the first start · `session_ended` · `refused`: by the rules, for `detail` · `busy`, `unavailable`: try again.
 */
export interface NotSignedIn {
  ok: false
  why:
    | 'bad_login'
    | 'locked'
    | 'bad_code'
    | 'spent'
    | 'not_needed'
    | 'session_ended'
    | 'refused'
    | 'busy'
    | 'unavailable'
  retryAfterS?: number
  reason?: string
  detail?: string
  field?: string
}

export interface SignIn {
  login(given: { name: string; password: string; address: string }): Promise<SignedIn | NotSignedIn>
  /** The first game master, with the code of the first start. */
  setup(given: { code: string; name: string; password: string; address: string }): Promise<SignedIn | NotSignedIn>
  isSetupNeeded(): boolean
  renew(token: string): Promise<SignedIn | NotSignedIn>
  logout(token: string, everywhere: boolean): Promise<boolean>
  /** Somebody who has a login is there: after a restart of the core nobody has logged in from anywhere. */
  seenAt(name: string, address: string): void
  /** Whether a token is the one of whoever administers the core on its own machine. */
  isAdmin(token: string): boolean
}

export interface SignInOptions {
  clock: Clock
  directory: Directory
  pipeline: Pick<Pipeline, 'run' | 'submit'>
  hashes: HashQueue
  /** Null where none could be written. */
  adminToken: string | null
  /** Null where there was a game master at the start. */
  firstStart: FirstStart | null
}

export function createSignIn(options: SignInOptions): SignIn {
  const { clock, directory, pipeline, hashes, firstStart } = options
  const byAddress = createLockOut(clock)
  const byName = createLockOut(clock)
  /** A map of its own: a name may be typed that looks like any key of it. */
  const byHome = createLockOut(clock)
  const admin = options.adminToken === null ? null : Buffer.from(fingerprint(options.adminToken))
  const isSetupNeeded = () => firstStart !== null && !directory.hasGamemaster()
  const isAtHome = rememberHomes()

  const open = async (operator: Operator, address: string): Promise<SignedIn | NotSignedIn> => {
    const token = newSecret(SESSION_TOKEN)
    const { nameKey, passwordHash, name, role } = operator
    const session = { sessionId: randomUUID(), tokenHash: fingerprint(token), expiresAt: clock.now() + SESSION_MS }
    const work: Work = { kind: 'login', nameKey, passwordHash, address, ...session }
    const settled = await pipeline.run(work, { key: name, via: 'http' })
    if (!settled.ok) return { ok: false, why: 'unavailable' }
    if (settled.outcome.answer?.status !== 'ok') return { ok: false, why: 'bad_login' }
    isAtHome.note(nameKey, address)
    return { ok: true, token, name, role, expiresInS: SESSION_MS / 1000 }
  }

  const note = (reason: string, operator: Operator | undefined, address: string) => {
    // The name of nobody is not written down: people type passwords into the wrong field.
    const actor = { key: operator?.name ?? 'somebody', via: 'http' } as const
    pipeline.submit({ kind: 'loginRefused', reason, address }, actor, null)
  }

  return {
    async login({ name, password, address }) {
      const nameKey = nameKeyOf(name)
      const operator = directory.operator(name)
      // What strangers try under a name does not lock it where its owner logs in from, or anybody could keep her out.
      const atHome = isAtHome.knows(nameKey, address)
      const names = atHome ? byHome : byName
      const named = atHome ? `${nameKey} ${address}` : nameKey
      // Nor does what her neighbours in an IPv6 network try, who are counted as one address.
      const place = atHome ? address : callerName(address)
      const waitMs = () => Math.max(byAddress.waitMs(place), names.waitMs(named))
      if (waitMs() > 0) return locked(waitMs())
      // Counted before it is known: a thousand guesses at once are a thousand failures, not one.
      byAddress.failed(place)
      names.failed(named)
      const checked = hashes.run(address, () => verifySecret(password, operator?.passwordHash ?? NO_PASSWORD))
      if (!checked) return { ok: false, why: 'busy' }
      const right = (await checked) && operator !== undefined
      if (!right) {
        note(waitMs() > 0 ? 'locked' : 'bad_login', operator, address)
        return waitMs() > 0 ? locked(waitMs()) : { ok: false, why: 'bad_login' }
      }
      byAddress.succeeded(place)
      names.succeeded(named)
      return open(operator, address)
    },

    async setup({ code, name, password, address }) {
      if (!firstStart || !isSetupNeeded()) return { ok: false, why: 'not_needed' }
      const place = callerName(address)
      const waitMs = byAddress.waitMs(place)
      if (waitMs > 0) return locked(waitMs)
      if (firstStart.isSpent()) return { ok: false, why: 'spent' }
      if (!firstStart.accepts(code)) {
        byAddress.failed(place)
        note('bad_code', undefined, address)
        return { ok: false, why: 'bad_code' }
      }
      const passwordHash = await hashPassword(password)
      const payload = { req_id: `setup-${randomUUID()}`, name, role: 'gamemaster' as const }
      const work: Work = { kind: 'opOperatorSet', payload, passwordHash, first: true }
      const settled = await pipeline.run(work, { key: 'setup', via: 'http' })
      if (!settled.ok) return { ok: false, why: 'unavailable' }
      const { status, reason, detail, field } = settled.outcome.answer ?? { status: 'refused' }
      const operator = directory.operator(name)
      if (status !== 'ok' || !operator) return { ok: false, why: 'refused', ...told({ reason, detail, field }) }
      return open(operator, address)
    },

    isSetupNeeded,

    async renew(token) {
      const session = directory.sessionOf(token)
      if (!session) return { ok: false, why: 'session_ended' }
      const { sessionId, operator } = session
      const next = newSecret(SESSION_TOKEN)
      const work: Work = {
        kind: 'sessionRenew',
        sessionId,
        tokenHash: fingerprint(next),
        expiresAt: clock.now() + SESSION_MS,
      }
      const settled = await pipeline.run(work, { key: operator.name, via: 'http' })
      if (!settled.ok) return { ok: false, why: 'unavailable' }
      if (settled.outcome.answer?.status !== 'ok') return { ok: false, why: 'session_ended' }
      return { ok: true, token: next, name: operator.name, role: operator.role, expiresInS: SESSION_MS / 1000 }
    },

    async logout(token, everywhere) {
      const session = directory.sessionOf(token)
      if (!session) return true
      const work: Work = { kind: 'logout', sessionId: session.sessionId, everywhere, expired: false }
      const settled = await pipeline.run(work, { key: session.operator.name, via: 'http' })
      return settled.ok
    },

    seenAt: (name, address) => isAtHome.note(nameKeyOf(name), address),

    isAdmin: (token) => admin !== null && timingSafeEqual(Buffer.from(fingerprint(token)), admin),
  }
}

function locked(waitMs: number): NotSignedIn {
  return { ok: false, why: 'locked', retryAfterS: Math.ceil(waitMs / 1000) }
}

/** What is undefined is left out. */
function told(fields: {
  reason?: string | undefined
  detail?: string | undefined
  field?: string | undefined
}): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

/** Where each operator has logged in from, or was there with a login, since the core started. */
function rememberHomes() {
  const homes = new Map<string, Set<string>>()
  return {
    knows: (nameKey: string, address: string) => homes.get(nameKey)?.has(address) ?? false,
    note(nameKey: string, address: string) {
      const known = homes.get(nameKey) ?? new Set()
      if (known.size < 100) homes.set(nameKey, known.add(address))
    },
  }
}
