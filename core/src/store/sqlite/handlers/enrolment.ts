import { sealSecret } from '@eg/shared/enrol-seal'
import type { Answer } from '@eg/shared'
import type { Actor, Work } from '../../../commit/command.js'
import { decideAdmission, decideRevoke } from '../../../game/enrolment.js'
import type { Decision } from '../../../game/decision.js'
import { kindOf } from '../../../game/roster.js'
import { refuse } from '../../../game/decision.js'
import { type Applicant, nameKeyOf } from '../../../identity/records.js'
import { DEVICE_SECRET, hashSecretNow, newSecret } from '../../../identity/secrets.js'
import { enrolmentOf, namesAwaiting, operatorOf } from '../identity-statements.js'
import { hasVotedNow } from '../run-facts.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { touchDevice } from './device.js'
import { fence } from './fence.js'
import { handOverByHand } from './swap.js'
import { swapDone } from './swap-end.js'

type Of<K extends Work['kind']> = Extract<Work, { kind: K }>

/** An operator says which device one of those that wait is. Its secret is made here and leaves this thread only sealed. */
export function handleEnrol(tx: Transaction, work: Of<'opEnrol'>, actor: Actor, at: number): Answer {
  const { req_id, device_id: deviceId, role, replace = false } = work.payload
  const applicant = work.applicant && stillWaiting(tx, work.applicant, deviceId)
  const decision = applicant
    ? admission(tx, { deviceId, role, replace }, applicant.was)
    : notPending<{ type: 'admit' }>()
  if (applicant && decision.changes.length > 0) {
    const secret = newSecret(DEVICE_SECRET)
    const { core_key: coreKey, sealed } = sealSecret(secret, applicant.publicKey)
    admit(tx, { deviceId, role, secretHash: hashSecretNow(secret), ...applicant, coreKey, sealed }, actor, at)
  }
  const data = { role, key: work.payload.key, name: work.applicant?.name }
  journalOf(tx, work.kind, decision, deviceId, data, actor, at)
  return told(req_id, 'device_enrol', decision, { device_id: deviceId, role })
}

/** A device that cannot ask by itself: a third party's, with the secret that whoever asked has made, or one of the old system. */
export function handleDeviceAdd(tx: Transaction, work: Of<'opDeviceAdd'>, actor: Actor, at: number): Answer {
  const { req_id, device_id: deviceId, role, legacy_from: legacyFrom, replace = false } = work.payload
  const decision =
    role === 'script' && legacyFrom === undefined ? noAddress() : admission(tx, { deviceId, role, replace })
  if (decision.changes.length > 0) {
    const secretHash = legacyFrom === undefined ? work.secretHash : null
    admit(tx, { deviceId, role, secretHash, legacyFrom: legacyFrom ?? null }, actor, at)
  }
  journalOf(tx, work.kind, decision, deviceId, { role, legacy_from: legacyFrom }, actor, at)
  // `issue` says whose secret this answer belongs to: one that is given again belongs to a secret nobody has any more.
  const issued = decision.status === 'ok' && legacyFrom === undefined ? { issue: work.issue } : {}
  return told(req_id, 'device_add', decision, { device_id: deviceId, role, ...issued })
}

export function handleRevoke(tx: Transaction, work: Of<'opRevoke'>, actor: Actor, at: number): Answer {
  const { req_id, device_id: deviceId, reason } = work.payload
  const decision = decideRevoke(deviceId, isEnrolled(tx, deviceId))
  if (decision.changes.length > 0) {
    handOverByHand(tx, deviceId, actor, at)
    tx.identity.revoke.run(at, deviceId)
    tx.touchedIdentity.enrolments.add(deviceId)
    fence(tx, deviceId)
  }
  journalOf(tx, work.kind, decision, deviceId, { why: reason }, actor, at)
  return told(req_id, 'device_revoke', decision, { device_id: deviceId })
}

