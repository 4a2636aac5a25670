import type { OpSession, SessionReport, SessionSummary, SessionTransfer } from '@eg/shared'
import { START_MS } from '../testing/samples'

// Sessions as the core tells of them, for tests.

const COUNTS = { runs: 2, votes: 17, rounds: 5, bets: 0, transfers: 9 }
const HEAD = {
  session: 3,
  name: 'Les Martin',
  group_size: 9,
  notes: null,
  started_at: START_MS,
  started_by: 'Nadia',
  forced: null,
  active_ms: 600_000,
  counts: COUNTS,
}

export function aCurrent(more: Partial<NonNullable<OpSession['current']>> = {}): NonNullable<OpSession['current']> {
  return { ...HEAD, status: 'open', running_since: START_MS, pauses: [], ...more }
}

export function aLast(session: number): OpSession['last'][number] {
  return { ...HEAD, session, closed_at: START_MS, closed_by: 'Nadia', closed_though: null }
}

export function aReset(id: string, more: Partial<OpSession['reset']['devices'][number]> = {}) {
  const device = { device_id: id, kind: 'slot', status: 'needs_reset' as const, reason: null, detail: null, by: null }
  return { ...device, changed_at: START_MS, ...more }
}

export function anEvening(more: Partial<OpSession> = {}, reset: Partial<OpSession['reset']> = {}): OpSession {
  const between = { ready: true, missing: [], devices: [], cards_undecided: false, cards: [], ...reset }
  return { current: null, last: [aLast(3)], reset: between, ...more }
}

export function aRow(session: number, more: Partial<SessionSummary> = {}): SessionSummary {
  const closed = { status: 'closed' as const, running_since: null, closed_at: START_MS + 600_000, closed_by: 'Nadia' }
  const around = { closed_though: null, pauses: [], outside_before: { ...COUNTS, runs: 0, votes: 0 } }
  return { ...HEAD, ...closed, ...around, session, name: `Groupe ${session}`, ...more }
}

export function aTransfer(transfer: number, more: Partial<SessionTransfer>): SessionTransfer {
  const about = { device_id: null, tag_uid: null, payout_id: null, round: null, bet: null, shift: null, receipt: null }
  const row = { at: START_MS, kind: 'stake', debit: 'player:1', credit: 'game:slot-01', amount_cents: 100 }
  return { transfer, ...row, actor: 'slot-01', ...about, reverses: null, reason: null, by: null, ...more }
}

const LATER_MS = START_MS + 7_200_000
export const TRANSFERS: SessionTransfer[] = [
  aTransfer(1, { kind: 'stake', amount_cents: 500 }),
  aTransfer(2, { at: START_MS + 1000, kind: 'win', amount_cents: 200 }),
  aTransfer(3, { at: LATER_MS, kind: 'stake', amount_cents: 300 }),
  aTransfer(4, { at: LATER_MS, kind: 'reversal', amount_cents: 500, reverses: 1 }),
  aTransfer(5, { at: LATER_MS, kind: 'top_up', amount_cents: 2000, debit: 'drawer:change-01', credit: 'player:1' }),
]

const TAKE = { bets: 2, stakes_cents: 300, wins_cents: 200, take_cents: 100, rtp: 0.666667 }
const NONE = { count: 0, cents: 0 }

export function aReport(more: Partial<SessionReport> = {}): SessionReport {
  const run = {
    run: 7,
    step: 1,
    question: 'Qui garde la clé ?',
    options: ['Ada', 'Boris', 'Cléo'],
    status: 'revealed' as const,
    opened_at: START_MS,
    closed_at: START_MS + 60_000,
    closed_by: 'votes',
    expected: 9,
    voted: 8,
    winner: 'Boris',
    next_step: 2,
    void_reason: null,
    tally: { Ada: 2, Boris: 6, Cléo: 0 },
    votes: [
      { device_id: 'slot-01', choice: 'Ada', at: START_MS },
      { device_id: 'slot-02', choice: 'Boris', at: START_MS },
    ],
  }
  const secret = { ...run, run: 8, step: 2, status: 'not_revealed' as const, tally: null, votes: null, winner: null }
  return {
    session: aRow(3, { name: 'Les Martin' }),
    timings: { as_of: null, duration_ms: 3 * 3_600_000, active_ms: 9_000_000, paused_ms: 1_800_000 },
    runs: [run, secret],
    path: [{ run: 7, step: 1, question: run.question, winner: 'Boris', next_step: 2 }],
    visits: [],
    cards: [],
    take: { slots: [{ device_id: 'slot-01', ...TAKE }], all: TAKE },
    payouts: { created: { count: 1, cents: 700 }, claimed: NONE, voided: NONE, expired: NONE, waiting: NONE },
    ledger: {
      kinds: [{ kind: 'stake', count: 2, cents: 800 }],
      accounts: [
        {
          account: 'players',
          before_cents: 0,
          debits_cents: 300,
          credits_cents: 2200,
          after_cents: 1900,
          balances: true,
        },
      ],
      balances: true,
    },
    incidents: {
      incidents: [
        { at: START_MS, what: 'panic', device_id: null, run: null, by: 'Nadia', why: 'money_freeze', ms: null },
      ],
      more: 0,
      link_losses: [{ device_id: 'slot-05', count: 2, total_ms: 9000, longest_ms: 6000, away: false }],
      refusals: [{ kind: 'nightVote', outcome: 'refused', reason: 'not_offered', count: 3 }],
    },
    transfers: TRANSFERS,
    ...more,
  }
}
