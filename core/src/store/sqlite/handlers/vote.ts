import type { Answer } from '@eg/shared'
import type { Actor, Work } from '../../../commit/command.js'
import { waitedFor } from '../../../game/attendance.js'
import { kindOf } from '../../../game/roster.js'
import { decideVote, runMeant } from '../../../game/vote.js'
import { freezesOf } from '../freezes.js'
import { attendanceOf, currentRun, latestOfStep, tallyWith } from '../run-facts.js'
import { branchesOfRun } from '../show/show-facts.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { knownKind, touchDevice } from './device.js'
import type { NightWriter } from './night.js'

/** One slot votes. Its answer goes to `eg/dev/<id>/res`. */
export function handleVote(
  tx: Transaction,
  write: NightWriter,
  work: Extract<Work, { kind: 'nightVote' }>,
  actor: Actor,
  at: number,
): Answer {
  const { sql } = tx
  const { device_id: deviceId, step, choice, run, req_id } = work.payload
  const current = currentRun(tx)
  // One that is to take another slot's place votes there and not under both names.
  const leaves = tx.swaps.ofSpare.get(deviceId) !== undefined
  const kind = leaves ? 'spare' : (knownKind(tx, deviceId) ?? kindOf(deviceId, undefined, 'slot'))
  const meant = runMeant({ step, run }, current, () => latestOfStep(sql, step, run))
  const mine = meant ? ((sql.vote.get(meant.run, deviceId) as string | undefined) ?? null) : null
  const decision = decideVote(
    { deviceId, step, choice, run },
    {
      current,
      kind,
      meant,
      mine,
      frozen: freezesOf(tx).game,
      othersWaitedFor: () =>
        current ? waitedFor(attendanceOf(tx, current.run)).filter((id) => id !== deviceId).length : 0,
      tallyWith: () => (current ? tallyWith(sql, current, deviceId, choice) : {}),
      branches: () => current && branchesOfRun(tx, current.run),
    },
  )
  if (decision.status === 'counted') touchDevice(tx, deviceId, { kind, at })
  // The line of the vote stands before the lines of what follows from it. Which option it was is not in the journal.
  const told = { status: decision.status, reason: decision.reason, detail: decision.detail, field: decision.field }
  const line = { at, kind: 'nightVote', outcome: decision.status, reason: decision.reason, actor, deviceId }
  const about = meant?.run ?? run
  writeJournal(tx, { ...line, run: about, data: { step, device_ts: work.payload.ts } })
  write(tx, decision.changes, actor, at)
  // Its answer may have been lost: a slot whose vote does not count must not say that nothing of it does (N38).
  const stands = decision.status === 'counted' || meant?.status === 'voided' ? null : mine
  return {
    ...(req_id === undefined ? {} : { req_id }),
    type: 'night_vote',
    ...(about === undefined ? {} : { run: about }),
    step,
    choice,
    ...told,
    ...(stands === null ? {} : { stands }),
  }
}
