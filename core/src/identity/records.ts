import type { DeviceRole, OperatorRole } from '@eg/shared'

/** What somebody can be enrolled as: a device, or a program of the old system that calls the HTTP routes of that system. */
export type EnrolledRole = DeviceRole | 'script'

/** A device that is let in, or that was (`revoked`). Kept by the store; the main thread has a copy of all of them. */
export interface Enrolment {
  deviceId: string
  role: EnrolledRole
  /** `scrypt$N$r$p$salt$hash`; null for a device of the old system. */
  secretHash: string | null
  /** The address that a device of the old system connects from. */
  legacyFrom: string | null
  name: string | null
  model: string | null
  publicKey: string | null
  /** Its secret, sealed for `publicKey`, until it has connected with it. */
  coreKey: string | null
  sealed: string | null
  enrolledAt: number
  revoked: boolean
}

export interface Operator {
  /** The name in lower case: `Nadia` and `nadia` are one person. */
  nameKey: string
  name: string
  role: OperatorRole
  passwordHash: string
  createdAt: number
  lastLogin: number | null
}

/** A login that has not ended. */
export interface Session {
  sessionId: string
  nameKey: string
  /** SHA-256 of the token, base64url. */
  tokenHash: string
  expiresAt: number
}

/** Who is let in, as far as a commit changed it; at boot all of it. */
export interface IdentityChanges {
  enrolments: Enrolment[]
  operators: Operator[]
  removedOperators: string[]
  sessions: Session[]
  endedSessions: string[]
  /** Keys of devices that an operator took off the list of those that wait. */
  dismissed: string[]
  /** All of them, when they changed: who shows one is a device that was replaced. */
  formers?: FormerSecret[]
}

/** The hash of a secret that held for a name until another device took it over. */
export interface FormerSecret {
  deviceId: string
  secretHash: string
}

/** A device that waits to be enrolled, as the command that enrols it needs it. */
export interface Applicant {
  name: string
  model: string
  publicKey: string
  /** The device that it says it was, before that name was taken from it. */
  was?: string
}

export function nameKeyOf(name: string): string {
  return name.normalize('NFC').trim().toLowerCase()
}
