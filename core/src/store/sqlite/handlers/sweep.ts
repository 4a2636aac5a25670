import type { Actor, Work } from '../../../commit/command.js'
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
  // Never later than now: what was written before a power cut, by a clock that was right, must not go on for days.
  tx.money.shiftBets.run(work.byMs, at)
  if (tx.undo.shift.run(work.byMs, at).changes > 0) tx.undoChanged = true
  // What is left of a run is what its timer counts; frozen, its end means nothing.
  if (!freezesOf(tx).game && tx.sql.shiftTimer.run(work.byMs).changes > 0) tx.nightChanged = true
  const { changes } = tx.money.shiftPayouts.run(work.byMs)
  if (changes > 0) tx.touched.payouts = true
  freezeClockSet(tx, work.byMs)
  readyClockSet(tx, work.byMs)
  // A session is as long as time passed.
  tx.session.shiftRunning.run(work.byMs)
  tx.session.shiftPause.run(work.byMs)
  tx.sessionChanged = true
  writeJournal(tx, { at, kind: 'clockSet', outcome: 'ok', actor, data: { by_ms: work.byMs } })
  return null
}
