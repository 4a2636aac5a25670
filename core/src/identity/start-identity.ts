import type { Answer, Clock, EnrolHello, OpDevice, OpPending } from '@eg/shared'
import { enrolmentKey } from '@eg/shared/enrol-seal'
import type { Logger } from 'pino'
import type { Publication, Work } from '../commit/command.js'
import type { Pipeline } from '../commit/pipeline.js'
import { writeAdminToken } from './admin-token.js'
import { type AuthenticateOptions, type Credentials, type Verdict, createAuthenticate } from './authenticate.js'
import { type Directory, createDirectory, sameCredentials } from './directory.js'
import { createFirstStart } from './first-start.js'
import { createFirstUses } from './first-uses.js'
import { createTellOnce } from '../broker/tell-once.js'
import { createFlapping } from './flapping.js'
import { createReturns } from '../swap/returns.js'
import { createHashQueue } from './hash-queue.js'
import { createPageTokens } from './page-tokens.js'
import { createPending } from './pending.js'
import type { Principal } from './principal.js'
import type { IdentityChanges } from './records.js'
import { type SignIn, createSignIn } from './sign-in.js'

/** How often sessions and devices that wait are looked through for those whose time is over. */
const SWEEP_EVERY_MS = 5000

/** Strangers change the list of those that wait as they like; operators hear of it so often at most. */
const PUBLISH_AFTER_MS = 250

/** Who somebody is: enrolled devices, operators and their logins, guests. */
export interface IdentityService {
  readonly directory: Directory
  readonly signIn: SignIn
  /** The code of the first start; null where there is a game master. */
  readonly firstStartCode: string | null
  /** Null with EG_AUTH=open: nobody is asked. */
  readonly authenticate: ((given: Credentials) => Promise<Verdict>) | null
  /** Takes over what a commit changed, and puts out who is not let in any more. */
  learn(changes: IdentityChanges): void
  stillIn(principal: Principal): boolean
  /** A device without a secret says that it is there. */
  hello(from: { clientId: string; address: string }, hello: EnrolHello): void
  /** Who waits to be enrolled, longest waiting first. */
  pending(): OpPending['items']
  answerPageToken(deviceId: string, reqId: string): Answer
  /** Fills in who waits under the key that a command names. */
  prepare(work: Work): Work
  takenOver(clientId: string, deviceId: string | undefined): void
  isFlapping(deviceId: string): boolean
  protectionOf(deviceId: string): OpDevice['protection']
  stop(): void
}

export interface IdentityOptions {
  auth: 'open' | 'enrolled'
  dbPath: string
  clock: Clock
  log: Logger
  pipeline: Pipeline
  /** Who is let in, as the store knows it at the start. */
  booted: IdentityChanges
  holderOf: AuthenticateOptions['holderOf']
  publish: (publication: Publication) => void
  /** Disconnects those who match. */
  end: (matches: (principal: Principal) => boolean) => void
  /** What is known of a device has changed: its protection, or whether it flaps. */
  onDevice: (deviceId: string) => void
}

