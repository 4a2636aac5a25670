import type { Actor, Work } from '../../../commit/command.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { knownKind } from './device.js'

/** A card was presented at a reader: a line of the journal, so that it goes with the journal (docs/privacy.md). */
export function handleTap(tx: Transaction, work: Extract<Work, { kind: 'cardTap' }>, actor: Actor, at: number): null {
  const { deviceId, tagUid, ts, more } = work
  if (knownKind(tx, deviceId) === undefined) return null
  const data = { tag_uid: tagUid, device_ts: ts, ...(more > 0 ? { more } : {}) }
  writeJournal(tx, { at, kind: 'cardTap', outcome: 'ok', actor, deviceId, data })
  return null
}
