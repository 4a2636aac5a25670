import type { Answer } from '@eg/shared'
import type { Actor, Command, TimerLeft, Work } from '../../../commit/command.js'
import type { Decision } from '../../../game/decision.js'
import {
  decideClose,
  decideExtend,
  decideOpen,
  decideRedo,
  decideReveal,
  decideVoid,
  type NightFacts,
} from '../../../game/night.js'
import type { NightChange, Step } from '../../../game/run.js'
import { staleRun } from '../../../game/stale-run.js'
import { freezesOf, leftOf } from '../freezes.js'
import { currentMode, currentRow, runRow, tallyOf, toRun } from '../run-facts.js'
import { branchesOfRun } from '../show/show-facts.js'
import { type Transaction, writeJournal } from '../transaction.js'

export type NightWriter = (
  tx: Transaction,
  changes: readonly NightChange[],
  actor: Actor,
  at: number,
) => number | undefined

type NightWork = Exclude<Extract<Work, { kind: `opNight${string}` }>, { kind: 'opNightExcuse' }>

/** The type of the answer to each of the operator's night commands, as the contract table has it. */
export const NIGHT_ANSWERS = {
  opNightOpen: 'night_open',
  opNightClose: 'night_close',
  opNightReveal: 'night_reveal',
  opNightVoid: 'night_void',
  opNightRedo: 'night_redo',
  opNightExtend: 'night_extend',
} as const

/** The operator's commands on runs: loads the facts, asks the rule, carries out what it decides. */
export function handleNight(tx: Transaction, write: NightWriter, work: NightWork, command: Command): Answer {
  const { actor, at } = command
  const facts = loadFacts(tx, 'run' in work.payload ? work.payload.run : null)
  const decision = staleSeen(tx, work) ?? decide(tx, work, facts)
  // What is left is what the monotonic timer says, whatever was done to the wall clock since the run opened (N23).
  const left = timeLeft(tx, command.left)
  if (work.kind === 'opNightExtend' && decision.changes.length > 0 && left !== undefined)
    tx.sql.saveTimer.run(left, at + left, work.payload.run)
  const run = write(tx, decision.changes, actor, at) ?? facts.named?.run ?? facts.current?.run
  if (decision.status !== 'ok' || work.kind === 'opNightExtend') {
    const data: Record<string, number> = work.kind === 'opNightExtend' ? { seconds: work.payload.seconds } : {}
    writeJournal(tx, { at, kind: work.kind, outcome: decision.status, reason: decision.reason, actor, run, data })
  }
  const { changes: _, ...told } = decision
  return { req_id: work.payload.req_id, type: NIGHT_ANSWERS[work.kind], ...told, ...(run === undefined ? {} : { run }) }
}

/** The run is another than the one on the screen of whoever pressed. */
function staleSeen(tx: Transaction, { payload }: NightWork): Decision<NightChange> | null {
  if (!('run' in payload)) return null
  const row = runRow(tx.sql, payload.run)
  const seen = {
    expectStatus: 'expect_status' in payload ? payload.expect_status : undefined,
    expectTimer: 'expect_timer' in payload ? payload.expect_timer : undefined,
  }
  return staleRun(row && { ...toRun(row), timer: row.timer_version }, seen)
}

/** What is left of the timer of the open run: frozen, what is stored. Undefined: what its end says. */
function timeLeft(tx: Transaction, left: TimerLeft | undefined): number | undefined {
  const row = currentRow(tx.sql)
  if (freezesOf(tx).game) return row?.remaining_ms ?? undefined
  return row ? leftOf(row, left) : undefined
}

function decide(tx: Transaction, work: NightWork, facts: NightFacts): Decision<NightChange> {
  switch (work.kind) {
    case 'opNightOpen':
      return decideOpen(toStep(work.payload, tx.settings.expectedVotes), facts, work.payload.expect_run)
    case 'opNightClose':
      return decideClose(work.payload.run, 'operator', facts)
    case 'opNightReveal':
      return decideReveal(work.payload.run, work.payload.winner, facts)
    case 'opNightVoid':
      return decideVoid(work.payload.run, work.payload.reason, facts)
    case 'opNightRedo':
      return decideRedo(work.payload.run, facts)
    case 'opNightExtend':
      return decideExtend(work.payload.run, work.payload.seconds * 1000, facts)
  }
}

export function loadFacts(tx: Transaction, run: number | null): NightFacts {
  const current = currentRow(tx.sql)
  const named = run === null ? null : runRow(tx.sql, run)
  return {
    mode: currentMode(tx.sql),
    current: current && toRun(current),
    named: named && toRun(named),
    tally: () => (named ? tallyOf(tx.sql, toRun(named)) : {}),
    slotsHere: () => Number(tx.fleet.slotsHere.get()),
    branches: () => (run === null ? null : branchesOfRun(tx, run)),
    frozen: freezesOf(tx).game,
  }
}

type OpenPayload = Extract<Work, { kind: 'opNightOpen' }>['payload']

/** A step with its defaults: shown at once, a tie goes to the first option, votes can be changed. */
function toStep(payload: OpenPayload, usual: number | 'slots'): Step {
  const votes = payload.expected ?? usual
  return {
    step: payload.step,
    question: payload.question,
    options: payload.options,
    expects: votes === 'slots' ? 'slots' : 'number',
    // Of slots it is counted when the run opens.
    expected: votes === 'slots' ? 0 : votes,
    final: payload.final ?? false,
    tie: payload.tie ?? 'first',
    reveal: payload.reveal ?? 'auto',
    durationMs: payload.duration_s == null ? null : payload.duration_s * 1000,
  }
}
