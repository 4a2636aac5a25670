import type { Answer } from '@eg/shared'
import type { Actor, Work } from '../../../commit/command.js'
import { waitedFor } from '../../../game/attendance.js'
import { kindOf } from '../../../game/roster.js'
import { decideVote, runMeant } from '../../../game/vote.js'
import { freezesOf } from '../freezes.js'
import { currentRun, latestOfStep, openRoll, tallyWith, voteIn } from '../run-facts.js'
import { branchesOfRun } from '../show/show-facts.js'
import { swapsUnderWay } from '../swap-statements.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { knownKind, touchDevice } from './device.js'
import type { NightWriter } from './night.js'

/** Whether a device is a spare that has yet to come in under a slot's name. */
function isToTakeAPlace({ swaps, whileVoting }: Transaction, deviceId: string): boolean {
  whileVoting.spares ??= new Set(swapsUnderWay(swaps).map(({ spareId }) => spareId))
  return whileVoting.spares.has(deviceId)
}

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
  const leaves = isToTakeAPlace(tx, deviceId)
  const kind = leaves ? 'spare' : (knownKind(tx, deviceId) ?? kindOf(deviceId, undefined, 'slot'))
  const meant = runMeant({ step, run }, current, () => latestOfStep(sql, step, run))
  const mine = meant && voteIn(tx, meant.run, deviceId)
  const decision = decideVote(
    { deviceId, step, choice, run },
    {
      current,
      kind,
      meant,
      mine,
      frozen: freezesOf(tx).game,
      othersWaitedFor: () =>
        current ? waitedFor(openRoll(tx, current.run)).filter((id) => id !== deviceId).length : 0,
      tallyWith: () => (current ? tallyWith(sql, current, deviceId, choice) : {}),
      branches: () => current && branchesOfRun(tx, current.run),
    },
  )
  if (decision.status === 'counted') touchDevice(tx, deviceId, { kind, at })
  const { status, reason, detail, field } = decision
  const about = meant?.run ?? run
  const data = { step, device_ts: work.payload.ts }
  // The line of the vote stands before the lines of what follows from it. Which option it was is not in the journal.
  writeJournal(tx, { at, kind: 'nightVote', outcome: status, reason, actor, deviceId, run: about, data })
  write(tx, decision.changes, actor, at)
  // Its answer may have been lost: a slot whose vote does not count must not say that nothing of it does (N38).
  const stands = status === 'counted' || meant?.status === 'voided' || mine === null ? undefined : mine
  // What is undefined is not told; written in one go, because a night's votes are all made here.
  return { req_id, type: 'night_vote', run: about, step, choice, status, reason, detail, field, stands }
}