/** The list of those that wait is the main thread's; here is only written who took one off it. */
export function handleDismiss(tx: Transaction, work: Of<'opDismiss'>, actor: Actor, at: number): Answer {
  const { req_id, key } = work.payload
  const decision: Decision<never> = work.applicant ? { status: 'ok', changes: [] } : notPending()
  if (work.applicant) tx.touchedIdentity.dismissed.add(key)
  journalOf(tx, work.kind, decision, undefined, { key, name: work.applicant?.name }, actor, at)
  return told(req_id, 'device_dismiss', decision, { key })
}

/** A device has connected with its secret: its sealed answer has arrived and need not be given again. */
export function handleSecretUsed(tx: Transaction, work: Of<'secretUsed'>, at: number): null {
  const { deviceId, secretHash } = work
  // Another secret was made for the name since.
  if (enrolmentOf(tx.identity, deviceId)?.secretHash !== secretHash) return null
  swapDone(tx, deviceId, { secretHash }, at)
  tx.identity.forgetSealed.run(work.deviceId)
  tx.touchedIdentity.enrolments.add(work.deviceId)
  return null
}

interface Row {
  deviceId: string
  role: string
  secretHash: string | null
  legacyFrom?: string | null
  name?: string
  model?: string
  publicKey?: string
  coreKey?: string
  sealed?: string
}

function admit(tx: Transaction, row: Row, actor: Actor, at: number): void {
  const nothing = { legacyFrom: null, name: null, model: null, publicKey: null, coreKey: null, sealed: null }
  handOverByHand(tx, row.deviceId, actor, at)
  tx.identity.putEnrolment.run({ ...nothing, ...row, at, by: actor.key })
  const isSpare = kindOf(row.deviceId, undefined, 'other') === 'spare'
  if (row.role !== 'script') touchDevice(tx, row.deviceId, { kind: isSpare ? 'spare' : row.role, at })
  tx.touchedIdentity.enrolments.add(row.deviceId)
  fence(tx, row.deviceId)
}

function admission(tx: Transaction, asked: { deviceId: string; role: string; replace: boolean }, was?: string) {
  const operator = operatorOf(tx.identity, nameKeyOf(asked.deviceId)) !== null
  const isCore = asked.deviceId === tx.settings.coreDeviceId
  const votedAs = was !== undefined && was !== asked.deviceId && hasVotedNow(tx.sql, was) ? was : null
  return decideAdmission({ ...asked, isCore }, { enrolled: isEnrolled(tx, asked.deviceId), operator, votedAs })
}

function isEnrolled(tx: Transaction, deviceId: string): boolean {
  return enrolmentOf(tx.identity, deviceId)?.revoked === false
}

/** Who waits is looked up before the commit: meanwhile somebody else may have let it in under another name. */
function stillWaiting(tx: Transaction, applicant: Applicant, deviceId: string): Applicant | null {
  return namesAwaiting(tx.identity, applicant).every((name) => name === deviceId) ? applicant : null
}

function notPending<Change>(): Decision<Change> {
  const detail = 'No device waits under this key: it has gone, or somebody has enrolled it. Look at the list again.'
  return refuse('refused', 'not_pending', detail, { field: 'key' })
}

function noAddress<Change>(): Decision<Change> {
  const detail = 'A script knows no secret: say from which address it calls (--from ADDRESS).'
  return refuse('refused', 'no_address', detail, { field: 'legacy_from' })
}

type Data = Record<string, string | boolean | undefined>

function journalOf(
  tx: Transaction,
  kind: string,
  { status, reason }: Decision<unknown>,
  deviceId: string | undefined,
  data: Data,
  actor: Actor,
  at: number,
): void {
  writeJournal(tx, { at, kind, outcome: status, reason, actor, deviceId, data })
}

function told(reqId: string, type: string, decision: Decision<unknown>, more: object): Answer {
  const { changes: _, ...rest } = decision
  return { req_id: reqId, type, ...rest, ...more }
}
