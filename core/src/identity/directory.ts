import type { Clock } from '@eg/shared'
import { type Enrolment, type FormerSecret, type IdentityChanges, type Operator, nameKeyOf } from './records.js'
import { fingerprint } from './secrets.js'

/** How long a token that was renewed is still good, for requests that are on their way. */
const OLD_TOKEN_MS = 60_000
/** How long a login lasts; a page renews it. */
export const SESSION_MS = 60 * 60_000

interface Live {
  sessionId: string
  nameKey: string
  tokenHash: string
  /** On the monotonic clock: setting the wall clock ends no session and prolongs none. */
  deadline: number
}

/** Who a commit has put out: they are disconnected. */
export interface Ended {
  devices: string[]
  sessions: string[]
}

/** Who is let in: the main thread's copy of what the store keeps. */
export interface Directory {
  /** Takes over what a commit changed. */
  learn(changes: IdentityChanges): Ended
  /** A device that is let in now; undefined for others and for one that was revoked. */
  enrolment(deviceId: string): Enrolment | undefined
  /** All rows, revoked ones too. */
  enrolments(): Enrolment[]
  /** Hashes of the secrets that a name had before other devices took it over. */
  formersOf(deviceId: string): string[]
  /** A device that asked with this public key and was let in; under several names: as the one it has yet to come in as. */
  byPublicKey(publicKey: string): Enrolment | undefined
  /** A program of the old system that calls from this address. */
  scriptAt(address: string): Enrolment | undefined
  operator(name: string): Operator | undefined
  operators(): Operator[]
  hasGamemaster(): boolean
  /** The session that a token belongs to, while it lasts. */
  sessionOf(token: string): { sessionId: string; operator: Operator; expiresInS: number } | undefined
  isLive(sessionId: string): boolean
  countSessions(nameKey: string): number
  /** Sessions whose time is over; they are forgotten here. */
  takeExpired(): string[]
}

export function createDirectory(clock: Pick<Clock, 'now' | 'monotonic'>): Directory {
  const enrolments = new Map<string, Enrolment>()
  const operators = new Map<string, Operator>()
  let formers: FormerSecret[] = []
  const sessions = new Map<string, Live>()
  /** SHA-256 of a token → its session, and until when it is good (null: as long as the session). */
  const tokens = new Map<string, { sessionId: string; until: number | null }>()

  const liveEnrolment = (deviceId: string) => {
    const found = enrolments.get(deviceId)
    return found && !found.revoked ? found : undefined
  }
  const forget = (sessionId: string) => {
    sessions.delete(sessionId)
    for (const [hash, token] of tokens) if (token.sessionId === sessionId) tokens.delete(hash)
  }
  const isLive = (sessionId: string) => (sessions.get(sessionId)?.deadline ?? 0) > clock.monotonic()

  return {
    learn(changes) {
      const devices: string[] = []
      for (const enrolment of changes.enrolments) {
        const before = liveEnrolment(enrolment.deviceId)
        enrolments.set(enrolment.deviceId, enrolment)
        if (before && !sameCredentials(before, enrolment)) devices.push(enrolment.deviceId)
      }
      if (changes.formers) formers = changes.formers
      for (const operator of changes.operators) operators.set(operator.nameKey, operator)
      for (const nameKey of changes.removedOperators) operators.delete(nameKey)
      for (const { sessionId, nameKey, tokenHash, expiresAt } of changes.sessions) {
        const before = sessions.get(sessionId)
        if (before && before.tokenHash !== tokenHash) {
          tokens.set(before.tokenHash, { sessionId, until: clock.monotonic() + OLD_TOKEN_MS })
        }
        // After a restart of a machine whose clock began in the past a session would seem to last for years.
        const deadline = clock.monotonic() + Math.min(SESSION_MS, Math.max(0, expiresAt - clock.now()))
        sessions.set(sessionId, { sessionId, nameKey, tokenHash, deadline })
        tokens.set(tokenHash, { sessionId, until: null })
      }
      const ended = changes.endedSessions.filter((sessionId) => sessions.has(sessionId))
      for (const sessionId of ended) forget(sessionId)
      return { devices, sessions: ended }
    },
    enrolment: liveEnrolment,
    enrolments: () => [...enrolments.values()],
    formersOf: (deviceId) => formers.flatMap((f) => (f.deviceId === deviceId ? f.secretHash : [])),
    byPublicKey(publicKey) {
      const found = [...enrolments.values()].filter((e) => !e.revoked && e.publicKey === publicKey)
      return found.find(({ sealed }) => sealed !== null) ?? found[0]
    },
    scriptAt: (address) =>
      [...enrolments.values()].find((e) => !e.revoked && e.role === 'script' && e.legacyFrom === address),
    operator: (name) => operators.get(nameKeyOf(name)),
    operators: () => [...operators.values()],
    hasGamemaster: () => [...operators.values()].some(({ role }) => role === 'gamemaster'),
    sessionOf(token) {
      const found = tokens.get(fingerprint(token))
      const session = found && sessions.get(found.sessionId)
      const now = clock.monotonic()
      if (!session || session.deadline <= now || (found.until !== null && found.until <= now)) return undefined
      const operator = operators.get(session.nameKey)
      const expiresInS = Math.round((session.deadline - now) / 1000)
      return operator && { sessionId: session.sessionId, operator, expiresInS }
    },
    isLive,
    countSessions: (nameKey) =>
      [...sessions.values()].filter((s) => s.nameKey === nameKey && isLive(s.sessionId)).length,
    takeExpired() {
      const over = [...sessions.keys()].filter((sessionId) => !isLive(sessionId))
      for (const sessionId of over) forget(sessionId)
      const now = clock.monotonic()
      for (const [hash, { until }] of tokens) if (until !== null && until <= now) tokens.delete(hash)
      return over
    },
  }
}

/** Whether who was let in as `a` is let in as `b` too. */
export function sameCredentials(a: Enrolment, b: Enrolment): boolean {
  return !b.revoked && a.role === b.role && a.secretHash === b.secretHash && a.legacyFrom === b.legacyFrom
}
