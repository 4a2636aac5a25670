import type { Clock } from '@eg/shared'
import { splitClientId } from '../broker/connections.js'
import { callerName } from '../broker/wire/addresses.js'
import type { Directory } from './directory.js'
import type { HashQueue } from './hash-queue.js'
import type { PageTokens } from './page-tokens.js'
import { type Principal, principalKey } from './principal.js'
import { NO_SECRET, PAGE_TOKEN, SESSION_TOKEN, fingerprint, verifySecret } from './secrets.js'

/** What a connection says of itself in its CONNECT, and where it comes from. */
export interface Credentials {
  clientId: string
  /** Of the connection's other end, as `plainAddress` gives it. */
  address: string
  username: string | undefined
  password: string | undefined
}

/** `bad`: wrong credentials. `taken`: the client id is somebody else's. `busy`: too many of this address are being checked. */
export type Verdict = { ok: true; principal: Principal } | { ok: false; why: 'bad' | 'taken' | 'busy' }

export interface AuthenticateOptions {
  directory: Directory
  pageTokens: PageTokens
  hashes: HashQueue
  clock: Clock
  /** The principal that is connected under a client id now. */
  holderOf: (clientId: string) => Principal | undefined
  /** An operator has shown a login that lasts. */
  onSignedIn: (name: string, address: string) => void
  /** A device has shown that it has its secret, for the first time since it was made. */
  onFirstUse: (deviceId: string, secretHash: string) => void
  /** Somebody has shown the secret that a device had until another one took its place. */
  onFenced: (deviceId: string, secretHash: string, address: string) => void
}

/** From which failure of an address on its refusals are held back, and by how much more each time. */
const PROMPT_REFUSALS = 3
const HOLD_BACK_MS = 250
const LONGEST_HOLD_MS = 5000
/** An address that has not failed for so long has a clean slate. */
const FORGIVE_MS = 60_000
const MAX_ADDRESSES = 10_000

/**
 * Decides who an MQTT connection is (EG_AUTH=enrolled). Only wrong answers wait: a right one is never held back by what
 * others of its address got wrong, as behind one address there may be a whole venue.
 */
export function createAuthenticate(options: AuthenticateOptions): (given: Credentials) => Promise<Verdict> {
  const { directory, clock } = options
  const isSecretOf = createSecretCheck(options)
  const failures = new Map<string, { count: number; last: number }>()

  const recognise = async (given: Credentials): Promise<Principal | 'bad' | 'busy'> => {
    const { username = '', password = '', clientId, address } = given
    if (username === '' && password === '') {
      return legacyDevice(directory, clientId, address) ?? { kind: 'guest', address }
    }
    if (username === '' || password === '') return 'bad'
    if (password.startsWith(PAGE_TOKEN)) {
      const enrolment = directory.enrolment(username)
      const valid = options.pageTokens.isValid(username, password)
      return enrolment && valid ? { kind: 'device', enrolment, page: true } : 'bad'
    }
    if (password.startsWith(SESSION_TOKEN)) {
      const session = directory.sessionOf(password)
      if (!session || directory.operator(username) !== session.operator) return 'bad'
      const { name, role } = session.operator
      options.onSignedIn(name, address)
      return { kind: 'operator', name, role, sessionId: session.sessionId }
    }
    const right = await isSecretOf(username, password, address)
    if (right === null) return 'busy'
    const enrolment = directory.enrolment(username)
    if (right && enrolment) return { kind: 'device', enrolment, page: isPageOf(username, clientId) }
    const former = await formerOf(username, password, address)
    if (former !== undefined) options.onFenced(username, former, address)
    return 'bad'
  }

  /** A device that was replaced does not know it yet: the secret that it had is void, and still says who it is. */
  const formerOf = async (deviceId: string, secret: string, address: string): Promise<string | undefined> => {
    for (const hash of directory.formersOf(deviceId)) {
      if (await options.hashes.run(address, () => verifySecret(secret, hash))) return hash
    }
    return undefined
  }

  const holdBack = (from: string): Promise<void> => {
    const address = callerName(from)
    const now = clock.monotonic()
    const before = failures.get(address)
    const count = before && now - before.last < FORGIVE_MS ? before.count + 1 : 1
    if (failures.size >= MAX_ADDRESSES) failures.clear()
    failures.set(address, { count, last: now })
    const ms = Math.min(LONGEST_HOLD_MS, Math.max(0, count - PROMPT_REFUSALS) * HOLD_BACK_MS)
    return ms === 0 ? Promise.resolve() : new Promise((resolve) => void clock.after(ms, resolve))
  }

  return async (given) => {
    const principal = await recognise(given)
    if (principal === 'busy') return { ok: false, why: 'busy' }
    if (principal === 'bad') {
      await holdBack(given.address)
      return { ok: false, why: 'bad' }
    }
    return mayUse(principal, given.clientId) ? { ok: true, principal } : { ok: false, why: 'taken' }
  }

  /** A device's client ids are its own, its name not its page's; any other is whose connection it is, as long as it lasts. */
  function mayUse(principal: Principal, clientId: string): boolean {
    const { deviceId, page } = splitClientId(clientId)
    const named = directory.enrolment(deviceId)
    if (named && named.role !== 'script') {
      return principal.kind === 'device' && principal.enrolment.deviceId === named.deviceId && (page || !principal.page)
    }
    const holder = options.holderOf(clientId)
    if (holder === undefined) return true
    return principalKey(holder) === principalKey(principal) && (isPage(holder) || !isPage(principal))
  }
}

const isPage = (principal: Principal) => principal.kind === 'device' && principal.page

/** Only `slot-01-ui` is a page of slot-01; a device that uses an id of its own choice is itself. */
function isPageOf(deviceId: string, clientId: string): boolean {
  const { deviceId: named, page } = splitClientId(clientId)
  return page && named === deviceId
}

/** A device of the old system knows no secret: its name and address must do. */
function legacyDevice(directory: Directory, clientId: string, address: string): Principal | undefined {
  const { deviceId, page } = splitClientId(clientId)
  const enrolment = directory.enrolment(deviceId)
  const known = enrolment && enrolment.role !== 'script' && enrolment.legacyFrom === address
  return known ? { kind: 'device', enrolment, page } : undefined
}

/**
 * Checks device secrets. One that was right is remembered by its SHA-256, so that a device that comes and goes costs one scrypt
 * in the core's life; an unknown name costs what a known one does. Null: too many wait.
 */
function createSecretCheck({ directory, hashes, onFirstUse }: AuthenticateOptions) {
  const verified = new Map<string, { secretHash: string; fingerprint: string }>()
  return async (deviceId: string, secret: string, address: string): Promise<boolean | null> => {
    const secretHash = directory.enrolment(deviceId)?.secretHash ?? null
    const known = verified.get(deviceId)
    const print = fingerprint(secret)
    if (known && known.secretHash === secretHash && known.fingerprint === print) return true
    const checked = hashes.run(address, () => verifySecret(secret, secretHash ?? NO_SECRET))
    if (!checked) return null
    const right = (await checked) && secretHash !== null
    // It may have been revoked or replaced while this was computed.
    const now = directory.enrolment(deviceId)
    if (!right || now?.secretHash !== secretHash) return false
    verified.set(deviceId, { secretHash, fingerprint: print })
    if (now.sealed !== null) onFirstUse(deviceId, secretHash)
    return true
  }
}
