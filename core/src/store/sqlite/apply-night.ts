import type { NightChange } from '../../game/run.js'
import { excusedOf } from '../../game/attendance.js'
import { attendanceOf, forgetWhileVoting, runRow, tallyOf, toRun } from './run-facts.js'
import type { Transaction } from './transaction.js'
import { writeJournal } from './transaction.js'
import type { Actor } from '../../commit/command.js'
import type Database from 'better-sqlite3'

/** Carries out what a night rule decided. The constraints of the tables hold the rules a second time. */
export function createNightWriter(db: Database.Database) {
  const open = db.prepare(
    `INSERT INTO runs (step, question, options, status, expected, final, tie, reveal, duration_ms, remaining_ms, opened_at, closes_at, expects)
     VALUES (?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const close = db.prepare(
    `UPDATE runs SET status = 'closed', closed_at = ?, closed_by = ?, remaining_ms = NULL WHERE run = ?`,
  )
  const reveal = db.prepare(`UPDATE runs SET status = 'revealed', winner = ?, next_step = ? WHERE run = ?`)
  const void_ = db.prepare(
    `UPDATE runs SET status = 'voided', void_reason = ?, closed_at = coalesce(closed_at, ?), remaining_ms = NULL WHERE run = ?`,
  )
  const extend = db.prepare(
    `UPDATE runs SET closes_at = closes_at + ?, remaining_ms = closes_at + ? - ?, timer_version = timer_version + 1 WHERE run = ?`,
  )

  const expect = db.prepare('UPDATE runs SET expected = ? WHERE run = ?')

  const apply = (tx: Transaction, change: NightChange, actor: Actor, at: number): number => {
    switch (change.type) {
      case 'open': {
        const s = change.step
        const closesAt = s.durationMs === null ? null : at + s.durationMs
        const { lastInsertRowid } = open.run(
          s.step,
          s.question,
          JSON.stringify(s.options),
          s.expects === 'slots' ? Math.max(1, Number(tx.fleet.slotsHere.get())) : s.expected,
          s.final ? 1 : 0,
          s.tie,
          s.reveal,
          s.durationMs,
          s.durationMs,
          at,
          closesAt,
          s.expects,
        )
        tx.timerChanged = true
        const run = Number(lastInsertRowid)
        if (change.repeats !== undefined) {
          tx.show.repeatRun.run(run, change.repeats)
          tx.show.setRun.run(run, run)
        }
        return run
      }
      case 'vote':
        putVote(tx, change, at)
        return change.run
      case 'close':
        close.run(at, change.by, change.run)
        tx.timerChanged = true
        return change.run
      case 'reveal': {
        reveal.run(change.winner, change.nextStep, change.run)
        if (change.outcome !== undefined) {
          tx.show.putOutcome.run(change.outcome, change.run)
          tx.show.setOutcome.run(change.outcome, change.run)
        }
        publishResult(tx, change.run)
        return change.run
      }
      case 'void':
        void_.run(change.reason, at, change.run)
        tx.timerChanged = true
        return change.run
      case 'expect':
        expect.run(change.expected, change.run)
        return change.run
      case 'excuse':
        tx.fleet.putExcuse.run(change.run, change.deviceId, Number(change.excused), at)
        return change.run
      case 'extend':
        extend.run(change.ms, change.ms, at, change.run)
        tx.timerChanged = true
        return change.run
    }
  }

  /** Applies changes in order; returns the run that is meant afterwards: the one opened last, else the one changed. */
  return (tx: Transaction, changes: readonly NightChange[], actor: Actor, at: number): number | undefined => {
    let run: number | undefined
    for (const change of changes) {
      run = apply(tx, change, actor, at)
      tx.nightChanged = true
      if (change.type !== 'expect') tx.moved = true
      if (change.type === 'vote') continue // its line is the command's own
      tx.current = undefined
      forgetWhileVoting(tx)
      journalConsequence(tx, change, run, actor, at)
    }
    return run
  }
}

function putVote(tx: Transaction, vote: Extract<NightChange, { type: 'vote' }>, at: number): void {
  const { sql, whileVoting } = tx
  const { run, deviceId, choice, first } = vote
  const { changes } = (first ? sql.addVote : sql.changeVote).run(choice, at, run, deviceId)
  if (changes !== 1) throw new Error(`the vote of ${deviceId} in run ${run} is not in its table`)
  if (first) {
    sql.countVote.run(run)
    tx.current = undefined
  }
  if (whileVoting.roll?.run !== run) return
  const { voters } = whileVoting.roll
  voters.delete(deviceId)
  voters.set(deviceId, { choice, at })
}

/** What follows from a command is a line of its own: a run that closed because the ninth vote came, a result shown. */
function journalConsequence(tx: Transaction, change: NightChange, run: number, actor: Actor, at: number): void {
  const row = runRow(tx.sql, run)
  if (!row) return
  const base = { at, actor, run }
  if (change.type === 'open') {
    const options = (JSON.parse(row.options) as string[]).join(' · ')
    const away = excusedOf(attendanceOf(tx, run)).map(({ deviceId }) => deviceId)
    const excused = away.length > 0 ? away.join(' · ') : undefined
    const data = { step: row.step, question: row.question, options, expected: row.expected, excused }
    writeJournal(tx, { ...base, kind: 'runOpened', outcome: 'ok', data })
  } else if (change.type === 'close') {
    const excused = excusedOf(attendanceOf(tx, run)).length
    const data = { step: row.step, by: change.by, voted: row.voted, expected: row.expected, excused }
    writeJournal(tx, { ...base, kind: 'runClosed', outcome: 'ok', data })
  } else if (change.type === 'reveal') {
    const data = { step: row.step, winner: change.winner, next_step: change.nextStep, outcome: change.outcome }
    writeJournal(tx, { ...base, kind: 'runRevealed', outcome: 'ok', data })
  } else if (change.type === 'void') {
    writeJournal(tx, { ...base, kind: 'runVoided', outcome: 'ok', data: { step: row.step, why: change.reason } })
  }
}

/** The result goes out once: with the commit that reveals the run. */
function publishResult(tx: Transaction, run: number): void {
  const payload = resultOf(tx, run)
  if (payload) tx.publications.push({ contract: 'nightResult', params: {}, payload })
}

export function resultOf(tx: Pick<Transaction, 'sql'>, run: number): object | null {
  const row = runRow(tx.sql, run)
  if (!row || row.status !== 'revealed') return null
  return {
    step: row.step,
    status: 'success',
    next_step: row.next_step ?? row.step + 1,
    run: row.run,
    tally: tallyOf(tx.sql, toRun(row)),
    winner: row.winner,
  }
}
