import type { Answer } from '@eg/shared'
import type { Actor, Work } from '../../../commit/command.js'
import { type Decision, accept } from '../../../game/decision.js'
import { decideOperator, decideOperatorRemove, unknownOperator } from '../../../game/enrolment.js'
import { nameKeyOf } from '../../../identity/records.js'
import { enrolmentOf, operatorOf, sessionOf } from '../identity-statements.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { knownKind } from './device.js'

type Of<K extends Work['kind']> = Extract<Work, { kind: K }>

/** Adds an operator or changes one; the password comes hashed. */
export function handleOperatorSet(tx: Transaction, work: Of<'opOperatorSet'>, actor: Actor, at: number): Answer {
  const { req_id, name, role, expect_role: expectRole } = work.payload
  const nameKey = nameKeyOf(name)
  const before = operatorOf(tx.identity, nameKey)
  const asked = { name, role, hasPassword: work.passwordHash !== null, first: work.first, expectRole }
  const decision = decideOperator(asked, facts(tx, name))
  const passwordHash = work.passwordHash ?? before?.passwordHash
  if (decision.changes.length > 0 && passwordHash !== undefined) {
    tx.identity.putOperator.run({ nameKey, name, role, passwordHash, at })
    tx.touchedIdentity.operators.add(nameKey)
    endAll(tx, nameKey)
  }
  const data = { name, role, password: work.passwordHash === null ? 'kept' : 'new' }
  writeJournal(tx, { at, kind: work.kind, outcome: decision.status, reason: decision.reason, actor, data })
  return told(req_id, 'operator_set', decision, { name, role })
}

export function handleOperatorRemove(tx: Transaction, work: Of<'opOperatorRemove'>, actor: Actor, at: number): Answer {
  const { req_id, name } = work.payload
  const nameKey = nameKeyOf(name)
  const decision = decideOperatorRemove(name, facts(tx, name))
  if (decision.changes.length > 0) {
    endAll(tx, nameKey)
    tx.identity.removeOperator.run(nameKey)
    tx.touchedIdentity.operators.add(nameKey)
  }
  writeJournal(tx, { at, kind: work.kind, outcome: decision.status, reason: decision.reason, actor, data: { name } })
  return told(req_id, 'operator_remove', decision, { name })
}

export function handleLogoutAll(tx: Transaction, work: Of<'opLogoutAll'>, actor: Actor, at: number): Answer {
  const { req_id, name } = work.payload
  const known = operatorOf(tx.identity, nameKeyOf(name)) !== null
  const decision: Decision<unknown> = known ? accept('ok', []) : unknownOperator(name)
  const sessions = known ? endAll(tx, nameKeyOf(name)) : 0
  const data = { name, sessions }
  writeJournal(tx, { at, kind: work.kind, outcome: decision.status, reason: decision.reason, actor, data })
  return told(req_id, 'operator_logout', decision, { name, sessions })
}

/** Somebody gave the right password. The operator may have been removed or changed while it was checked: then not. */
export function handleLogin(tx: Transaction, work: Of<'login'>, actor: Actor, at: number): Answer {
  const { nameKey, passwordHash, sessionId, tokenHash, expiresAt, address } = work
  const operator = operatorOf(tx.identity, nameKey)
  if (!operator || operator.passwordHash !== passwordHash)
    return { type: 'login', status: 'refused', reason: 'bad_login' }
  tx.identity.addSession.run(sessionId, nameKey, tokenHash, at, expiresAt)
  tx.identity.noteLogin.run(at, nameKey)
  tx.touchedIdentity.sessions.add(sessionId)
  tx.touchedIdentity.operators.add(nameKey)
  writeJournal(tx, { at, kind: 'login', outcome: 'ok', actor, data: { address } })
  return { type: 'login', status: 'ok' }
}

/** A wrong password, or a try while locked: worth a line, without what was typed. */
export function handleLoginRefused(tx: Transaction, work: Of<'loginRefused'>, actor: Actor, at: number): null {
  const { reason, address } = work
  writeJournal(tx, { at, kind: 'login', outcome: 'refused', reason, actor, data: { address } })
  return null
}

export function handleSessionRenew(tx: Transaction, work: Of<'sessionRenew'>): Answer {
  const { sessionId, tokenHash, expiresAt } = work
  if (!sessionOf(tx.identity, sessionId)) return { type: 'session_renew', status: 'refused', reason: 'session_ended' }
  tx.identity.renewSession.run(tokenHash, expiresAt, sessionId)
  tx.touchedIdentity.sessions.add(sessionId)
  return { type: 'session_renew', status: 'ok' }
}

/** Ends one session, or every session of its name. `expired`: time did, which is not worth a line. */
export function handleLogout(tx: Transaction, work: Of<'logout'>, actor: Actor, at: number): Answer {
  const session = sessionOf(tx.identity, work.sessionId)
  if (!session) return { type: 'logout', status: 'ok' }
  const sessions = work.everywhere ? endAll(tx, session.nameKey) : endOne(tx, session.sessionId)
  if (!work.expired) writeJournal(tx, { at, kind: 'logout', outcome: 'ok', actor, data: { sessions } })
  return { type: 'logout', status: 'ok' }
}

function endAll(tx: Transaction, nameKey: string): number {
  const open = tx.identity.sessionsOf.all(nameKey) as string[]
  for (const sessionId of open) endOne(tx, sessionId)
  return open.length
}

function endOne(tx: Transaction, sessionId: string): number {
  tx.identity.endSession.run(sessionId)
  tx.touchedIdentity.sessions.add(sessionId)
  return 1
}

function facts(tx: Transaction, name: string) {
  return {
    role: operatorOf(tx.identity, nameKeyOf(name))?.role ?? null,
    gamemasters: tx.identity.gamemasters.get() as number,
    device: knownKind(tx, name) !== undefined || enrolmentOf(tx.identity, name) !== null,
  }
}

function told(reqId: string, type: string, decision: Decision<unknown>, more: object): Answer {
  const { changes: _, ...rest } = decision
  return { req_id: reqId, type, ...rest, ...more }
}
