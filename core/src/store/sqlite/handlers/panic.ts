import type { Answer } from '@eg/shared'
import type { Actor, Work } from '../../../commit/command.js'
import type { Decision } from '../../../game/decision.js'
import {
  type Panic,
  type PanicChange,
  type PanicScope,
  decideBegin,
  decideEnd,
  decideShow,
} from '../../../panic/panic-rules.js'
import { whileFreezesChange } from '../freezes.js'
import type { RawPanic } from '../gate-statements.js'
import { type Transaction, writeJournal } from '../transaction.js'

/** What each command is about, and what its answer is called. */
const COMMANDS = {
  opMoneyFreeze: { scope: 'money', type: 'money_freeze' },
  opMoneyUnfreeze: { scope: 'money', type: 'money_unfreeze' },
  opGameFreeze: { scope: 'game', type: 'game_freeze' },
  opGameUnfreeze: { scope: 'game', type: 'game_unfreeze' },
  opBlackout: { scope: 'blackout', type: 'blackout' },
  opBlackoutEnd: { scope: 'blackout', type: 'blackout_end' },
  opMessageShow: { scope: 'message', type: 'message_show' },
  opMessageClear: { scope: 'message', type: 'message_clear' },
} as const

export type PanicWork = Extract<Work, { kind: keyof typeof COMMANDS }>

/** Somebody pressed panic, or takes it back. */
export function handlePanic(tx: Transaction, work: PanicWork, actor: Actor, at: number): Answer {
  const { scope, type } = COMMANDS[work.kind]
  const active = activeOf(tx, scope)
  const decision = decide(tx, work, scope, active)
  const left = work.kind === 'opGameFreeze' ? (work.left ?? null) : null
  const why = 'reason' in work.payload ? (work.payload.reason ?? null) : null
  whileFreezesChange(tx, at, left, () => {
    for (const change of decision.changes) apply(tx, change, { by: actor.key, at, why })
  })
  const panic = activeOf(tx, scope)?.panic ?? ('panic' in work.payload ? work.payload.panic : undefined)
  if (decision.changes.length > 0 || decision.status !== 'ok') {
    const text = work.kind === 'opMessageShow' ? { text: work.payload.text } : {}
    const data = { panic, ...(why === null ? {} : { why }), ...text }
    writeJournal(tx, { at, kind: work.kind, outcome: decision.status, reason: decision.reason, actor, data })
  }
  const { changes: _, ...told } = decision
  return { req_id: work.payload.req_id, type, ...told, ...(panic === undefined ? {} : { panic }) }
}

/** A message has been shown for as long as it was meant to be. One that was cleared or replaced meanwhile is not this one. */
export function handleMessageExpired(
  tx: Transaction,
  work: Extract<Work, { kind: 'messageExpired' }>,
  actor: Actor,
  at: number,
): null {
  const named = tx.gate.panic.get(work.panic) as RawPanic | undefined
  if (named?.scope !== 'message' || named.endedAt !== null) return null
  apply(tx, { type: 'end', panic: named.panic, scope: 'message' }, { by: actor.key, at, why: 'expired' })
  writeJournal(tx, { at, kind: 'messageExpired', outcome: 'ok', actor, data: { panic: named.panic } })
  return null
}

function decide(tx: Transaction, work: PanicWork, scope: PanicScope, active: Panic | null): Decision<PanicChange> {
  if (work.kind === 'opMessageShow') {
    const { text, severity = 'attention', seconds = null, expect_panic: expectPanic } = work.payload
    return decideShow({ text, severity, seconds }, active, expectPanic)
  }
  if ('panic' in work.payload) {
    const named = tx.gate.panic.get(work.payload.panic) as RawPanic | undefined
    const facts = { named: named ? toPanic(named) : null, active, expectHeld: work.payload.expect_held }
    return decideEnd(scope, work.payload.panic, facts)
  }
  return decideBegin(scope as Exclude<PanicScope, 'message'>, active)
}

function apply(tx: Transaction, change: PanicChange, told: { by: string; at: number; why: string | null }): void {
  const { by, at, why } = told
  tx.panicChanged = true
  if (change.type === 'end') {
    tx.gate.endPanic.run(at, by, why, change.panic)
    return
  }
  const { text = null, severity = null, seconds = null } = change.message ?? {}
  tx.gate.addPanic.run(change.scope, text, severity, seconds, at, by, why)
}

function activeOf(tx: Transaction, scope: PanicScope): Panic | null {
  const active = (tx.gate.panicsActive.all() as RawPanic[]).find((raw) => raw.scope === scope)
  return active ? toPanic(active) : null
}

function toPanic({ panic, scope, endedAt }: RawPanic): Panic {
  return { panic, scope, ended: endedAt !== null }
}
