import type { Answer } from '@eg/shared'
import type { Actor, Work } from '../../../commit/command.js'
import { decideCards } from '../../../session/card-rules.js'
import type { SessionMarks } from '../../../session/session-marks.js'
import { freezesOf } from '../freezes.js'
import { advanceCards, cardProgress } from '../money/session-cards.js'
import { deskOf } from '../money/money-facts.js'
import { openSession } from '../session-facts.js'
import type { RawCardJob, RawSession } from '../session-statements.js'
import { type Transaction, writeJournal } from '../transaction.js'

/** How many steps a command takes at once, so that for a usual group its answer says what was done; and each further one. */
const STEPS_AT_ONCE = 4
const STEPS_LATER = 2

/** Somebody chooses what becomes of the money on a group's cards. */
export function handleSessionCards(
  tx: Transaction,
  work: Extract<Work, { kind: 'opSessionCards' }>,
  actor: Actor,
  at: number,
): Answer {
  const { session: sql } = tx
  const { req_id, session, choice, desk_id: deskId = null, reason, by, ...expected } = work.payload
  const row = sql.session.get(session) as RawSession | undefined
  const { changes, ...told } = decideCards(
    { session, choice, deskId, reason: reason ?? null },
    {
      status: row?.status ?? null,
      open: openSession(tx),
      running: (sql.runningJob.get() as number | undefined) ?? null,
      desk: deskId === null ? null : deskOf(tx, deskId),
    },
  )
  let job: number | undefined
  if (changes.length > 0 && row) {
    const { transfers: listedTo } = JSON.parse(row.marks_before) as SessionMarks
    const given = { session, choice, deskId, why: reason ?? null, actor: actor.key, person: by, at, listedTo }
    const { expect_cards: expectCards = null, expect_cents: expectCents = null } = expected
    job = Number(sql.addJob.run({ ...given, expectCards, expectCents }).lastInsertRowid)
  }
  const data = { session, choice, desk_id: deskId, why: reason, by, job }
  writeJournal(tx, { at, kind: work.kind, outcome: told.status, reason: told.reason, actor, data })
  if (job === undefined) return { req_id, type: 'session_cards', session, ...told }
  advanceCards(tx, job, STEPS_AT_ONCE, at)
  return { req_id, type: 'session_cards', session, ...told, ...cardProgress(sql.job.get(job) as RawCardJob) }
}

/** The choice is carried out further. */
export function handleCardsStep(tx: Transaction, work: Extract<Work, { kind: 'cardsStep' }>, at: number): null {
  if ((tx.session.runningJob.get() as number | undefined) !== work.job) return null
  // Frozen money waits here too; the committer tells the worker when it may go on.
  if (freezesOf(tx).money) tx.cardsChanged = true
  else advanceCards(tx, work.job, STEPS_LATER, at)
  return null
}
