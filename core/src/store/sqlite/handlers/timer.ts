import type { Actor, Work } from '../../../commit/command.js'
import { decideClose } from '../../../game/night.js'
import { runRow } from '../run-facts.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { loadFacts, type NightWriter } from './night.js'

/** Beyond this, the wall clock was set while the run was open and the published end must follow. */
const CLOCK_STEP_MS = 500

/** Keeps the remaining time, so that a power cut costs at most the last few seconds of it (N23). */
export function handleTimerSave(tx: Transaction, work: Extract<Work, { kind: 'timerSave' }>, at: number): null {
  const row = runRow(tx.sql, work.run)
  if (!row || row.status !== 'open' || row.timer_version !== work.version || row.closes_at === null) return null
  const closesAt = at + work.remainingMs
  const moved = Math.abs(closesAt - row.closes_at) > CLOCK_STEP_MS
  tx.sql.saveTimer.run(work.remainingMs, moved ? closesAt : row.closes_at, work.run)
  if (moved) tx.nightChanged = true
  return null
}

/** The ports are open: the evening goes on. */
export function handleCoreStart(tx: Transaction, actor: Actor, at: number): null {
  writeJournal(tx, { at, kind: 'coreStart', outcome: 'ok', actor })
  return null
}

/** The timer of a run ended (N14). A timer that was extended meanwhile is not this one. */
export function handleTimerExpired(
  tx: Transaction,
  write: NightWriter,
  work: Extract<Work, { kind: 'timerExpired' }>,
  actor: Actor,
  at: number,
): null {
  const row = runRow(tx.sql, work.run)
  if (!row || row.status !== 'open' || row.timer_version !== work.version) return null
  write(tx, decideClose(work.run, 'timer', loadFacts(tx, work.run)).changes, actor, at)
  return null
}
