import type { Answer } from '@eg/shared'
import type { Actor, Work } from '../../../commit/command.js'
import { decideRound } from '../../../money/round-rules.js'
import { writeTransfers } from '../money/ledger-writer.js'
import { cardOrFirstTap, leftOfHour, STAKES } from '../money/money-facts.js'
import { currentMode } from '../run-facts.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { useDevice } from './wallet.js'

/** One round: stake, draw and win in this transaction, or nothing of it. */
export function handleRound(
  tx: Transaction,
  work: Extract<Work, { kind: 'roundPlay' }>,
  actor: Actor,
  at: number,
): Answer {
  const { req_id, device_id: deviceId, tag_uid: tagUid, stake_cents: stake } = work.payload
  const { game, stakeLimit } = tx.settings.money
  useDevice(tx, deviceId, at)
  const card = cardOrFirstTap(tx, tagUid, actor, at)
  const stakeLeft = leftOfHour(tx, stakeLimit, card?.player, STAKES, at)
  const decision = decideRound(
    { deviceId, tagUid, stake },
    { mode: currentMode(tx.sql), card, game, stakeLeft },
    tx.random,
  )
  const { changes, ...told } = decision
  const played = changes[0]
  const line = { at, kind: 'roundPlay', outcome: decision.status, reason: decision.reason, actor, deviceId }
  if (!card || !played) {
    writeJournal(tx, { ...line, data: { tag_uid: tagUid, stake_cents: stake } })
    const balance = card && decision.status === 'insufficient' ? { new_balance_cents: card.balance } : {}
    return { req_id, type: 'round_play', tag_uid: tagUid, stake_cents: stake, ...told, ...balance }
  }
  const { win, balance, transfers } = played
  const reels = JSON.stringify(played.draw.reels)
  const outcome = played.draw.outcome?.name ?? null
  const round = Number(
    tx.money.addRound.run(at, deviceId, card.player, tagUid, stake, win, outcome, reels, game.table.name)
      .lastInsertRowid,
  )
  writeTransfers(tx, transfers, { at, actor, reqId: req_id, deviceId, tagUid, round })
  tx.money.putFloor.run(deviceId, card.player, tagUid, 'round', at, stake, win, reels, outcome)
  writeJournal(tx, {
    ...line,
    data: { tag_uid: tagUid, stake_cents: stake, win_cents: win, balance_cents: balance, round },
  })
  return {
    req_id,
    type: 'round_play',
    ...told,
    round,
    tag_uid: tagUid,
    stake_cents: stake,
    reels: played.draw.reels,
    outcome,
    win_cents: win,
    new_balance_cents: balance,
  }
}
