import type { Answer } from '@eg/shared'
import type { Command } from '../../../commit/command.js'
import { type Transaction, writeJournal } from '../transaction.js'

/**
 * From here on nothing is taken that came over a connection made before this command: another one has the identity, or nobody. Who was
 * let in before is disconnected once the commit is known; what is queued behind it comes from him.
 */
export function fence(tx: Transaction, deviceId: string): void {
  if (tx.latestConnection === undefined) return
  tx.fences.set(deviceId, tx.latestConnection)
}

/** Whether a command came over a connection of one who was put out meanwhile. */
export function isFenced(tx: Transaction, { actor }: Command): boolean {
  if (tx.fences.size === 0 || actor.connection === undefined) return false
  return actor.connection <= (tx.fences.get(actor.key) ?? -1)
}

/** Changes nothing and says so; what nobody is answered for is not worth a line either. */
export function refuseFenced(tx: Transaction, { work, actor, at, answer }: Command): Answer | null {
  if (answer === undefined) return null
  writeJournal(tx, { at, kind: work.kind, outcome: 'refused', reason: 'fenced', actor, deviceId: actor.key })
  const { req_id, run, step, choice } = ('payload' in work ? work.payload : {}) as Record<string, unknown>
  const about = Object.fromEntries(
    Object.entries({ req_id, run, step, choice }).filter(([, value]) => value !== undefined),
  )
  const detail = `Another device is ${actor.key} now. Nothing was changed; enrol this one anew.`
  return { ...about, type: answer, status: 'refused', reason: 'fenced', detail }
}
