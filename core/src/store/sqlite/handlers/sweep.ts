import type { Actor } from '../../../commit/command.js'
import { BET_OPEN_MS } from '../../../money/bet-rules.js'
import { decideEnd } from '../../../money/payout-rules.js'
import { payoutOf } from '../money/money-facts.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { endPayouts } from './payout.js'

/** What time ends: bets open for 10 minutes are lost, payouts nobody came for go to the house. */
export function handleMoneySweep(tx: Transaction, actor: Actor, at: number): null {
  const stale = tx.money.staleBets.all(at - BET_OPEN_MS) as {
    bet: number
    deviceId: string
    tagUid: string
    stake: number
  }[]
  for (const { bet, deviceId, tagUid, stake } of stale) {
    tx.money.closeBet.run('lost', 0, at, bet)
    tx.money.loseFloor.run(deviceId)
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
