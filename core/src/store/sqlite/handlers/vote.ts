import type { Answer } from '@eg/shared'
import type { Actor, Work } from '../../../commit/command.js'
import { kindOf } from '../../../game/roster.js'
import { decideVote } from '../../../game/vote.js'
import { currentRow, tallyWith, toRun } from '../run-facts.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { touchDevice } from './device.js'
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
  const row = currentRow(sql)
  const current = row && toRun(row)
  const kind = (sql.deviceKind.get(deviceId) as string | undefined) ?? kindOf(deviceId, undefined, 'slot')
  const decision = decideVote(
    { deviceId, step, choice, run },
    {
      current,
      kind,
      mine: current ? ((sql.vote.get(current.run, deviceId) as string | undefined) ?? null) : null,
      over: sql.stepWasRun.get(step, run ?? null, run ?? null) !== undefined,
      tallyWith: () => (current ? tallyWith(sql, current, deviceId, choice) : {}),
    },
  )
  if (decision.status === 'counted') touchDevice(tx, deviceId, { kind, at })
  // The line of the vote stands before the lines of what follows from it. Which option it was is not in the journal.
  const told = { status: decision.status, reason: decision.reason, detail: decision.detail, field: decision.field }
  const line = { at, kind: 'nightVote', outcome: decision.status, reason: decision.reason, actor, deviceId }
  writeJournal(tx, { ...line, run: run ?? current?.run, data: { step } })
  write(tx, decision.changes, actor, at)
  const counted =
    decision.status === 'counted' ? current?.run : (run ?? (current?.step === step ? current.run : undefined))
  return {
    ...(req_id === undefined ? {} : { req_id }),
    type: 'night_vote',
    ...(counted === undefined ? {} : { run: counted }),
    step,
    choice,
    ...told,
  }
}
