import type { ResetStatus } from '../../session/reset-rules.js'
import type { SessionMarks } from '../../session/session-marks.js'
import type { OpenSession, SessionFacts } from '../../session/session-rules.js'
import { currentRun } from './run-facts.js'
import type { RawSession } from './session-statements.js'
import type { RawPosition } from './show/show-statements.js'
import type { Transaction } from './transaction.js'

/** What the rules of sessions ask. */
export function sessionFacts(tx: Pick<Transaction, 'session' | 'sql' | 'current' | 'show'>): SessionFacts {
  const run = currentRun(tx)
  return {
    current: openSession(tx),
    last: (tx.session.lastNumber.get() as number | null) ?? null,
    run: run && { run: run.run, step: run.step, status: run.status },
    showAt: (tx.show.position.get() as RawPosition | undefined)?.stepId ?? null,
    openBets: tx.session.openBets.get() as number,
    notReady: notReady(tx),
    cards: cardsOfLast(tx),
  }
}

/** The session that is open or paused. */
export function openSession(tx: Pick<Transaction, 'session'>): OpenSession | null {
  const row = tx.session.open.get() as RawSession | undefined
  if (!row) return null
  const { session, name, status, active_ms: activeMs, running_since: runningSince } = row
  return { session, name, status: status === 'paused' ? 'paused' : 'open', activeMs, runningSince }
}

/** Whether somebody has chosen what becomes of the cards of the last session that was closed. */
export function cardsOfLast(tx: Pick<Transaction, 'session'>): SessionFacts['cards'] {
  const { session: sql } = tx
  if (sql.runningJob.get() !== undefined) return 'running'
  const last = sql.closed.get(1) as RawSession | undefined
  if (!last?.marks_after) return 'settled'
  const { transfers: from } = JSON.parse(last.marks_before) as SessionMarks
  const { transfers: to } = JSON.parse(last.marks_after) as SessionMarks
  const played = sql.playedIn.get(from, to) !== undefined
  return played && sql.chosen.get(last.session) === undefined ? 'undecided' : 'settled'
}

/** Devices that are not ready for the next group. A spare is not waited for: it may lie in a cupboard, and nobody plays there. */
export function notReady(tx: Pick<Transaction, 'session'>): string[] {
  const rows = tx.session.resets.all() as { device_id: string; kind: string; status: ResetStatus }[]
  return rows.flatMap(({ device_id, kind, status }) => (status === 'ready' || kind === 'spare' ? [] : [device_id]))
}
