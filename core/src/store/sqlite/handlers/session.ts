import type { Answer } from '@eg/shared'
import type { Actor, Work } from '../../../commit/command.js'
import {
  type SessionChange,
  type SessionFacts,
  decideClose,
  decidePause,
  decideResume,
  decideStart,
} from '../../../session/session-rules.js'
import { whileFreezesChange } from '../freezes.js'
import { currentRun } from '../run-facts.js'
import { sessionFacts } from '../session-facts.js'
import { lastNumbers, marksNow } from '../session-marks.js'
import type { RawSession } from '../session-statements.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { markAllForReset } from './session-reset.js'

export type SessionWork = Extract<
  Work,
  { kind: 'opSessionStart' | 'opSessionPause' | 'opSessionResume' | 'opSessionClose' }
>

const ANSWER_TYPES = {
  opSessionStart: 'session_start',
  opSessionPause: 'session_pause',
  opSessionResume: 'session_resume',
  opSessionClose: 'session_close',
} as const

/** A group's evening begins, stands still, goes on, ends. */
export function handleSession(tx: Transaction, work: SessionWork, actor: Actor, at: number): Answer {
  const { payload } = work
  const by = payload.by ?? actor.key
  const decision = decide(work, sessionFacts(tx), at)
  const named = 'session' in payload ? payload.session : undefined
  // The line of the beginning is the session's first, the line of the end its last.
  const seq = lastNumbers(tx.session).journal + 1
  const left = work.kind === 'opSessionPause' ? (work.left ?? null) : null
  let session = named
  // A pause freezes money and game, its end lets them go on.
  whileFreezesChange(tx, at, left, () => {
    session = apply(tx, decision.changes, { by, at, seq, actor }) ?? named
  })
  if (decision.changes.length > 0 || decision.status !== 'ok') {
    const why = 'reason' in payload ? payload.reason : undefined
    const said = work.kind === 'opSessionStart' ? { name: work.payload.name, group_size: work.payload.group_size } : {}
    const data = { session, ...said, by, why }
    writeJournal(tx, { at, kind: work.kind, outcome: decision.status, reason: decision.reason, actor, data })
  }
  const { changes: _, ...told } = decision
  const type = ANSWER_TYPES[work.kind]
  return { req_id: payload.req_id, type, ...told, ...(session === undefined ? {} : { session }) }
}

function decide(work: SessionWork, facts: SessionFacts, at: number) {
  const { payload } = work
  switch (work.kind) {
    case 'opSessionStart': {
      const { name, group_size: groupSize, notes, reason, expect_last: expectLast } = work.payload
      const plan = { name, groupSize, notes: notes === undefined || notes === '' ? null : notes }
      return decideStart(plan, { expectLast, reason: reason ?? null }, facts)
    }
    case 'opSessionPause':
      return decidePause(work.payload.session, work.payload.reason ?? null, facts, at)
    case 'opSessionResume':
      return decideResume((payload as { session: number }).session, facts)
    case 'opSessionClose':
      return decideClose(work.payload.session, work.payload.reason ?? null, facts, at)
  }
}

interface Context {
  by: string
  at: number
  /** The number that the command's own journal line will have. */
  seq: number
  actor: Actor
}

/** Returns the session that is meant afterwards. */
function apply(tx: Transaction, changes: readonly SessionChange[], context: Context): number | undefined {
  const { by, at, seq } = context
  const { session: sql } = tx
  let session: number | undefined
  for (const change of changes) {
    tx.sessionChanged = true
    switch (change.type) {
      case 'start': {
        const marks = JSON.stringify(marksNow(sql, null))
        const row = { ...change.plan, forced: change.forced, at, by, firstSeq: seq, marks }
        session = Number(sql.add.run(row).lastInsertRowid)
        break
      }
      case 'pause':
        session = change.session
        sql.setStatus.run('paused', change.activeMs, null, session)
        sql.addPause.run(session, at, by, change.reason)
        break
      case 'resume': {
        session = change.session
        const { active_ms: activeMs } = sql.session.get(session) as RawSession
        sql.setStatus.run('open', activeMs, at, session)
        sql.endPause.run(at, by, session)
        break
      }
      case 'close': {
        session = change.session
        sql.endPause.run(at, by, session)
        const marks = JSON.stringify(marksNow(sql, currentRun(tx)?.run ?? null))
        sql.close.run({ session, activeMs: change.activeMs, at, by, though: change.though, lastSeq: seq, marks })
        markAllForReset(tx, at)
      }
    }
  }
  return session
}
