import type { Answer } from '@eg/shared'
import type { Actor, KnownDevice, Work } from '../../../commit/command.js'
import { kindOf } from '../../../game/roster.js'
import { isRepeated } from '../repeated-line.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { noteShown } from './shown.js'

/** Of so many devices the kind is remembered at most. */
const MOST_KINDS = 10_000

/** What a device is known as; undefined for one that nobody has heard of. */
export function knownKind(tx: Transaction, deviceId: string): string | undefined {
  const { kinds } = tx.whileVoting
  // Names are chosen by whoever sends.
  if (kinds.size > MOST_KINDS) kinds.clear()
  if (!kinds.has(deviceId)) kinds.set(deviceId, tx.sql.deviceKind.get(deviceId) as string | undefined)
  return kinds.get(deviceId)
}

/** Makes a device known at its first use, and notes that it was heard. */
export function touchDevice(
  tx: Transaction,
  deviceId: string,
  seen: { kind: string; version?: string | undefined; at: number },
): void {
  const known = knownKind(tx, deviceId)
  if (known !== undefined && seen.version === undefined && known === seen.kind) {
    tx.seen.set(deviceId, seen.at)
    return
  }
  const row = tx.sql.addDevice.get(deviceId, seen.kind, seen.version ?? null, seen.at, seen.at) as KnownDevice
  tx.devices.set(deviceId, row)
  tx.whileVoting.kinds.set(deviceId, row.kind)
  tx.whileVoting.roll = null
  // How many slots the venue has is how many votes are usual.
  if (tx.settings.expectedVotes === 'slots' && row.kind === 'slot' && known !== 'slot') tx.nightChanged = true
}

export function handleHello(
  tx: Transaction,
  work: Extract<Work, { kind: 'deviceHello' }>,
  actor: Actor,
  at: number,
): Answer {
  const { type, version } = work.payload
  const kind = kindOf(work.deviceId, type, 'other')
  const text = version === undefined ? '' : String(version)
  touchDevice(tx, work.deviceId, { kind, version: text, at })
  if (!isRepeated(tx, `deviceHello ${work.deviceId} ${kind} ${text}`, at)) {
    const data = { type: kind, version: text }
    writeJournal(tx, { at, kind: 'deviceHello', outcome: 'ok', actor, deviceId: work.deviceId, data })
  }
  return { type: 'hello', status: 'ok' }
}

/** Keeps a device's retained state and announces it: screens follow the store, not the broker's own forwarding. */
export function handleDeviceState(tx: Transaction, work: Extract<Work, { kind: 'deviceState' }>, at: number): null {
  const known = knownKind(tx, work.deviceId)
  touchDevice(tx, work.deviceId, { kind: known ?? kindOf(work.deviceId, undefined, 'slot'), at })
  if (work.contract === 'slotState') noteShown(tx, work, at)
  if (work.keep) tx.sql.putDeviceState.run(work.topic, work.deviceId, work.contract, work.text, at)
  tx.publications.push({
    contract: work.contract,
    params: { device_id: work.deviceId },
    payload: decodeText(work.text),
  })
  return null
}

export function handleLink(tx: Transaction, work: Extract<Work, { kind: 'link' }>, actor: Actor, at: number): null {
  if (knownKind(tx, work.deviceId) === undefined) return null
  tx.sql.seenDevice.run(at, work.deviceId)
  writeJournal(tx, { at, kind: work.up ? 'linkUp' : 'linkDown', outcome: 'ok', actor, deviceId: work.deviceId })
  return null
}

/** A stored payload as it was: JSON, or a word (`online`). */
export function decodeText(text: string): unknown {
  return text.startsWith('{') ? JSON.parse(text) : text
}
