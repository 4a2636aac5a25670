import type { GameReport, MoneyReport, Moved, RunReport, SessionSummary, SessionTimings } from '@eg/shared'
import { createIncidents } from '../../session/incidents.js'
import { NO_SUMS, accountsOf, addSums, booksBalance, takeOf, takeOfAll } from '../../session/ledger-sums.js'
import type { SessionBounds, SessionReads } from '../../store/session-reads.js'
import { inTurn } from '../exports.js'

const RUNS_A_PAGE = 50

/** A session as its reports begin. The marks that bound it are the store's own. */
export function headOf(bounds: SessionBounds, now: number): { session: SessionSummary; timings: SessionTimings } {
  const { first_seq: _, last_seq: __, before: ___, after: ____, ...session } = bounds
  const running = bounds.running_since === null ? 0 : Math.max(0, now - bounds.running_since)
  const active = bounds.active_ms + running
  const paused = bounds.pauses.reduce((sum, { from, until }) => sum + Math.max(0, (until ?? now) - from), 0)
  const asOf = bounds.status === 'closed' ? null : now
  return { session, timings: { as_of: asOf, duration_ms: active + paused, active_ms: active, paused_ms: paused } }
}

/** Adds a session's ledger up, a step at a time, behind whoever else reads. */
export async function gatherMoney(reader: SessionReads, bounds: SessionBounds): Promise<MoneyReport> {
  const { before, after } = bounds
  let sums = NO_SUMS
  for (let at = before.transfers; at < after.transfers;) {
    const step = await inTurn(() => reader.sessionSums(at, after.transfers))
    sums = addSums(sums, step.sums)
    at = step.last
  }
  const accounts = accountsOf(sums, before, after)
  const of = (kind: string): Moved => {
    const found = sums.kinds.find((row) => row.kind === kind)
    return { count: found?.count ?? 0, cents: found?.cents ?? 0 }
  }
  return {
    take: { slots: sums.devices.map(takeOf), all: takeOfAll(sums.devices) },
    payouts: {
      created: of('payout'),
      claimed: of('claim'),
      voided: of('payout_void'),
      expired: of('payout_expire'),
      waiting: after.waiting,
    },
    ledger: { kinds: sums.kinds, accounts, balances: booksBalance(accounts) },
    cards: await inTurn(() => reader.sessionCardJobs(bounds.session)),
  }
}

/** What was voted and what went wrong. The tally and who chose what only of runs that were revealed. */
export async function gatherGame(reader: SessionReads, bounds: SessionBounds, now: number): Promise<GameReport> {
  const runs: RunReport[] = []
  for (let more = true; more;) {
    const page = await inTurn(() => reader.sessionRuns(bounds.session, runs.at(-1)?.run ?? 0, RUNS_A_PAGE))
    runs.push(...page)
    more = page.length === RUNS_A_PAGE
  }
  const told = createIncidents()
  for (let at = bounds.first_seq - 1; at < bounds.last_seq;) {
    const step = await inTurn(() => reader.sessionLines(at, bounds.last_seq))
    for (const line of step.lines) told.take(line)
    at = step.last
  }
  return {
    runs,
    path: runs.flatMap(({ run, step, question, status, winner, next_step }) =>
      status === 'revealed' ? [{ run, step, question, winner, next_step }] : [],
    ),
    visits: await inTurn(() => reader.sessionVisits(bounds.session)),
    incidents: told.end(bounds.closed_at ?? now),
  }
}
