import { sealSecret } from '@eg/shared/enrol-seal'
import type { Answer } from '@eg/shared'
import type { Actor, Work } from '../../../commit/command.js'
import { DEVICE_SECRET, hashSecretNow, newSecret } from '../../../identity/secrets.js'
import type { Applicant, Enrolment } from '../../../identity/records.js'
import { decideSwap, decideSwapCancel, type SpareFacts } from '../../../swap/swap-rules.js'
import { enrolmentOf, namesAwaiting } from '../identity-statements.js'
import { currentRow, hasVotedNow } from '../run-facts.js'
import { type SwapRow, swapOf } from '../swap-statements.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { failCommands } from './device-command.js'
import { knownKind } from './device.js'
import { fence } from './fence.js'

type Of<K extends Work['kind']> = Extract<Work, { kind: K }>

/** A spare takes a slot's identity: the old secret is void and the new one made in this transaction. */
export function handleSwap(tx: Transaction, work: Of<'opSwap'>, actor: Actor, at: number): Answer {
  const { req_id, slot_id: slotId, spare_id, spare_key, reason, expect_online: expectOnline, force } = work.payload
  const { auth, slotOnline, spareOnline } = work.seen
  const spareId = spare_id ?? null
  const named = (spare_id === undefined) !== (spare_key === undefined)
  const underWay = swapOf(tx.swaps.ofSlot.get(slotId))
  const spare = named ? spareFacts(tx, work, spareOnline) : null
  const decision = decideSwap(
    { slotId, spareId, expectOnline, expectSwap: work.payload.expect_swap, force: force ?? false },
    {
      auth,
      rehearsal: tx.settings.rehearsal !== undefined,
      slot: { known: knownKind(tx, slotId) === 'slot', online: slotOnline, takes: takenBy(tx, slotId) },
      spare,
      underWay: underWay && {
        swap: underWay.swap,
        sameSpare: isSameSpare(underWay, spareId, work.applicant),
      },
    },
  )
  let swap = decision.status === 'ok' ? underWay?.swap : undefined
  for (const change of decision.changes) {
    if (change.type === 'supersede') tx.swaps.end.run('superseded', at, change.swap)
    else swap = moveIdentity(tx, work, change.fenced, underWay, actor, at)
    tx.swapsChanged = true
  }
  const spareName = spareId ?? work.applicant?.name
  const data = { spare: spareName, swap, slot_online: slotOnline, why: reason }
  writeJournal(tx, {
    at,
    kind: work.kind,
    outcome: decision.status,
    reason: decision.reason,
    actor,
    deviceId: slotId,
    data,
  })
  const { changes: _, ...told } = decision
  const saw = { slot_online: slotOnline, spare_online: spare?.online ?? false }
  return { req_id, type: 'swap', ...told, slot_id: slotId, ...(swap === undefined ? {} : { swap }), saw }
}

function spareFacts(tx: Transaction, work: Of<'opSwap'>, online: boolean): SpareFacts {
  const { slot_id: slotId, spare_id: spareId } = work.payload
  if (spareId === undefined) {
    // Who waits is looked up before the commit: meanwhile somebody else may have let it in.
    const known = work.applicant !== null && namesAwaiting(tx.identity, work.applicant).length === 0
    const was = work.applicant?.was
    const hasVoted = was !== undefined && was !== slotId && hasVotedNow(tx.sql, was)
    return { known, online: known, hasKey: known, takes: null, isTaken: false, hasVoted }
  }
  const enrolment = enrolmentOf(tx.identity, spareId)
  const kind = knownKind(tx, spareId)
  const known =
    work.seen.auth === 'open'
      ? kind === 'slot' || kind === 'spare'
      : enrolment?.revoked === false && enrolment.role === 'slot'
  const key = tx.swaps.install.get(spareId) as string | undefined
  const hasVoted = hasVotedNow(tx.sql, spareId) || votedAs(tx, key, slotId)
  const isTaken = tx.swaps.ofSlot.get(spareId) !== undefined
  return { known, online, hasKey: key !== undefined, takes: takenBy(tx, spareId), isTaken, hasVoted }
}

/** Whether the machine with this key has voted in the open question under another name than the slot's: it had one before. */
function votedAs(tx: Transaction, key: string | undefined, slotId: string): boolean {
  const run = currentRow(tx.sql)
  return key !== undefined && run?.status === 'open' && tx.swaps.votedAs.get(run.run, key, slotId) !== undefined
}

function isSameSpare(underWay: SwapRow, spareId: string | null, applicant: Applicant | null): boolean {
  return applicant ? underWay.installKey === applicant.publicKey : spareId !== null && underWay.spareId === spareId
}

/** Whose place a device is taking; null: nobody's. */
function takenBy(tx: Transaction, deviceId: string): string | null {
  return swapOf(tx.swaps.ofSpare.get(deviceId))?.slotId ?? null
}

