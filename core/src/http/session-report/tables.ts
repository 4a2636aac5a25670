import type { GameReport, MoneyReport } from '@eg/shared'

type Row = Record<string, string | number | boolean | null>

/** A table of a report: its columns and how its rows come from what was gathered. */
export interface Table<From> {
  columns: readonly string[]
  rows: (report: From) => Row[]
}

/** Tables about what was played. `time` is ISO 8601 in UTC; other times are ms since 1970. */
export const GAME_TABLES: Readonly<Record<string, Table<GameReport>>> = {
  runs: {
    columns: [
      'time',
      'run',
      'step',
      'question',
      'options',
      'status',
      'opened_at',
      'closed_at',
      'open_ms',
      'closed_by',
      'expected',
      'voted',
      'winner',
      'next_step',
      'void_reason',
    ],
    rows: ({ runs }) =>
      runs.map((run) => ({
        ...run,
        time: iso(run.opened_at),
        options: run.options.join(' | '),
        open_ms: run.closed_at === null ? null : Math.max(0, run.closed_at - run.opened_at),
        // Tables of their own.
        tally: null,
        votes: null,
      })),
  },
  tallies: {
    columns: ['run', 'step', 'option', 'votes', 'winner'],
    rows: ({ runs }) =>
      runs.flatMap(({ run, step, tally, winner }) =>
        Object.entries(tally ?? {}).map(([option, votes]) => ({ run, step, option, votes, winner: option === winner })),
      ),
  },
  votes: {
    columns: ['time', 'run', 'step', 'device_id', 'choice', 'at'],
    rows: ({ runs }) =>
      runs.flatMap(({ run, step, votes }) => (votes ?? []).map((vote) => ({ time: iso(vote.at), run, step, ...vote }))),
  },
  path: {
    columns: ['run', 'step', 'question', 'winner', 'next_step'],
    rows: ({ path }) => path,
  },
  visits: {
    columns: ['time', 'visit', 'step_id', 'run', 'entered_at', 'outcome', 'via', 'reason', 'by'],
    rows: ({ visits }) => visits.map((visit) => ({ time: iso(visit.entered_at), ...visit })),
  },
  refusals: {
    columns: ['kind', 'outcome', 'reason', 'count'],
    rows: ({ incidents }) => incidents.refusals.map((row) => ({ ...row })),
  },
  link_losses: {
    columns: ['device_id', 'count', 'total_ms', 'longest_ms', 'away'],
    rows: ({ incidents }) => incidents.link_losses.map((row) => ({ ...row })),
  },
  incidents: {
    columns: ['time', 'at', 'what', 'device_id', 'run', 'by', 'why', 'ms'],
    rows: ({ incidents }) => incidents.incidents.map((row) => ({ time: iso(row.at), ...row })),
  },
}

/** Tables about money; `transfers` is a stream of its own. Amounts are whole cents. */
export const MONEY_TABLES: Readonly<Record<string, Table<MoneyReport>>> = {
  kinds: { columns: ['kind', 'count', 'cents'], rows: ({ ledger }) => ledger.kinds.map((row) => ({ ...row })) },
  accounts: {
    columns: ['account', 'before_cents', 'debits_cents', 'credits_cents', 'after_cents', 'balances'],
    rows: ({ ledger }) => ledger.accounts.map((row) => ({ ...row })),
  },
  take: {
    columns: ['device_id', 'bets', 'stakes_cents', 'wins_cents', 'take_cents', 'rtp'],
    rows: ({ take }) => take.slots.map((row) => ({ ...row })),
  },
  payouts: {
    columns: ['what', 'count', 'cents'],
    rows: ({ payouts }) => Object.entries(payouts).map(([what, { count, cents }]) => ({ what, count, cents })),
  },
  cards: {
    columns: [
      'job',
      'session',
      'choice',
      'status',
      'reason',
      'desk_id',
      'why',
      'by',
      'at',
      'ended_at',
      'cards',
      'cents',
      'done',
      'done_cents',
      'skipped',
    ],
    rows: ({ cards }) => cards,
  },
}

/** A table as CSV. A text that a spreadsheet would take for a formula is kept a text. */
export async function csvOf<From>({ columns, rows }: Table<From>, report: From): Promise<string> {
  const { stringify } = await import('csv-stringify/sync')
  return stringify(rows(report), {
    header: true,
    columns: [...columns],
    escape_formulas: true,
    cast: { boolean: (value) => (value ? 'true' : 'false') },
  })
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
