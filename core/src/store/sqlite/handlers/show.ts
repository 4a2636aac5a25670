import type { Answer } from '@eg/shared'
import type { Command, Work } from '../../../commit/command.js'
import type { Decision } from '../../../game/decision.js'
import {
  type ShowChange,
  type ShowFacts,
  decideEnd,
  decideJump,
  decideNext,
  decideStart,
} from '../../../show/position.js'
import { currentRun } from '../run-facts.js'
import { showFacts, standingOf } from '../show/show-facts.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { type NightWriter, loadFacts } from './night.js'

type ShowWork = Extract<Work, { kind: 'opShowStart' | 'opShowNext' | 'opShowJump' | 'opShowEnd' }>

const ANSWERS = {
  opShowStart: 'show_start',
  opShowNext: 'show_next',
  opShowJump: 'show_jump',
  opShowEnd: 'show_end',
} as const

/** What a command of the show came to, for its answer. */
interface Came {
  visit?: number
  step_id?: string
  run?: number
  /** The show has come to its end. */
  ended?: true
}

/**
 * Moves the show: loads the facts, asks the rule, and carries out what it decides — the run of the next step and the show's
 * position in one transaction.
 */
export function handleShow(tx: Transaction, write: NightWriter, work: ShowWork, command: Command): Answer {
  const decision = decide(work, showFacts(tx, loadFacts(tx, null)))
  const came = apply(tx, write, decision.changes, command)
  if (decision.status !== 'ok') {
    const { actor, at } = command
    writeJournal(tx, { at, kind: work.kind, outcome: decision.status, reason: decision.reason, actor })
  }
  const { changes: _, ...told } = decision
  return { req_id: work.payload.req_id, type: ANSWERS[work.kind], ...told, ...came }
}

function decide(work: ShowWork, facts: ShowFacts): Decision<ShowChange> {
  switch (work.kind) {
    case 'opShowStart':
      return decideStart(facts, work.payload.expect_script, work.payload.expect_show)
    case 'opShowNext':
      return decideNext(facts, work.payload.expect_visit)
    case 'opShowJump': {
      const { step, reason, expect_visit: expectVisit } = work.payload
      return decideJump({ step, reason, expectVisit }, facts)
    }
    case 'opShowEnd':
      return decideEnd(facts, work.payload.reason, work.payload.expect_visit)
  }
}

function apply(tx: Transaction, write: NightWriter, changes: readonly ShowChange[], { actor, at }: Command): Came {
  const { show: sql } = tx
  let came: Came = {}
  for (const change of changes) {
    tx.nightChanged = tx.moved = true
    switch (change.type) {
      case 'start': {
        sql.addShow.run(change.script, at, actor.key)
        // Between two groups a show that runs is in the way of the next.
        tx.sessionChanged = true
        writeJournal(tx, { at, kind: 'showStarted', outcome: 'ok', actor, data: { script: change.script } })
        break
      }
      case 'leave':
        sql.leave.run(at, standingOf(tx, change.visit)?.outcome ?? null, change.visit)
        break
      case 'enter': {
        const { step, via, reason } = change
        const { show } = sql.lastShow.get() as { show: number }
        write(tx, change.night, actor, at)
        const run = currentRun(tx)?.run
        const visit = Number(sql.enter.run(show, step.id, run ?? null, at, via, reason, actor.key).lastInsertRowid)
        if (run !== undefined) sql.linkRun.run(run, visit)
        const data = { visit, step_id: step.id, step: step.step, via, why: reason ?? undefined }
        writeJournal(tx, { at, kind: 'showMoved', outcome: 'ok', actor, run, data })
        came = { visit, step_id: step.id, ...(run === undefined ? {} : { run }) }
        break
      }
      case 'end':
        sql.endShow.run(at, actor.key, change.reason)
        tx.sessionChanged = true
        writeJournal(tx, { at, kind: 'showEnded', outcome: 'ok', actor, data: { why: change.reason ?? undefined } })
        came = { ended: true }
        break
    }
  }
  return came
}