/** Returns the number of the swap. */
function moveIdentity(
  tx: Transaction,
  work: Of<'opSwap'>,
  fenced: boolean,
  superseded: SwapRow | null,
  actor: Actor,
  at: number,
): number {
  const { slot_id: slotId, spare_id: spareId, reason } = work.payload
  const installKey = work.applicant?.publicKey ?? (tx.swaps.install.get(spareId) as string)
  const row = { slotId, spareId: spareId ?? null, installKey, reason, by: actor.key, at, fenced: Number(fenced) }
  const nobody = { secretHash: null, former: null, formerHash: null }
  if (!fenced) return Number(tx.swaps.add.run({ ...row, ...nobody }).lastInsertRowid)
  const holder = enrolmentOf(tx.identity, slotId)
  // The first spare never came in: whoever had the identity before it is who is replaced.
  const former = superseded
    ? { former: superseded.former, formerHash: superseded.formerHash }
    : { former: holder && !holder.revoked ? formerOf(holder) : null, formerHash: holder?.secretHash ?? null }
  const secret = newSecret(DEVICE_SECRET)
  const secretHash = hashSecretNow(secret)
  const { core_key: coreKey, sealed } = sealSecret(secret, installKey)
  const from = work.applicant ?? (spareId === undefined ? null : enrolmentOf(tx.identity, spareId))
  putHolder(
    tx,
    {
      deviceId: slotId,
      secretHash,
      legacyFrom: null,
      name: from?.name ?? null,
      model: from?.model ?? null,
      publicKey: installKey,
      coreKey,
      sealed,
    },
    actor,
    at,
  )
  forgetStates(tx, slotId)
  failCommands(tx, tx.swaps.unfinished.all(slotId) as string[], 'replaced', actor, at)
  return Number(tx.swaps.add.run({ ...row, secretHash, ...former }).lastInsertRowid)
}

/** What gives the identity back. A secret that was still on its way to the former holder is not kept for that. */
function formerOf({ secretHash, legacyFrom, name, model, publicKey }: Enrolment): string {
  return JSON.stringify({ secretHash, legacyFrom, name, model, publicKey })
}

type Holder = Pick<
  Enrolment,
  'deviceId' | 'secretHash' | 'legacyFrom' | 'name' | 'model' | 'publicKey' | 'coreKey' | 'sealed'
>

/** Another one has the identity from here on: nothing of whoever had it before is taken. */
function putHolder(tx: Transaction, holder: Holder, actor: Actor, at: number): void {
  tx.identity.putEnrolment.run({ ...holder, role: 'slot', at, by: actor.key })
  tx.touchedIdentity.enrolments.add(holder.deviceId)
  fence(tx, holder.deviceId)
}

/** What it showed is not what is there now. */
function forgetStates(tx: Transaction, slotId: string): void {
  for (const contract of tx.swaps.keptStates.all(slotId) as ('slotState' | 'inputLeds')[])
    tx.publications.push({ contract, params: { device_id: slotId }, payload: null })
  tx.swaps.dropStates.run(slotId)
}

/** Takes a swap back: the new secret is void, and whoever was replaced has the identity again. */
export function handleSwapCancel(tx: Transaction, work: Of<'opSwapCancel'>, actor: Actor, at: number): Answer {
  const { req_id, swap, reason } = work.payload
  const found = swapOf(tx.swaps.find.get(swap))
  const decision = decideSwapCancel(swap, found)
  if (found && decision.changes.length > 0) {
    tx.swaps.end.run('cancelled', at, swap)
    if (found.fenced === 1) giveBack(tx, found, actor, at)
    tx.swapsChanged = true
  }
  const line = { at, kind: work.kind, outcome: decision.status, reason: decision.reason, actor }
  writeJournal(tx, { ...line, deviceId: found?.slotId, data: { swap, why: reason } })
  const { changes: _, ...told } = decision
  return { req_id, type: 'swap_cancel', swap, ...told }
}

/**
 * A name is revoked, or let in anew by hand. A spare that was to take a slot's place is not trusted with it any more: the swap is
 * cancelled. What becomes of a slot by hand comes after its swap, which then can give nothing back.
 */
export function handOverByHand(tx: Transaction, deviceId: string, actor: Actor, at: number): void {
  const [taking, taken] = [swapOf(tx.swaps.ofSpare.get(deviceId)), swapOf(tx.swaps.ofSlot.get(deviceId))]
  if (taking) {
    tx.swaps.end.run('cancelled', at, taking.swap)
    if (taking.fenced === 1) giveBack(tx, taking, actor, at)
  }
  if (taken) tx.swaps.end.run('superseded', at, taken.swap)
  if (taking || taken) tx.swapsChanged = true
}

function giveBack(tx: Transaction, { slotId, former }: SwapRow, actor: Actor, at: number): void {
  if (former === null) {
    tx.identity.revoke.run(at, slotId)
    tx.touchedIdentity.enrolments.add(slotId)
    return fence(tx, slotId)
  }
  const { secretHash, legacyFrom, name, model, publicKey } = JSON.parse(former) as Enrolment
  putHolder(
    tx,
    { deviceId: slotId, secretHash, legacyFrom, name, model, publicKey, coreKey: null, sealed: null },
    actor,
    at,
  )
}
