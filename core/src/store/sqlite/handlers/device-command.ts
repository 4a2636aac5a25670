import type { Answer } from '@eg/shared'
import type { Actor, Publication, TrackedCommand, Work } from '../../../commit/command.js'
import {
  type CommandChange,
  USUAL_SECONDS,
  decideCommand,
  decideGiveUp,
  decideReport,
  hasEnded,
} from '../../../game/device-command.js'
import type { FleetStatements, RawCommand } from '../fleet-statements.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { knownKind, touchDevice } from './device.js'
import { notePressTest } from './ready.js'
import { sendCommand, track, tracked } from './send-command.js'
import { resetHeard } from './session-reset.js'

type Of<K extends Work['kind']> = Extract<Work, { kind: K }>

/** The operator has a device do something: kept first, sent by whoever hears of the commit. */
export function handleDeviceCommand(tx: Transaction, work: Of<'opDeviceCommand'>, actor: Actor, at: number): Answer {
  const { req_id, target_id: deviceId, action, ...given } = work.payload
  const unfinished = (tx.fleet.unfinished.get(deviceId, action) as string | undefined) ?? null
  const known = knownKind(tx, deviceId) !== undefined
  const decision = decideCommand({ deviceId, action }, { known, unfinished })
  const usual = USUAL_SECONDS[action]
  const args = { ...(usual === undefined ? {} : { seconds: usual }), ...given }
  let cmdId: string | undefined
  if (decision.changes.length > 0) {
    cmdId = sendCommand(tx, { deviceId, action, args }, at)
  }
  const line = { at, kind: work.kind, outcome: decision.status, reason: decision.reason, actor }
  writeJournal(tx, { ...line, deviceId: known ? deviceId : undefined, data: { action, cmd_id: cmdId } })
  const { changes: _, ...told } = decision
  return { req_id, type: 'device_command', ...told, ...(cmdId === undefined ? {} : { cmd_id: cmdId }) }
}

/** Commands to a device that another one has taken the place of, or whose name is nobody's any more. */
export function failCommands(
  tx: Transaction,
  cmdIds: readonly string[],
  reason: string,
  actor: Actor,
  at: number,
): void {
  for (const cmdId of cmdIds) {
    const command = commandOf(tx, cmdId)
    if (command)
      apply(tx, command, [{ type: 'set', status: 'failed', reason, detail: null, result: command.result }], actor, at)
  }
}

/** A device says what became of a command. */
export function handleDeviceReport(tx: Transaction, work: Of<'deviceReport'>, actor: Actor, at: number): Answer {
  const { deviceId, payload } = work
  // Lines of a log are told to whoever asked for them and never kept.
  const { cmd_id: cmdId, result, lines: _lines, ...report } = payload
  const command = commandOf(tx, cmdId)
  const told = { ...report, ...(result === undefined ? {} : { result: JSON.stringify(result) }) }
  const decision = decideReport(told, { deviceId, command })
  const kind = knownKind(tx, deviceId)
  if (kind !== undefined) touchDevice(tx, deviceId, { kind, at })
  if (command) {
    apply(tx, command, decision.changes, actor, at)
    if (decision.changes.length > 0) notePressTest(tx, command, result?.pressed, actor, at)
  }
  const { changes: _, ...answer } = decision
  return { type: 'device_report', cmd_id: cmdId, ...answer }
}

/** The core has waited long enough. */
export function handleCommandGivenUp(tx: Transaction, work: Of<'commandGivenUp'>, actor: Actor, at: number): null {
  const { cmdId, status, online, deaf } = work
  const command = commandOf(tx, cmdId)
  const { changes } = decideGiveUp({ status, online, deaf }, command)
  if (command) apply(tx, command, changes, actor, at)
  return null
}

function apply(tx: Transaction, command: RawCommand, changes: CommandChange[], actor: Actor, at: number): void {
  for (const change of changes) {
    if (change.type !== 'set') continue
    const { status, reason, detail, result } = change
    tx.fleet.setCommand.run(status, reason, detail, result, at, command.cmdId)
    const now = { ...command, status, reason, detail, result, changedAt: at }
    track(tx, now)
    resetHeard(tx, now, at)
    // How far a press test has come is shown and not worth a line each.
    if (!hasEnded(change)) continue
    const kind = status === 'done' ? 'commandDone' : 'commandFailed'
    const data = { action: command.action, cmd_id: command.cmdId, detail: detail ?? undefined }
    const line = { at, kind, outcome: status === 'done' ? 'ok' : 'failed', reason: reason ?? undefined, actor, data }
    writeJournal(tx, { ...line, deviceId: command.deviceId })
  }
}

function commandOf(tx: Transaction, cmdId: string): RawCommand | null {
  return (tx.fleet.command.get(cmdId) as RawCommand | undefined) ?? null
}

/** Commands that a core which starts has to go on with. */
export function unfinishedCommands(fleet: FleetStatements): TrackedCommand[] {
  return (fleet.allUnfinished.all() as RawCommand[]).map(tracked)
}

/** What operators see of the commands of some devices; null: of all that ever had one. */
export function commandStates(fleet: FleetStatements, devices: Iterable<string> | null): Publication[] {
  return [...(devices ?? (fleet.commanded.all() as string[]))].map((deviceId) => {
    const items = (fleet.lastCommands.all(deviceId) as RawCommand[]).map((raw) => ({
      cmd_id: raw.cmdId,
      action: raw.action,
      status: raw.status,
      reason: raw.reason,
      detail: raw.detail,
      result: raw.result === null ? null : (JSON.parse(raw.result) as object),
      asked_at: raw.askedAt,
      changed_at: raw.changedAt,
    }))
    return { contract: 'opCommands', params: { device_id: deviceId }, payload: { device_id: deviceId, items } }
  })
}
