import { type Actor, CLOCK_STEP_MS, type Work } from '../../../commit/command.js'
import { BET_OPEN_MS } from '../../../money/bet-rules.js'
import { decideEnd } from '../../../money/payout-rules.js'
import { payoutOf } from '../money/money-facts.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { freezeClockSet, freezesOf } from '../freezes.js'
import { endPayouts } from './payout.js'
import { readyClockSet } from './ready.js'

/** What time ends: bets open for 10 minutes are lost, payouts nobody came for go to the house. */
export function handleMoneySweep(tx: Transaction, actor: Actor, at: number): null {
  // What is counted in an open session is told anew, if it changed.
  tx.sessionChanged = true
  // Frozen money stands still: what waits, waits (U7).
  if (freezesOf(tx).money) return null
  const stale = tx.money.staleBets.all(at - BET_OPEN_MS) as {
    bet: number
    deviceId: string
    player: number
    tagUid: string
    stake: number
  }[]
  for (const { bet, deviceId, player, tagUid, stake } of stale) {
    tx.money.closeBet.run('lost', 0, at, bet)
    tx.money.loseFloor.run(deviceId, player)
    tx.touched.floors.add(deviceId)
    const data = { tag_uid: tagUid, amount_cents: stake }
    writeJournal(tx, { at, kind: 'betExpired', outcome: 'ok', actor, deviceId, data })
  }
  for (const payoutId of tx.money.stalePayouts.all(at) as string[]) {
    const payout = payoutOf(tx, payoutId)
    const { changes } = decideEnd('expired', payoutId, payout, undefined)
    endPayouts(tx, changes, { payoutId, card: null, actor, at })
    const data = { payout_id: payoutId, amount_cents: payout?.amount ?? 0 }
    writeJournal(tx, { at, kind: 'payoutExpired', outcome: 'ok', actor, data })
  }
  return null
}

/**
 * Somebody set the core's clock (NTP on a Pi that came up in the past). What waits goes on waiting as long as it would have:
 * ten minutes for a bet and the hours of a payout are time that passes, not time of day.
 */
export function handleClockSet(
  tx: Transaction,
  work: Extract<Work, { kind: 'clockSet' }>,
  actor: Actor,
  at: number,
): null {
  // What is left of a run is what its timer counts; frozen, its end means nothing.
  if (!freezesOf(tx).game && tx.sql.shiftTimer.run(work.byMs).changes > 0) tx.nightChanged = true
  moveWithClock(tx, work.byMs, actor, at)
  return null
}

/**
 * A core that starts with a clock behind what it wrote last (a Pi without internet begins where it stopped; a clock that was
 * ahead is right again) would take what was for what is to come. For what waits, no time passed since that last line: how long
 * the core was away, this clock cannot say. The run's timer is not moved, it is taken up with what is left of it (N23). The line
 * that this writes is by the new clock, so that the next start does not do it again.
 */
export function mendClockAtStart(tx: Transaction, at: number): void {
  const last = tx.sql.lastLineAt.get() as number | undefined
  // By order, never the latest time: a clock that was ahead once has left lines that stay later than now.
  if (last === undefined || last - at < CLOCK_STEP_MS) return
  moveWithClock(tx, at - last, { key: 'core', via: 'core' }, at)
}

/** Moves everything that waits, but the run's timer, by as much as the clock, and says so. */
function moveWithClock(tx: Transaction, byMs: number, actor: Actor, at: number): void {
  // Never later than now: what was written before a power cut, by a clock that was right, must not go on for days.
  tx.money.shiftBets.run(byMs, at)
  if (tx.undo.shift.run(byMs, at).changes > 0) tx.undoChanged = true
  const { changes } = tx.money.shiftPayouts.run(byMs)
  if (changes > 0) tx.touched.payouts = true
  freezeClockSet(tx, byMs)
  readyClockSet(tx, byMs)
  // A session is as long as time passed.
  tx.session.shiftRunning.run(byMs)
  tx.session.shiftPause.run(byMs)
  tx.sessionChanged = true
  writeJournal(tx, { at, kind: 'clockSet', outcome: 'ok', actor, data: { by_ms: byMs } })
}
