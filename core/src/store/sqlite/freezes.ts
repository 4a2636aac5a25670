import type { Answer } from '@eg/shared'
import type { Command, TimerLeft } from '../../commit/command.js'
import { type Freezes, frozen, movesMoney } from '../../panic/frozen.js'
import type { RawPanic } from './gate-statements.js'
import { currentRow } from './run-facts.js'
import { openSession } from './session-facts.js'
import type { RawRun } from './statements.js'
import { type Transaction, writeJournal } from './transaction.js'

/** Since when money has been frozen, moved along when the clock is set. */
const MONEY_SINCE = 'money_frozen_since'

/**
 * What is frozen: the one place that says so, asked by every rule of night and money. Looked up once a batch while nothing changes
 * it. Whatever else comes to freeze the house is added here and changed inside `whileFreezesChange`.
 */
export function freezesOf(tx: Pick<Transaction, 'gate' | 'session' | 'freezes'>): Freezes {
  if (tx.freezes === undefined) {
    const active = tx.gate.panicsActive.all() as RawPanic[]
    const holds = (scope: string) => active.some((panic) => panic.scope === scope)
    // Nobody plays in a session that is paused.
    const paused = openSession(tx)?.status === 'paused'
    tx.freezes = { money: paused || holds('money'), game: paused || holds('game') }
  }
  return tx.freezes
}

/** What lets the game go on, while it stands still; null: it does not. */
export function heldBy(tx: Pick<Transaction, 'gate' | 'session' | 'freezes'>): 'unfreeze' | 'resume' | null {
  if (!freezesOf(tx).game) return null
  const active = tx.gate.panicsActive.all() as RawPanic[]
  return active.some(({ scope }) => scope === 'game') ? 'unfreeze' : 'resume'
}

/**
 * Carries out what freezes or unfreezes, and what follows from it: the timer stands still with what is left of it and goes on with
 * that (U8); bets and payouts wait as much longer as money stood still (U7). `left`: what the monotonic timer said.
 */
export function whileFreezesChange(tx: Transaction, at: number, left: TimerLeft | null, change: () => void): void {
  const [before, held] = [freezesOf(tx), heldBy(tx)]
  change()
  tx.freezes = undefined
  const after = freezesOf(tx)
  if (held !== heldBy(tx)) tx.nightChanged = true
  if (!before.game && after.game) holdTimer(tx, at, left)
  if (before.game && !after.game) releaseTimer(tx, at)
  // Who freezes or lets go has moved the evening: whoever watches for a standstill begins anew (F45).
  if (before.game !== after.game) tx.nightChanged = tx.moved = true
  if (before.money !== after.money) tx.cardsChanged = true
  if (before.game !== after.game || before.money !== after.money) tx.panicChanged = true
  if (!before.money && after.money) tx.sql.putMeta.run(MONEY_SINCE, String(at))
  if (before.money && !after.money) waitLonger(tx, at)
}

/** The clock was set while money is frozen: how long it has been frozen is time that passed, not time of day. */
export function freezeClockSet(tx: Transaction, byMs: number): void {
  if (freezesOf(tx).money) tx.sql.putMeta.run(MONEY_SINCE, String(Number(tx.sql.meta.get(MONEY_SINCE)) + byMs))
}

/** The answer to a command that moves money while money is frozen, with its journal line; null where it may go on. */
export function refusedWhileFrozen(tx: Transaction, { work, actor, at, answer }: Command): Answer | null {
  if (!movesMoney(work.kind) || !freezesOf(tx).money) return null
  const payload = ('payload' in work ? work.payload : {}) as Record<string, unknown>
  const word = (name: string) => (typeof payload[name] === 'string' ? (payload[name] as string) : undefined)
  const { changes: _, ...told } = frozen(
    'money',
    'Nothing was taken, credited or paid, and what was done before stands.',
  )
  const about = { tag_uid: word('tag_uid'), payout_id: word('payout_id') }
  const deviceId = word('device_id') ?? word('desk_id') ?? word('table_id')
  writeJournal(tx, { at, kind: work.kind, outcome: told.status, reason: told.reason, actor, deviceId, data: about })
  const said = Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined))
  const reqId = word('req_id')
  return { ...(reqId === undefined ? {} : { req_id: reqId }), type: answer ?? work.kind, ...said, ...told }
}

/** What the monotonic timer said is left of a run (ms), if it is the timer that the run still has: an earlier command may have set another. */
export function leftOf(row: RawRun, left: TimerLeft | null | undefined): number | undefined {
  return left?.run === row.run && left.version === row.timer_version ? left.ms : undefined
}

function holdTimer(tx: Transaction, at: number, left: TimerLeft | null): void {
  const row = currentRow(tx.sql)
  if (!row || row.status !== 'open' || row.closes_at === null) return
  const byClock = Math.max(0, Math.min(row.remaining_ms ?? Infinity, row.closes_at - at))
  const remainingMs = leftOf(row, left) ?? byClock
  tx.gate.holdTimer.run(remainingMs, row.run)
  tx.timerChanged = true
}

function releaseTimer(tx: Transaction, at: number): void {
  const row = currentRow(tx.sql)
  if (!row || row.status !== 'open' || row.closes_at === null) return
  tx.gate.releaseTimer.run(at + (row.remaining_ms ?? 0), row.run)
  tx.timerChanged = true
}

function waitLonger(tx: Transaction, at: number): void {
  const since = Number(tx.sql.meta.get(MONEY_SINCE) ?? at)
  const byMs = Math.max(0, at - since)
  tx.money.shiftBets.run(byMs, at)
  if (tx.money.shiftPayouts.run(byMs).changes > 0) tx.touched.payouts = true
}
