import type Database from 'better-sqlite3'
import type { Applicant, Enrolment, IdentityChanges, Operator, Session } from '../../identity/records.js'

type Name =
  | 'enrolment'
  | 'enrolments'
  | 'putEnrolment'
  | 'awaiting'
  | 'revoke'
  | 'forgetSealed'
  | 'operator'
  | 'operators'
  | 'gamemasters'
  | 'putOperator'
  | 'removeOperator'
  | 'noteLogin'
  | 'session'
  | 'sessions'
  | 'sessionsOf'
  | 'addSession'
  | 'renewSession'
  | 'endSession'

export type IdentityStatements = Record<Name, Database.Statement>

const ENROLMENT = `device_id AS deviceId, role, secret_hash AS secretHash, legacy_from AS legacyFrom, name, model,
  public_key AS publicKey, core_key AS coreKey, sealed, enrolled_at AS enrolledAt, revoked_at AS revokedAt`
const OPERATOR = `name_key AS nameKey, name, role, password_hash AS passwordHash, created_at AS createdAt,
  last_login AS lastLogin`
const SESSION = 'session_id AS sessionId, name_key AS nameKey, token_hash AS tokenHash, expires_at AS expiresAt'

/** The prepared statements of who is let in. */
export function prepareIdentity(db: Database.Database): IdentityStatements {
  return {
    enrolment: db.prepare(`SELECT ${ENROLMENT} FROM enrolments WHERE device_id = ?`),
    enrolments: db.prepare(`SELECT ${ENROLMENT} FROM enrolments`),
    putEnrolment: db.prepare(
      `INSERT INTO enrolments (device_id, role, secret_hash, legacy_from, name, model, public_key, core_key, sealed,
         enrolled_at, enrolled_by)
       VALUES (@deviceId, @role, @secretHash, @legacyFrom, @name, @model, @publicKey, @coreKey, @sealed, @at, @by)
       ON CONFLICT (device_id) DO UPDATE SET role = excluded.role, secret_hash = excluded.secret_hash,
         legacy_from = excluded.legacy_from, name = excluded.name, model = excluded.model,
         public_key = excluded.public_key, core_key = excluded.core_key, sealed = excluded.sealed,
         enrolled_at = excluded.enrolled_at, enrolled_by = excluded.enrolled_by, revoked_at = NULL`,
    ),
    awaiting: db
      .prepare('SELECT device_id FROM enrolments WHERE public_key = ? AND sealed IS NOT NULL AND revoked_at IS NULL')
      .pluck(),
    revoke: db.prepare(
      `UPDATE enrolments SET secret_hash = NULL, sealed = NULL, core_key = NULL, legacy_from = NULL, revoked_at = ?
       WHERE device_id = ?`,
    ),
    forgetSealed: db.prepare('UPDATE enrolments SET sealed = NULL, core_key = NULL WHERE device_id = ?'),

    operator: db.prepare(`SELECT ${OPERATOR} FROM operators WHERE name_key = ?`),
    operators: db.prepare(`SELECT ${OPERATOR} FROM operators ORDER BY name_key`),
    gamemasters: db.prepare(`SELECT count(*) FROM operators WHERE role = 'gamemaster'`).pluck(),
    putOperator: db.prepare(
      `INSERT INTO operators (name_key, name, role, password_hash, created_at)
       VALUES (@nameKey, @name, @role, @passwordHash, @at)
       ON CONFLICT (name_key) DO UPDATE SET name = excluded.name, role = excluded.role,
         password_hash = excluded.password_hash`,
    ),
    removeOperator: db.prepare('DELETE FROM operators WHERE name_key = ?'),
    noteLogin: db.prepare('UPDATE operators SET last_login = ? WHERE name_key = ?'),

    session: db.prepare(`SELECT ${SESSION} FROM operator_sessions WHERE session_id = ?`),
    sessions: db.prepare(`SELECT ${SESSION} FROM operator_sessions`),
    sessionsOf: db.prepare('SELECT session_id FROM operator_sessions WHERE name_key = ?').pluck(),
    addSession: db.prepare(
      `INSERT INTO operator_sessions (session_id, name_key, token_hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?)`,
    ),
    renewSession: db.prepare('UPDATE operator_sessions SET token_hash = ?, expires_at = ? WHERE session_id = ?'),
    endSession: db.prepare('DELETE FROM operator_sessions WHERE session_id = ?'),
  }
}

type RawEnrolment = Omit<Enrolment, 'revoked'> & { revokedAt: number | null }

export function enrolmentOf(sql: IdentityStatements, deviceId: string): Enrolment | null {
  const raw = sql.enrolment.get(deviceId) as RawEnrolment | undefined
  return raw ? toEnrolment(raw) : null
}

/** The names that whoever asked with this public key was let in under and has yet to come in as. */
export function namesAwaiting(sql: IdentityStatements, { publicKey }: Applicant): string[] {
  return sql.awaiting.all(publicKey) as string[]
}

export function operatorOf(sql: IdentityStatements, nameKey: string): Operator | null {
  return (sql.operator.get(nameKey) as Operator | undefined) ?? null
}

export function sessionOf(sql: IdentityStatements, sessionId: string): Session | null {
  return (sql.session.get(sessionId) as Session | undefined) ?? null
}

function toEnrolment({ revokedAt, ...row }: RawEnrolment): Enrolment {
  return { ...row, revoked: revokedAt !== null }
}

/** What a batch touched of who is let in, by its names. */
export interface TouchedIdentity {
  enrolments: Set<string>
  operators: Set<string>
  sessions: Set<string>
  dismissed: Set<string>
}

/** Who is let in: all of it at boot, else what was touched as it is now; null for nothing. */
export function identityChanges(sql: IdentityStatements, touched: TouchedIdentity | null): IdentityChanges | null {
  if (!touched) {
    return {
      enrolments: (sql.enrolments.all() as RawEnrolment[]).map(toEnrolment),
      operators: sql.operators.all() as Operator[],
      removedOperators: [],
      sessions: sql.sessions.all() as Session[],
      endedSessions: [],
      dismissed: [],
    }
  }
  const { enrolments, operators, sessions, dismissed } = touched
  if (enrolments.size + operators.size + sessions.size + dismissed.size === 0) return null
  return {
    enrolments: [...enrolments].flatMap((id) => enrolmentOf(sql, id) ?? []),
    operators: [...operators].flatMap((nameKey) => operatorOf(sql, nameKey) ?? []),
    removedOperators: [...operators].filter((nameKey) => !operatorOf(sql, nameKey)),
    sessions: [...sessions].flatMap((id) => sessionOf(sql, id) ?? []),
    endedSessions: [...sessions].filter((id) => !sessionOf(sql, id)),
    dismissed: [...dismissed],
  }
}
