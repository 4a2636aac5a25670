import type { Answer } from '@eg/shared'
import type { Actor, Command, Work } from '../../../commit/command.js'
import type { NightChange } from '../../../game/run.js'
import {
  decideUndo,
  type UndoChange,
  type UndoFacts,
  type UndoKind,
  UNDOABLE,
  type UndoWorld,
} from '../../../undo/undo-rules.js'
import { freezesOf, leftOf, refusedWhileFrozen } from '../freezes.js'
import { cardOf } from '../money/money-facts.js'
import { currentMode, currentRow, runRow, toRun } from '../run-facts.js'
import { branchesOfRun } from '../show/show-facts.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { handleCard } from './card.js'
import { handleReverse } from './correction.js'
import { handleMode } from './mode.js'
import type { NightWriter } from './night.js'
import { handlePayoutEnd } from './payout.js'
import { handleExcuse } from './roll.js'

type Of<K extends Work['kind']> = Extract<Work, { kind: K }>
type Facts = UndoFacts[UndoKind]

/** What undoing a command will need and only is known before it is carried out. */
export function factsBefore(tx: Transaction, { work, at, left: timer }: Command): object | null {
  if (!UNDOABLE.has(work.kind)) return null
  if (work.kind === 'opNightClose' || work.kind === 'opNightVoid') {
    const row = runRow(tx.sql, work.payload.run)
    const wall = row?.closes_at == null ? null : Math.max(0, row.closes_at - at)
    // Frozen, the timer stands still with what is stored; where it would end by the clock means nothing.
    const counted = row ? leftOf(row, timer) : undefined
    const left = freezesOf(tx).game ? (row?.remaining_ms ?? wall) : (counted ?? wall)
    const left_ms = row?.duration_ms == null || row.status !== 'open' ? null : left
    return { run: work.payload.run, was: row?.status, left_ms, last_swap: tx.undo.lastSwap.get() }
  }
  if (work.kind === 'opModeSet') return { from: currentMode(tx.sql), to: work.payload.mode, at }
  return {}
}

/** Keeps a command that was carried out and can be undone. One that changed nothing wrote no line and is none. */
export function keepUndoable(tx: Transaction, { work, actor, at }: Command, before: object, answer: Answer): void {
  const seq = tx.asked?.firstSeq ?? null
  if (seq === null || answer.status !== 'ok') return
  const facts = factsOf(tx, work, actor, before)
  if (!facts) return
  tx.undo.add.run(seq, work.kind, actor.key, at, 'run' in facts ? facts.run : null, JSON.stringify(facts))
  tx.undo.trim.run()
  tx.undoChanged = true
}

function factsOf(tx: Transaction, work: Work, actor: Actor, before: object): Facts | null {
  switch (work.kind) {
    case 'opNightClose':
    case 'opNightVoid':
    case 'opModeSet':
      return before as Facts
    case 'opNightExcuse': {
      const { run, slot_id, excused } = work.payload
      return { run, slot_id, excused }
    }
    case 'opCardFreeze':
    case 'opCardUnfreeze':
      return { tag_uid: work.payload.tag_uid }
    case 'opPayoutNew':
      return { payout_id: work.payload.payout_id }
    case 'opCardAdjust':
    case 'opDeskTopUp':
    case 'opDeskCashOut':
    case 'opDeskCash': {
      const transfer = tx.undo.transferOf.get(actor.key, work.payload.req_id) as number | null
      return transfer === null ? null : { transfer }
    }
    default:
      return null
  }
}

/** Takes a command back by its inverse, linked to it. */
export function handleUndo(tx: Transaction, write: NightWriter, work: Of<'opUndo'>, actor: Actor, at: number): Answer {
  const { req_id, seq, reason } = work.payload
  const kept = tx.undo.find.get(seq) as { kind: string; at: number; facts: string; undoneBy: number | null } | undefined
  const kind = kept?.kind ?? (tx.undo.lineOf.get(seq) as string | undefined)
  const facts = kept ? (JSON.parse(kept.facts) as Facts) : null
  const line = kind === undefined ? null : { kind, facts, ageMs: at - (kept?.at ?? at), undone: kept?.undoneBy != null }
  const decision = decideUndo(seq, line, worldOf(tx, facts))
  let told: Omit<typeof decision, 'changes'> = { status: decision.status }
  let done: object = {}
  if (decision.reason !== undefined) {
    const { changes: _, ...refused } = decision
    told = refused
  }
  for (const change of decision.changes) {
    const answer = carryOut(tx, write, change, { seq, facts, work, actor, at })
    const { status, reason: why, detail, run, transfer } = answer
    told = { status, ...(why === undefined ? {} : { reason: why }), ...(detail === undefined ? {} : { detail }) }
    if (status === 'ok')
      done = { undone: kind, ...(run === undefined ? {} : { run }), ...(transfer === undefined ? {} : { transfer }) }
  }
  const data = { undoes: seq, command: kind, why: reason }
  const number = writeJournal(tx, { at, kind: 'undo', outcome: told.status, reason: told.reason, actor, data })
  if (told.status === 'ok') {
    tx.undo.setUndone.run(number, seq)
    tx.undoChanged = true
  }
  return { req_id, type: 'undo', seq, ...told, ...done }
}

