import type { OpSession } from '@eg/shared'
import type { Publication } from '../../commit/command.js'
import { type SessionMarks, countsBetween } from '../../session/session-marks.js'
import { missingFor } from '../../session/session-rules.js'
import { sessionFacts } from './session-facts.js'
import { countsNow } from './session-marks.js'
import type { RawSession, SessionStatements } from './session-statements.js'
import type { Transaction } from './transaction.js'

const LAST = 10
const LAST_PAUSES = 50

/** The retained states of sessions, put together from the tables. */
export function sessionStates(tx: Pick<Transaction, 'session' | 'sql' | 'current' | 'show'>): Publication[] {
  const { session: sql } = tx
  const open = sql.open.get() as RawSession | undefined
  const closed = sql.closed.all(LAST) as RawSession[]
  const facts = sessionFacts(tx)
  const missing = missingFor(facts)
  const payload: OpSession = {
    current: open ? currentOf(sql, open) : null,
    last: closed.map((row) => closedOf(row)),
    reset: {
      ready: missing.length === 0,
      missing,
      devices: sql.resets.all() as OpSession['reset']['devices'],
      cards_undecided: facts.cards === 'undecided',
      cards: closed[0] ? (sql.lastJobs.all(closed[0].session) as OpSession['reset']['cards']) : [],
    },
  }
  const known = open
    ? { session: open.session, status: open.status, since: open.started_at }
    : { session: null, status: 'none', since: closed[0]?.closed_at ?? null }
  return [
    { contract: 'sessionState', params: {}, payload: known },
    { contract: 'opSession', params: {}, payload },
  ]
}

function currentOf(sql: SessionStatements, row: RawSession): OpSession['current'] {
  const before = JSON.parse(row.marks_before) as SessionMarks
  return {
    ...headOf(row),
    counts: countsBetween(before, countsNow(sql)),
    status: row.status === 'paused' ? 'paused' : 'open',
    running_since: row.running_since,
    pauses: (sql.pauses.all(row.session) as NonNullable<OpSession['current']>['pauses']).slice(-LAST_PAUSES),
  }
}

function closedOf(row: RawSession): OpSession['last'][number] {
  const before = JSON.parse(row.marks_before) as SessionMarks
  const after = JSON.parse(row.marks_after ?? row.marks_before) as SessionMarks
  return {
    ...headOf(row),
    counts: countsBetween(before, after),
    closed_at: row.closed_at ?? row.started_at,
    closed_by: row.closed_by ?? '',
    closed_though: row.closed_though,
  }
}

function headOf(row: RawSession) {
  const { session, name, group_size, notes, started_at, started_by, forced, active_ms } = row
  return { session, name, group_size, notes, started_at, started_by, forced, active_ms }
}
