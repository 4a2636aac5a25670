import type { Answer } from '@eg/shared'
import type { Actor, Work } from '../../../commit/command.js'
import { expectedNow } from '../../../game/attendance.js'
import { decideExcuse } from '../../../game/night.js'
import { currentRun, openRoll, voteIn } from '../run-facts.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { knownKind } from './device.js'
import { loadFacts, type NightWriter } from './night.js'

type Of<K extends Work['kind']> = Extract<Work, { kind: K }>

/** A slot has been away for 20 s, or is back (N33). Kept whatever the hour, told where a run is open. */
export function handleRollCall(
  tx: Transaction,
  write: NightWriter,
  work: Of<'rollCall'>,
  actor: Actor,
  at: number,
): null {
  const { deviceId, here } = work
  if (knownKind(tx, deviceId) === undefined || tx.fleet.isHere.get(deviceId) === Number(here)) return null
  tx.fleet.putHere.run(deviceId, Number(here), at)
  const { roll } = tx.whileVoting
  if (roll?.slots.has(deviceId)) roll.slots.set(deviceId, here)
  const run = currentRun(tx)
  if (!run || run.status !== 'open') return null
  // Asked of this slot alone: when a thousand connect at once, each would read what all have voted.
  const isExcused = tx.fleet.excuse.get(run.run, deviceId) === 1
  if (!isExcused && voteIn(tx, run.run, deviceId) === null) {
    const kind = here ? 'slotExpected' : 'slotExcused'
    writeJournal(tx, { at, kind, outcome: 'ok', actor, deviceId, run: run.run, data: { by: here ? 'back' : 'absent' } })
  }
  recount(tx, write, actor, at)
  return null
}

/** The operator stops waiting for a slot in the open run, or waits for it again. */
export function handleExcuse(
  tx: Transaction,
  write: NightWriter,
  work: Of<'opNightExcuse'>,
  actor: Actor,
  at: number,
): Answer {
  const { req_id, run, slot_id: slotId, excused } = work.payload
  const facts = loadFacts(tx, run)
  const decision = decideExcuse(
    { run, slotId, excused },
    {
      ...facts,
      isSlot: knownKind(tx, slotId) === 'slot',
      voted: tx.sql.vote.get(run, slotId) !== undefined,
      already: tx.fleet.excuse.get(run, slotId) === 1,
    },
  )
  write(tx, decision.changes, actor, at)
  if (decision.changes.length > 0) {
    const kind = excused ? 'slotExcused' : 'slotExpected'
    writeJournal(tx, { at, kind, outcome: 'ok', actor, deviceId: slotId, run, data: { by: 'operator' } })
    recount(tx, write, actor, at)
  } else if (decision.status !== 'ok') {
    writeJournal(tx, { at, kind: work.kind, outcome: decision.status, reason: decision.reason, actor, run })
  }
  const { changes: _, ...told } = decision
  return { req_id, type: 'night_excuse', run, ...told }
}

/** What a run of `slots` expects has changed; who is excused is shown in any case. Nothing closes by it (N34). */
function recount(tx: Transaction, write: NightWriter, actor: Actor, at: number): void {
  tx.nightChanged = true
  const run = currentRun(tx)
  if (!run || run.status !== 'open' || run.expects !== 'slots') return
  const expected = expectedNow(openRoll(tx, run.run))
  if (expected !== run.expected) write(tx, [{ type: 'expect', run: run.run, expected }], actor, at)
}
