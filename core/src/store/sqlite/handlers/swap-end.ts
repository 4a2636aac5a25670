import type { Answer } from '@eg/shared'
import type { Actor, KnownDevice, Work } from '../../../commit/command.js'
import { expectedNow } from '../../../game/attendance.js'
import { enrolmentOf } from '../identity-statements.js'
import { isRepeated } from '../repeated-line.js'
import { attendanceOf, currentRow } from '../run-facts.js'
import { type SwapRow, swapOf } from '../swap-statements.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { failCommands } from './device-command.js'
import { fence } from './fence.js'
import { resetMoved } from './session-reset.js'

type Of<K extends Work['kind']> = Extract<Work, { kind: K }>

/** What a device is whose name nobody has any more: it counts as no slot. */
const RETIRED = 'retired'

/** The spare has come in under the slot's name: its own is free, and counts as no slot. */
export function swapDone(
  tx: Transaction,
  slotId: string,
  proof: { secretHash?: string; installKey?: string },
  at: number,
): void {
  const swap = swapOf(tx.swaps.ofSlot.get(slotId))
  if (!swap) return
  const proven = swap.fenced === 1 ? proof.secretHash === swap.secretHash : proof.installKey === swap.installKey
  if (!proven) return
  const actor: Actor = { key: 'core', via: 'core' }
  tx.swaps.end.run('done', at, swap.swap)
  tx.swapsChanged = true
  const { spareId } = swap
  // What was seen to work is the machine's, not the name's: nobody has pressed the spare's buttons as the slot's.
  tx.gate.dropTests.run(slotId)
  if (spareId !== null) tx.gate.renameTests.run(slotId, spareId)
  tx.readyTouched.allTests = true
  resetMoved(tx, slotId, spareId, at)
  if (spareId !== null) retire(tx, spareId, at)
  expectAgain(tx, slotId, at)
  const data = { swap: swap.swap, spare: spareId ?? undefined }
  writeJournal(tx, { at, kind: 'swapDone', outcome: 'ok', actor, deviceId: slotId, data })
}

function retire(tx: Transaction, spareId: string, at: number): void {
  if (enrolmentOf(tx.identity, spareId)?.revoked === false) {
    tx.identity.revoke.run(at, spareId)
    tx.touchedIdentity.enrolments.add(spareId)
    fence(tx, spareId)
  }
  failCommands(tx, tx.swaps.unfinished.all(spareId) as string[], 'replaced', { key: 'core', via: 'core' }, at)
  const device = tx.swaps.setKind.get(RETIRED, spareId) as KnownDevice | undefined
  if (!device) return
  tx.devices.set(spareId, device)
  tx.whileVoting.kinds.delete(spareId)
  tx.nightChanged = true
}

/** Somebody stands there again: an excuse that was the dead one's does not hold. */
function expectAgain(tx: Transaction, slotId: string, at: number): void {
  const run = currentRow(tx.sql)
  if (run?.status !== 'open' || tx.fleet.excuse.get(run.run, slotId) !== 1) return
  tx.fleet.putExcuse.run(run.run, slotId, 0, at)
  if (run.expects === 'slots') {
    tx.swaps.setExpected.run(expectedNow(attendanceOf(tx, run.run)), run.run)
    tx.current = undefined
  }
  tx.nightChanged = true
  const actor: Actor = { key: 'core', via: 'core' }
  writeJournal(tx, {
    at,
    kind: 'slotExpected',
    outcome: 'ok',
    actor,
    deviceId: slotId,
    run: run.run,
    data: { by: 'swap' },
  })
}

/** A spare says that it could not take the identity; it is asked again. */
export function handleSwapReport(tx: Transaction, work: Of<'deviceReport'>): Answer | null {
  const number = /^swap-(\d{1,15})$/.exec(work.payload.cmd_id)?.[1]
  const swap = number === undefined ? null : swapOf(tx.swaps.find.get(Number(number)))
  if (!swap || swap.spareId !== work.deviceId) return null
  if (swap.status === 'sent' && work.payload.status === 'failed') {
    tx.swaps.setProblem.run(work.payload.reason ?? 'failed', swap.swap)
    tx.swapsChanged = true
  }
  return { type: 'device_report', cmd_id: work.payload.cmd_id, status: 'ok' }
}

/** One that was replaced has tried to come back as the slot. */
export function handleFencedReturn(tx: Transaction, work: Of<'fencedReturn'>, actor: Actor, at: number): null {
  const { deviceId, secretHash, address } = work
  const swap = swapOf(tx.swaps.fencedOf.get(deviceId, secretHash))
  if (swap) noteReturn(tx, swap, address, actor, at)
  return null
}

/** EG_AUTH=open: a slot says hello. The wrong one cannot be kept out, so it is at least seen. */
export function seeInstallation(tx: Transaction, deviceId: string, installKey: string | undefined, at: number): void {
  if (installKey !== undefined) tx.swaps.putInstall.run(deviceId, installKey, at)
  const latest = swapOf(tx.swaps.latest.get(deviceId))
  if (!latest || latest.fenced === 1) return
  if (latest.status === 'sent') return swapDone(tx, deviceId, installKey === undefined ? {} : { installKey }, at)
  if (installKey !== latest.installKey) noteReturn(tx, latest, null, { key: 'core', via: 'core' }, at)
}

function noteReturn(
  tx: Transaction,
  { swap, slotId, fenced }: SwapRow,
  address: string | null,
  actor: Actor,
  at: number,
): void {
  tx.swaps.noteReturn.run(at, address, swap)
  tx.swapsChanged = true
  if (isRepeated(tx, `fencedReturn ${swap}`, at)) return
  const reason = fenced === 1 ? 'fenced' : 'not_fenced'
  const data = { swap, address: address ?? undefined }
  writeJournal(tx, { at, kind: 'fencedReturn', outcome: 'refused', reason, actor, deviceId: slotId, data })
}

/**
 * What the core holds of this slot's vote in the run that is on, told to whoever has its name now: it cannot remember what another
 * one pressed.
 */
export function replayVote(tx: Transaction, deviceId: string): void {
  const row = currentRow(tx.sql)
  if (!row) return
  const swapped = tx.swaps.latest.get(deviceId) !== undefined
  if (!swapped && tx.undo.continued.get(row.run) === undefined) return
  const choice = tx.sql.vote.get(row.run, deviceId) as string | undefined
  if (choice === undefined) return
  const { run, step } = row
  const payload = { type: 'night_vote', status: 'counted', run, step, choice, replayed: true }
  tx.publications.push({ contract: 'deviceAnswer', params: { device_id: deviceId }, payload })
}
