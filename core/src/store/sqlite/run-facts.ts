import type { Run, Tally } from '../../game/run.js'
import { countVotes } from '../../game/tally.js'
import type { RawRun, Statements } from './statements.js'
import type { OpenRoll, Transaction } from './transaction.js'

interface RawVote {
  device_id: string
  choice: string
  at: number
}

export function toRun(row: RawRun): Run {
  return {
    run: row.run,
    step: row.step,
    question: row.question,
    options: JSON.parse(row.options) as string[],
    status: row.status,
    expects: row.expects,
    expected: row.expected,
    final: row.final === 1,
    tie: row.tie,
    reveal: row.reveal,
    durationMs: row.duration_ms,
    voted: row.voted,
    closedBy: row.closed_by,
  }
}

export function currentRow(sql: Statements): RawRun | null {
  return (sql.currentRun.get() as RawRun | undefined) ?? null
}

/** Whether a vote of this device is counted in the question that is open. */
export function hasVotedNow(sql: Statements, deviceId: string): boolean {
  const run = currentRow(sql)
  return run?.status === 'open' && sql.vote.get(run.run, deviceId) !== undefined
}

/** The current run as the rules see it, looked up once while nothing changes it: a batch of votes asks a thousand times. */
export function currentRun(tx: Pick<Transaction, 'sql' | 'current'>): Run | null {
  if (tx.current === undefined) {
    const row = currentRow(tx.sql)
    tx.current = row && toRun(row)
  }
  return tx.current
}

export function runRow(sql: Statements, run: number): RawRun | null {
  return (sql.run.get(run) as RawRun | undefined) ?? null
}

/** What a device has voted in a run; null: nothing. */
export function voteIn(tx: Pick<Transaction, 'sql' | 'whileVoting'>, run: number, deviceId: string): string | null {
  const { roll } = tx.whileVoting
  if (roll?.run === run) return roll.voters.get(deviceId)?.choice ?? null
  return (tx.sql.vote.get(run, deviceId) as string | undefined) ?? null
}

/** The latest run of a step, or the one named if it was of that step. */
export function latestOfStep(sql: Statements, step: number, run: number | undefined): Run | null {
  const row = sql.latestOfStep.get(step, run ?? null, run ?? null) as RawRun | undefined
  return row ? toRun(row) : null
}

export function votesOf(sql: Statements, run: number): RawVote[] {
  return sql.votesOf.all(run) as RawVote[]
}

/** Who is there, who has voted and who is excused, for a run that is open. */
export function attendanceOf({ sql, fleet }: Pick<Transaction, 'sql' | 'fleet'>, run: number): OpenRoll {
  const slots = fleet.slots.all() as { deviceId: string; here: number }[]
  return {
    run,
    slots: new Map(slots.map(({ deviceId, here }) => [deviceId, here === 1])),
    excusedByOperator: new Set(fleet.excuses.all(run) as string[]),
    voters: new Map(votesOf(sql, run).map(({ device_id, choice, at }) => [device_id, { choice, at }])),
  }
}

/** The same, read from the tables once while people vote, come and go: each batch would read all that came before. */
export function openRoll(tx: Pick<Transaction, 'sql' | 'fleet' | 'whileVoting'>, run: number): OpenRoll {
  const { whileVoting } = tx
  if (whileVoting.roll?.run !== run) whileVoting.roll = attendanceOf(tx, run)
  return whileVoting.roll
}

/** Something else comes, or something of it was taken back. */
export function forgetWhileVoting({ whileVoting }: Pick<Transaction, 'whileVoting'>): void {
  whileVoting.kinds.clear()
  whileVoting.roll = whileVoting.spares = null
}

export function tallyOf(sql: Statements, run: Run): Tally {
  return countVotes(
    run.options,
    votesOf(sql, run.run).map((vote) => vote.choice),
  )
}

/** The tally as it will be once `deviceId` has voted `choice`. */
export function tallyWith(sql: Statements, run: Run, deviceId: string, choice: string): Tally {
  const others = votesOf(sql, run.run).filter((vote) => vote.device_id !== deviceId)
  return countVotes(run.options, [...others.map((vote) => vote.choice), choice])
}

export function currentMode(sql: Statements): 'day' | 'night' {
  return sql.meta.get('mode') === 'night' ? 'night' : 'day'
}
