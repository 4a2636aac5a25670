import type { Answer, CommandResult } from '@eg/shared'
import type { Actor, Work } from '../../../commit/command.js'
import {
  RESET_ACTION,
  type ResetDevice,
  type ResetState,
  type ResetStatus,
  afterClose,
  afterWord,
  decideConfirm,
  decideReset,
} from '../../../session/reset-rules.js'
import type { RawCommand } from '../fleet-statements.js'
import { openSession } from '../session-facts.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { sendCommand } from './send-command.js'

type Of<K extends Work['kind']> = Extract<Work, { kind: K }>

/** Every known slot, table, desk and spare has a group behind it (J30). */
export function markAllForReset(tx: Transaction, at: number): void {
  for (const { deviceId } of devices(tx)) put(tx, deviceId, afterClose(), at)
}

/** Tells devices to forget the last group: kept first, sent by whoever hears of the commit. */
export function handleSessionReset(tx: Transaction, work: Of<'opSessionReset'>, actor: Actor, at: number): Answer {
  const { req_id, targets } = work.payload
  const facts = { sessionOpen: openSession(tx) !== null, devices: devices(tx) }
  const { changes, ...told } = decideReset(targets, facts)
  const sent: string[] = []
  const manual: string[] = []
  for (const change of changes) {
    const { deviceId } = change
    if (change.type === 'by_hand') {
      put(tx, deviceId, { status: 'manual', reason: change.reason }, at)
      manual.push(deviceId)
      continue
    }
    // One that was told otherwise is still at it: its end will say how the device is.
    const unfinished = tx.fleet.unfinished.get(deviceId, RESET_ACTION) as string | undefined
    const cmdId = unfinished ?? sendCommand(tx, { deviceId, action: RESET_ACTION, args: {} }, at)
    put(tx, deviceId, afterWord({ status: 'sent', reason: null, found: null }), at, { cmdId })
    sent.push(deviceId)
  }
  const data = { sent: sent.length, manual: manual.length, devices: sent.slice(0, 20).join(' · ') }
  writeJournal(tx, { at, kind: work.kind, outcome: told.status, reason: told.reason, actor, data })
  return { req_id, type: 'session_reset', ...told, ...(told.status === 'ok' ? { sent, manual } : {}) }
}

/** Somebody has looked at a device. */
export function handleSessionConfirm(tx: Transaction, work: Of<'opSessionConfirm'>, actor: Actor, at: number): Answer {
  const { req_id, target_id: deviceId, by } = work.payload
  const status = (tx.session.reset.get(deviceId) as { status: ResetStatus } | undefined)?.status ?? null
  const { changes, ...told } = decideConfirm(deviceId, { sessionOpen: openSession(tx) !== null, status })
  if (changes.length > 0) put(tx, deviceId, { status: 'ready', reason: null }, at, { by })
  if (changes.length > 0 || told.status !== 'ok') {
    const line = { at, kind: work.kind, outcome: told.status, reason: told.reason, actor, data: { by } }
    writeJournal(tx, { ...line, deviceId: status === null ? undefined : deviceId })
  }
  return { req_id, type: 'session_confirm', ...told, target_id: deviceId }
}

/** A device's word about the command of its reset, or the core's that it waited in vain. */
export function resetHeard(tx: Transaction, command: RawCommand, at: number): void {
  if (command.action !== RESET_ACTION) return
  const row = tx.session.reset.get(command.deviceId) as { status: ResetStatus; cmdId: string | null } | undefined
  // What comes after the next session has begun, or about an earlier command, says nothing of how the device is now.
  if (row?.cmdId !== command.cmdId || openSession(tx) !== null) return
  const result = command.result === null ? null : (JSON.parse(command.result) as CommandResult)
  const { status, reason, detail, cmdId } = command
  const state = afterWord({ status, reason, found: result?.reset ?? null })
  put(tx, command.deviceId, state, at, { cmdId, detail })
}

/** A spare has come in under a slot's name: how it stands is the machine's, not the name’s (D41). */
export function resetMoved(tx: Transaction, slotId: string, spareId: string | null, at: number): void {
  if (tx.session.reset.get(slotId) === undefined || openSession(tx) !== null) return
  const spare = spareId === null ? undefined : (tx.session.reset.get(spareId) as { status: ResetStatus } | undefined)
  put(tx, slotId, { status: spare?.status === 'ready' ? 'ready' : 'needs_reset', reason: null }, at)
}

function devices(tx: Transaction): ResetDevice[] {
  const rows = tx.session.resettable.all() as { deviceId: string; status: ResetStatus | null; legacy: number }[]
  return rows.map(({ deviceId, status, legacy }) => ({ deviceId, status, legacy: legacy === 1 }))
}

function put(
  tx: Transaction,
  deviceId: string,
  state: ResetState,
  at: number,
  more: { cmdId?: string | null; detail?: string | null; by?: string | null } = {},
): void {
  tx.session.putReset.run({ deviceId, ...state, cmdId: null, detail: null, by: null, ...more, at })
  tx.sessionChanged = true
}
