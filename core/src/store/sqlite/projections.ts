import type { OperatorRun } from '@eg/shared'
import type { Publication, RunTimer } from '../../commit/command.js'
import { excusedOf, maySuggestClose } from '../../game/attendance.js'
import { judge } from '../../game/branches.js'
import { currentMode, currentRow, openRoll, tallyOf, toRun, votesOf } from './run-facts.js'
import { branchesOfRun } from './show/show-facts.js'
import type { RawRun, Statements } from './statements.js'
import type { OpenRoll, StoreSettings, Transaction } from './transaction.js'

type Stored = Pick<Transaction, 'sql' | 'fleet' | 'show' | 'whileVoting'>

/**
 * The night's retained states, put together once a batch from the tables. What is secret until the reveal is not in
 * them: the operator's run has who voted, never what.
 */
export function nightStates(stored: Stored, settings: StoreSettings, frozen = false): Publication[] {
  const { sql } = stored
  const mode = currentMode(sql)
  const earlier = Number(sql.meta.get('runs_before_mode') ?? 0)
  const current = currentRow(sql)
  const row = mode === 'night' ? (current ?? (sql.lastRun.get(earlier) as RawRun | undefined) ?? null) : current
  const open = current?.status === 'open' ? current : null
  const roll = open && openRoll(stored, open.run)
  const { expectedVotes } = settings
  // Of slots: as many as the venue has, whether or not they are there now.
  const usual = expectedVotes === 'slots' ? Math.max(1, stored.fleet.slots.all().length) : expectedVotes
  return [
    { contract: 'nightStep', params: {}, payload: open && publicStep(open, frozen) },
    {
      contract: 'nightRound',
      params: {},
      payload: {
        run: row?.run ?? null,
        step: row?.step ?? null,
        status: row?.status ?? null,
        voted: row?.voted ?? 0,
        expected: row?.expected ?? usual,
      },
    },
    {
      contract: 'opNight',
      params: {},
      payload: {
        mode,
        run: row && { ...operatorView(stored, row, roll), ...(row === open ? timeOf(row, frozen) : {}) },
        expected_default: usual,
        expects_default: expectedVotes === 'slots' ? 'slots' : 'number',
        suggested: frozen ? 'wait' : suggest(mode, row, stored, roll),
        next_step: row ? (row.next_step ?? (row.status === 'voided' ? row.step : row.step + 1)) : 1,
      },
    },
  ]
}

export function modeState(sql: Statements): Publication {
  const since = sql.meta.get('mode_since')
  return {
    contract: 'modeState',
    params: {},
    payload: { mode: currentMode(sql), ...(since === undefined ? {} : { since: Number(since) }) },
  }
}

/** The timer of the open run. */
export function runTimer(sql: Statements, at: number): RunTimer | null {
  const row = currentRow(sql)
  if (!row || row.status !== 'open' || row.closes_at === null) return null
  return { run: row.run, version: row.timer_version, remainingMs: Math.max(0, row.closes_at - at) }
}

/**
 * Takes the timer up again after a power cut: the smaller of what was stored and what the clock says is left (N23), and the
 * published end says the same, also where the Pi came up with an old clock.
 */
export function resumeTimer(sql: Statements, at: number): void {
  const row = currentRow(sql)
  if (!row || row.status !== 'open' || row.closes_at === null) return
  const byClock = row.closes_at - at
  const remainingMs = Math.max(0, Math.min(row.remaining_ms ?? byClock, byClock))
  sql.saveTimer.run(remainingMs, at + remainingMs, row.run)
}

function publicStep(row: RawRun, frozen: boolean): object {
  const { step, question, run, final, options } = row
  return { step, question, options: JSON.parse(options), run, ...timeOf(row, frozen), final: final === 1 }
}

/** When an open run closes; frozen, what is left of its timer instead (U8). */
function timeOf({ closes_at, remaining_ms }: RawRun, frozen: boolean) {
  return frozen && closes_at !== null ? { closes_at: null, remaining_ms: remaining_ms ?? 0 } : { closes_at }
}

function operatorView(stored: Stored, row: RawRun, roll: OpenRoll | null): OperatorRun {
  const { sql } = stored
  const run = toRun(row)
  const shown = row.status === 'revealed'
  return {
    run: row.run,
    step: row.step,
    question: row.question,
    options: run.options,
    status: row.status,
    expected: row.expected,
    expects: row.expects,
    excused: roll ? excusedOf(roll).map(({ deviceId, by }) => ({ device_id: deviceId, by })) : [],
    final: run.final,
    tie: row.tie,
    reveal: row.reveal,
    duration_s: row.duration_ms === null ? null : row.duration_ms / 1000,
    opened_at: row.opened_at,
    closes_at: row.closes_at,
    timer: row.timer_version,
    closed_at: row.closed_at,
    closed_by: row.closed_by,
    voters: roll
      ? Array.from(roll.voters, ([device_id, { at }]) => ({ device_id, at }))
      : votesOf(sql, row.run).map(({ device_id, at }) => ({ device_id, at })),
    tied: tied(stored, row),
    tally: shown ? tallyOf(sql, run) : null,
    winner: row.winner,
    next_step: row.next_step,
    void_reason: row.void_reason,
  }
}

/** The leaders that the operator must choose between: told when the run has closed, because the choice needs it. */
function tied(stored: Stored, row: RawRun): string[] | null {
  if (row.status !== 'closed' || row.tie !== 'operator') return null
  const run = toRun(row)
  const verdict = judge(run, tallyOf(stored.sql, run), row.closed_by, branchesOfRun(stored, run.run))
  return verdict.type === 'undecided' ? verdict.leaders : null
}

function suggest(mode: 'day' | 'night', row: RawRun | null, stored: Stored, roll: OpenRoll | null) {
  if (mode === 'day') return 'begin_night'
  if (!row || row.status === 'voided') return 'open'
  // The run closes by itself with the last vote or its timer; to offer Close earlier would end votes by an idle Enter. Only
  // where nobody is left to wait for, because somebody is excused, it would never close by itself (N35).
  if (row.status === 'open') return roll && maySuggestClose(roll) ? 'close' : 'wait'
  if (row.status === 'closed') return tied(stored, row) ? 'decide' : 'reveal'
  return 'next'
}