function worldOf(tx: Transaction, facts: Facts | null): UndoWorld {
  const run = facts && 'run' in facts ? runRow(tx.sql, facts.run) : null
  const since = tx.sql.meta.get('mode_since')
  return {
    windowMs: tx.settings.undoMs ?? 60_000,
    runStatus: run?.status ?? null,
    lastRun: Number(tx.sql.lastRunNumber.get()),
    mode: currentMode(tx.sql),
    modeSince: since === undefined ? null : Number(since),
    cardStatus: facts && 'tag_uid' in facts ? (cardOf(tx, facts.tag_uid)?.status ?? null) : null,
    lastAbout: facts && lastAbout(tx, facts),
    votedSpare: facts && votedSpare(tx, facts),
    moneyFrozen: freezesOf(tx).money,
  }
}

function lastAbout(tx: Transaction, facts: Facts): number | null {
  if ('tag_uid' in facts) return tx.undo.lastOfCard.get(facts.tag_uid) as number | null
  return 'slot_id' in facts ? (tx.undo.lastOfExcuse.get(facts.run, facts.slot_id) as number | null) : null
}

function votedSpare(tx: Transaction, facts: Facts): UndoWorld['votedSpare'] {
  if (!('left_ms' in facts)) return null
  const found = tx.undo.votedSpare.get(facts.run, facts.last_swap ?? 0) as UndoWorld['votedSpare'] | undefined
  return found ?? null
}

interface Undoing {
  seq: number
  facts: Facts | null
  work: Of<'opUndo'>
  actor: Actor
  at: number
}

function carryOut(tx: Transaction, write: NightWriter, change: UndoChange, undoing: Undoing): Answer {
  const { actor, at, work } = undoing
  if (change.type === 'inverse') return inverse(tx, write, change.kind, undoing)
  if (change.type === 'reopen') {
    tx.undo.reopen.run({ run: change.run, leftMs: change.leftMs, at })
    return reopened(tx, change.run, { undoes: undoing.seq }, undoing)
  }
  const from = runRow(tx.sql, change.from)
  if (!from) throw new Error(`run ${change.from} is gone`)
  // A step that the show asks now goes on being its step, so that its outcome leads on.
  const repeats = branchesOfRun(tx, change.from) && { repeats: change.from }
  const run = write(tx, [{ type: 'open', step: toRun(from), ...repeats }], actor, at) as number
  tx.undo.copyVotes.run(run, change.from)
  tx.undo.setVoted.run(run)
  tx.undo.copyExcuses.run(run, change.from)
  tx.undo.addContinue.run(run, change.from)
  if (change.leftMs !== null) tx.sql.saveTimer.run(change.leftMs, at + change.leftMs, run)
  // As before: how many were waited for, and what closed it, which says where it leads.
  const before: NightChange[] = [{ type: 'expect', run, expected: from.expected }]
  if (change.was === 'closed') before.push({ type: 'close', run, by: from.closed_by ?? 'operator' })
  write(tx, before, actor, at)
  const answer = reopened(tx, run, { undoes: undoing.seq, from_run: change.from }, { ...undoing, work })
  tellVoters(tx, run)
  return answer
}

function reopened(tx: Transaction, run: number, data: Record<string, number>, { actor, at }: Undoing): Answer {
  tx.current = undefined
  tx.nightChanged = true
  tx.timerChanged = true
  writeJournal(tx, { at, kind: 'runReopened', outcome: 'ok', actor, run, data })
  return { type: 'undo', status: 'ok', run }
}

/** The run has another number, and no slot knows that its vote is in it. */
function tellVoters(tx: Transaction, run: number): void {
  const row = currentRow(tx.sql)
  const votes = tx.sql.votesOf.all(run) as { device_id: string; choice: string }[]
  for (const { device_id, choice } of votes) {
    const payload = { type: 'night_vote', status: 'counted', run, step: row?.step, choice, replayed: true }
    tx.publications.push({ contract: 'deviceAnswer', params: { device_id }, payload })
  }
}

/** The inverse is a command like any other: by its own rules, with its own line; while money is frozen none moves (U6). */
function inverse(tx: Transaction, write: NightWriter, kind: UndoKind, { facts, work, actor, at }: Undoing): Answer {
  const { req_id, reason } = work.payload
  switch (kind) {
    case 'opNightExcuse': {
      const { run, slot_id, excused } = facts as UndoFacts['opNightExcuse']
      const payload = { req_id, run, slot_id, excused: !excused, reason }
      return handleExcuse(tx, write, { kind: 'opNightExcuse', payload }, actor, at)
    }
    case 'opModeSet': {
      const { from: mode } = facts as UndoFacts['opModeSet']
      return handleMode(tx, { kind: 'opModeSet', payload: { req_id, mode, reason } }, actor, at)
    }
    case 'opCardFreeze':
    case 'opCardUnfreeze': {
      const { tag_uid } = facts as UndoFacts['opCardFreeze']
      const back = kind === 'opCardFreeze' ? 'opCardUnfreeze' : 'opCardFreeze'
      return handleCard(tx, { kind: back, payload: { req_id, tag_uid, reason } }, actor, at)
    }
    case 'opPayoutNew': {
      const { payout_id } = facts as UndoFacts['opPayoutNew']
      const back: Work = { kind: 'opPayoutVoid', payload: { req_id, payout_id, reason } }
      return refusedWhileFrozen(tx, { work: back, actor, at }) ?? handlePayoutEnd(tx, back, actor, at)
    }
    default: {
      const { transfer } = facts as UndoFacts['opCardAdjust']
      const back: Work = { kind: 'opTransferReverse', payload: { req_id, transfer, reason, by: actor.key } }
      return refusedWhileFrozen(tx, { work: back, actor, at }) ?? handleReverse(tx, back, actor, at)
    }
  }
}