export function startIdentity(options: IdentityOptions): IdentityService {
  const { clock, pipeline, log } = options
  const isOpen = options.auth === 'open'
  const directory = createDirectory(clock)
  directory.learn(options.booted)
  const hashes = createHashQueue()
  const pageTokens = createPageTokens(clock)
  const flapping = createFlapping(clock)
  const many = 'more than 100 client ids are taken over again and again this minute; the others are only counted'
  const tellFlapping = createTellOnce(log, clock.monotonic, many)
  const pending = createPending({ clock, directory, onChange: publishPendingSoon })
  const returns = createReturns({ clock, directory, pipeline })
  const firstUses = createFirstUses(pipeline, clock)
  const firstStart = isOpen || directory.hasGamemaster() ? null : createFirstStart()
  const adminToken = adminTokenBeside(options.dbPath, log)
  const signIn = createSignIn({ clock, directory, pipeline, hashes, adminToken, firstStart })
  let cancelPublish: (() => void) | null = null
  const asCore = { key: 'core', via: 'core' } as const

  const authenticate = createAuthenticate({
    directory,
    pageTokens,
    hashes,
    clock,
    holderOf: options.holderOf,
    onSignedIn: signIn.seenAt,
    onFirstUse: firstUses.say,
    onFenced: returns.note,
  })

  const endSessions = (sessions: readonly string[]) => {
    if (sessions.length === 0) return
    const over = new Set(sessions)
    options.end((who) => who.kind === 'operator' && over.has(who.sessionId))
  }

  const stopSweep = clock.every(SWEEP_EVERY_MS, () => {
    pending.sweep()
    const expired = directory.takeExpired()
    endSessions(expired)
    for (const sessionId of expired) {
      pipeline.submit({ kind: 'logout', sessionId, everywhere: false, expired: true }, asCore, null)
    }
  })

  function publishPendingSoon(): void {
    cancelPublish ??= clock.after(PUBLISH_AFTER_MS, () => {
      cancelPublish = null
      options.publish({ contract: 'opPending', params: {}, payload: { items: pending.items() } })
    })
  }

  function tell(clientId: string, payload: object): void {
    options.publish({ contract: 'enrolState', params: { client_id: clientId }, payload })
  }

  /** A device that waited is let in: it hears of it at once, not only at its next hello. */
  function announceAdmitted({ enrolments }: IdentityChanges): void {
    for (const { publicKey, coreKey, sealed, revoked, deviceId, role } of enrolments) {
      if (revoked || publicKey === null || coreKey === null || sealed === null) continue
      const clientId = pending.remove(enrolmentKey(publicKey), 'enrolled')
      if (clientId !== undefined)
        tell(clientId, { status: 'enrolled', device_id: deviceId, role, core_key: coreKey, sealed })
    }
  }

  return {
    directory,
    signIn,
    firstStartCode: firstStart?.code ?? null,
    authenticate: isOpen ? null : authenticate,
    learn(changes) {
      const ended = directory.learn(changes)
      for (const deviceId of ended.devices) pageTokens.revoke(deviceId)
      const out = new Set(ended.devices)
      if (out.size > 0) options.end((who) => who.kind === 'device' && out.has(who.enrolment.deviceId))
      endSessions(ended.sessions)
      announceAdmitted(changes)
      for (const key of changes.dismissed) {
        const clientId = pending.remove(key, 'dismissed')
        const detail = 'An operator has taken this device off the list. It must ask with a new key pair.'
        if (clientId !== undefined) tell(clientId, { status: 'refused', reason: 'dismissed', detail })
      }
      for (const { deviceId } of changes.enrolments) options.onDevice(deviceId)
    },
    stillIn(principal) {
      if (principal.kind === 'operator') return directory.isLive(principal.sessionId)
      if (principal.kind === 'guest') return true
      const now = directory.enrolment(principal.enrolment.deviceId)
      return now !== undefined && sameCredentials(principal.enrolment, now)
    },
    hello(from, hello) {
      if (isOpen) return tell(from.clientId, { status: 'open' })
      const state = pending.hello(from, hello)
      const replaced = state.status === 'pending' && returns.isReplaced(hello.was, from.address)
      tell(from.clientId, replaced ? { ...state, replaced } : state)
    },
    pending: pending.items,
    answerPageToken(deviceId, reqId) {
      const answer = { req_id: reqId, type: 'page_token' }
      if (isOpen) {
        const detail = 'This core asks nobody who he is (EG_AUTH=open): connect without a token.'
        return { ...answer, status: 'refused', reason: 'open', detail }
      }
      const { token, expiresInS } = pageTokens.issue(deviceId)
      return { ...answer, status: 'ok', token, expires_in_s: expiresInS }
    },
    prepare(work) {
      if (work.kind === 'opSwap') {
        const { spare_key: key } = work.payload
        return { ...work, applicant: key === undefined ? null : pending.applicant(key) }
      }
      if (work.kind !== 'opEnrol' && work.kind !== 'opDismiss') return work
      return { ...work, applicant: pending.applicant(work.payload.key) }
    },
    takenOver(clientId, deviceId) {
      if (!flapping.takenOver(deviceId ?? clientId)) return
      tellFlapping(clientId, () =>
        log.warn(
          { client: clientId },
          'this client id is taken over again and again: two programs use it and throw each other out. Give one of them another name',
        ),
      )
      if (deviceId !== undefined) options.onDevice(deviceId)
    },
    isFlapping: (deviceId) => flapping.isFlapping(deviceId),
    protectionOf(deviceId) {
      if (isOpen) return 'open'
      const enrolment = directory.enrolment(deviceId)
      if (!enrolment) return 'pending'
      return enrolment.secretHash === null ? 'unprotected' : 'enrolled'
    },
    stop() {
      stopSweep()
      firstUses.stop()
      cancelPublish?.()
    },
  }
}

function adminTokenBeside(dbPath: string, log: Logger): string | null {
  try {
    return writeAdminToken(dbPath)
  } catch (error) {
    log.error(
      { why: (error as Error).message },
      'admin.token could not be written: npm run device and npm run operator will not work',
    )
    return null
  }
}

export const NOBODY_YET: IdentityChanges = {
  enrolments: [],
  operators: [],
  removedOperators: [],
  sessions: [],
  endedSessions: [],
  dismissed: [],
}
