import { createHash } from 'node:crypto'
import type { Answer } from '@eg/shared'
import { isDeviceId } from '@eg/shared/ids'
import type { Actor, Command, Work } from '../../../commit/command.js'
import { kindOf } from '../../../game/roster.js'
import { type Payout, type PayoutChange, decideClaim, decideEnd, decidePayout } from '../../../money/payout-rules.js'
import type { Card } from '../../../money/ledger.js'
import { writeTransfers } from '../money/ledger-writer.js'
import { cardOf, cardOrFirstTap, payoutOf } from '../money/money-facts.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { refusedWhileFrozen } from '../freezes.js'
import { knownKind } from './device.js'
import { useDevice } from './wallet.js'

/** A table, or a dealer's page, creates a payout. The same one again is the same payout. */
export function handlePayoutNew(
  tx: Transaction,
  work: Extract<Work, { kind: 'payoutNew' | 'opPayoutNew' }>,
  command: Command,
): Answer {
  const { actor, at } = command
  const { payout_id: payoutId, source, amount_cents: amount } = work.payload
  const meta = 'meta' in work.payload ? work.payload.meta : undefined
  const tableId = 'table_id' in work.payload ? work.payload.table_id : tableOf(tx, actor)
  const answer = {
    ...('req_id' in work.payload ? { req_id: work.payload.req_id } : {}),
    type: work.kind === 'payoutNew' ? 'payout_new' : 'payout_create',
    payout_id: payoutId,
  }
  const hash = createHash('sha256')
    .update(JSON.stringify([source, amount, sortedKeys(meta ?? null)]))
    .digest('base64')
  const before = payoutOf(tx, payoutId)
  const anotherTable = before?.tableId != null && tableId !== undefined && before.tableId !== tableId
  if (before?.hash === hash && !anotherTable) return { ...answer, status: 'ok' }
  const refused = refusedWhileFrozen(tx, command)
  if (refused) return refused
  const line = {
    at,
    kind: work.kind,
    actor,
    deviceId: tableId,
    data: { payout_id: payoutId, source, amount_cents: amount },
  }
  if (before) {
    writeJournal(tx, { ...line, outcome: 'conflict', reason: 'conflict' })
    const detail = `The payout ${payoutId} exists with another table, source, amount or meta. Nothing was changed; use a new id.`
    return { ...answer, status: 'conflict', reason: 'conflict', detail, field: 'payout_id' }
  }
  if (tableId !== undefined) useDevice(tx, tableId, at, 'table')
  const { payoutMs } = tx.settings.money
  const expires = payoutMs === null ? null : at + payoutMs
  const text = meta === undefined ? null : JSON.stringify(meta)
  tx.money.addPayout.run(payoutId, source, amount, text, hash, tableId ?? null, at, actor.key, expires)
  const decision = decidePayout(tableId ?? source, amount)
  const reqId = 'req_id' in answer ? answer.req_id : undefined
  for (const { transfer } of decision.changes) {
    writeTransfers(tx, [transfer], { at, actor, reqId, payoutId, deviceId: tableId })
  }
  tx.touched.payouts = true
  writeJournal(tx, { ...line, outcome: 'ok' })
  return { ...answer, status: 'ok' }
}

/** The same value with the keys of its objects in order, so that the order they were sent in makes no difference. */
function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortedKeys(inner)]))
}

/** The table that speaks: the connection's device, or a client whose name says that it is one. */
function tableOf(tx: Transaction, actor: Actor): string | undefined {
  const name = actor.key.startsWith('ui:') ? actor.key.slice('ui:'.length) : actor.key
  if (actor.via !== 'mqtt' || !isDeviceId(name)) return undefined
  const kind = knownKind(tx, name) ?? kindOf(name, undefined, 'other')
  return kind === 'table' ? name : undefined
}

/** A change desk of the old system pays a payout to a card. */
export function handleClaim(
  tx: Transaction,
  work: Extract<Work, { kind: 'payoutClaim' }>,
  actor: Actor,
  at: number,
): Answer {
  const { req_id: reqId, device_id: deviceId, payout_id: payoutId, tag_uid: tagUid } = work.payload
  useDevice(tx, deviceId, at, 'change')
  const card = cardOrFirstTap(tx, tagUid, actor, at)
  const payout = payoutOf(tx, payoutId)
  const { changes, ...told } = decideClaim(tagUid, payoutId, { payout, card })
  endPayouts(tx, changes, { payoutId, card, actor, at, reqId, deviceId })
  const credited = changes.length > 0 && payout ? payout.amount : 0
  const data = { payout_id: payoutId, tag_uid: tagUid, ...(credited > 0 ? { amount_cents: credited } : {}) }
  writeJournal(tx, { at, kind: work.kind, outcome: told.status, reason: told.reason, actor, deviceId, data })
  const balance = cardOf(tx, tagUid)?.balance
  const known = balance === undefined || told.status === 'frozen' ? {} : { new_balance_cents: balance }
  return { req_id: reqId, type: 'payout_claim', payout_id: payoutId, ...told, credited_cents: credited, ...known }
}

export interface EndContext {
  payoutId: string
  card: Card | null
  actor: Actor
  at: number
  reqId?: string
  deviceId?: string
  shift?: number
  /** Who works that shift: the statement names them, as for a top-up. */
  person?: string
  receipt?: number
}

/** Carries out the end of a payout: its row and its money in one. */
export function endPayouts(tx: Transaction, changes: readonly PayoutChange[], context: EndContext): void {
  const { payoutId, card, actor, at, person } = context
  for (const change of changes) {
    if (change.type !== 'end') continue
    const { status, reason, transfer } = change
    const [player, tagUid] = status === 'claimed' ? [card?.player, card?.tagUid] : []
    tx.money.endPayout.run(status, at, actor.key, player ?? null, tagUid ?? null, reason ?? null, payoutId)
    writeTransfers(tx, [person === undefined ? transfer : { ...transfer, person }], { ...context, tagUid })
    tx.touched.payouts = true
  }
}

/** The operator takes a waiting payout back, or lets it go to the house. */
export function handlePayoutEnd(
  tx: Transaction,
  work: Extract<Work, { kind: 'opPayoutVoid' | 'opPayoutExpire' }>,
  actor: Actor,
  at: number,
): Answer {
  const { req_id: reqId, payout_id: payoutId, reason } = work.payload
  const voided = work.kind === 'opPayoutVoid'
  const payout: Payout | null = payoutOf(tx, payoutId)
  const { changes, ...told } = decideEnd(voided ? 'voided' : 'expired', payoutId, payout, reason)
  endPayouts(tx, changes, { payoutId, card: null, actor, at, reqId })
  const amount = payout ? { amount_cents: payout.amount } : {}
  const data = { payout_id: payoutId, ...amount, ...(reason === undefined ? {} : { why: reason }) }
  writeJournal(tx, { at, kind: work.kind, outcome: told.status, reason: told.reason, actor, data })
  return { req_id: reqId, type: voided ? 'payout_void' : 'payout_expire', payout_id: payoutId, ...told }
}
