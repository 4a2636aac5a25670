import type { Counted, SessionMarks } from '../../session/session-marks.js'
import type { SessionStatements } from './session-statements.js'

type Numbered = 'journal' | 'transfers' | 'runs' | 'rounds' | 'bets'

/** The number that was given out last in each table; 0 for one that never had a row. */
export function lastNumbers(sql: SessionStatements): Record<Numbered, number> {
  const rows = sql.numbers.all() as { name: Numbered; seq: number }[]
  const numbers = { journal: 0, transfers: 0, runs: 0, rounds: 0, bets: 0 }
  for (const { name, seq } of rows) numbers[name] = seq
  return numbers
}

const skippedNumbers = (sql: SessionStatements) => Number(sql.skipped.get() ?? 0)

/** How everything stands now, for the beginning or the end of a session. `openRun`: the run that is not revealed. */
export function marksNow(sql: SessionStatements, openRun: number | null): SessionMarks {
  const { journal: _, ...numbers } = lastNumbers(sql)
  const balances = sql.balances.all() as { name: string; balance: number }[]
  return {
    ...numbers,
    skipped: skippedNumbers(sql),
    visits: (sql.lastVisit.get() as number | null) ?? null,
    votes: sql.votes.get() as number,
    open_run: openRun,
    open_visit: (sql.openVisit.get() as number | undefined) ?? null,
    waiting: sql.waiting.get() as SessionMarks['waiting'],
    players_cents: sql.playersCents.get() as number,
    accounts: Object.fromEntries(balances.map(({ name, balance }) => [name, balance])),
  }
}

/** How everything stands now, as far as it is counted in an open session. */
export function countsNow(sql: SessionStatements): Counted {
  const { runs, rounds, bets, transfers } = lastNumbers(sql)
  return { runs, votes: sql.votes.get() as number, rounds, bets, transfers, skipped: skippedNumbers(sql) }
}
