import type { Answer } from '@eg/shared'
import type { Actor, Work } from '../../../commit/command.js'
import { kindOf } from '../../../game/roster.js'
import { type BetChange, decideCredit, decideDebit } from '../../../money/bet-rules.js'
import { cardProblem } from '../../../money/card-rules.js'
import type { Card } from '../../../money/ledger.js'
import { writeTransfers } from '../money/ledger-writer.js'
import { cardOf, cardOrFirstTap, DEVICE_CREDITS, leftOfHour, openBetOf, STAKES } from '../money/money-facts.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { knownKind, touchDevice } from './device.js'

type WalletWork = Extract<Work, { kind: 'walletDebit' | 'walletCredit' }>

/** Today's balance, whenever it is asked: never an answer of before. */
export function handleWalletGet(
  tx: Transaction,
  work: Extract<Work, { kind: 'walletGet' }>,
  actor: Actor,
  at: number,
): Answer {
  const { req_id, device_id, tag_uid } = work.payload
  // Slots and desks ask alike: what a device with an unusual name is, its first bet or claim says.
  if (kindOf(device_id, undefined, 'other') !== 'other') useDevice(tx, device_id, at)
  const card = cardOrFirstTap(tx, tag_uid, actor, at)
  const problem = cardProblem(tag_uid, card, 'Nothing was changed.')
  const balance = card ? { balance_cents: card.balance } : {}
  if (!problem) return { req_id, type: 'wallet_get', status: 'ok', tag_uid, ...balance }
  const { changes: _, ...told } = problem
  return { req_id, type: 'wallet_get', tag_uid, ...told, ...(problem.status === 'frozen' ? balance : {}) }
}

/** A device of the old system bets or pays by itself. */
export function handleWalletMove(tx: Transaction, work: WalletWork, actor: Actor, at: number): Answer {
  const { req_id, device_id: deviceId, tag_uid: tagUid, amount_cents: amount, reason } = work.payload
  useDevice(tx, deviceId, at)
  const card = cardOrFirstTap(tx, tagUid, actor, at)
  const { stakeLimit, creditLimit, creditPolicy } = tx.settings.money
  const open = card && openBetOf(tx, deviceId, card.player)
  const command = { deviceId, tagUid, amount, reason: reason ?? undefined }
  const debit = work.kind === 'walletDebit'
  const decision = debit
    ? decideDebit(command, { card, open, stakeLeft: leftOfHour(tx, stakeLimit, card?.player, STAKES, at) })
    : decideCredit(
        command,
        {
          card,
          open,
          policy: creditPolicy,
          creditLeft: leftOfHour(tx, creditLimit, card?.player, DEVICE_CREDITS, at),
        },
        at,
      )
  const { changes, ...told } = decision
  if (card) applyBet(tx, changes, { deviceId, card, actor, at, reqId: req_id })
  const balance = cardOf(tx, tagUid)?.balance
  writeJournal(tx, {
    at,
    kind: work.kind,
    outcome: decision.status,
    reason: decision.reason,
    actor,
    deviceId,
    data: { tag_uid: tagUid, amount_cents: amount, ...(balance === undefined ? {} : { balance_cents: balance }) },
  })
  const type = debit ? 'wallet_debit' : 'wallet_credit'
  const known = balance === undefined || decision.status === 'frozen' ? {} : { new_balance_cents: balance }
  return { req_id, type, ...told, ...known }
}

interface BetContext {
  deviceId: string
  card: Card
  actor: Actor
  at: number
  reqId: string
}

function applyBet(tx: Transaction, changes: readonly BetChange[], context: BetContext): void {
  const { deviceId, card, actor, at, reqId } = context
  const { player } = card
  const { tagUid } = card
  let bet: number | undefined
  for (const change of changes) {
    switch (change.type) {
      case 'lose':
        tx.money.closeBet.run('lost', 0, at, change.bet)
        break
      case 'win':
        tx.money.closeBet.run('won', change.win, at, change.bet)
        bet = change.bet
        break
      case 'open':
        bet = Number(tx.money.addBet.run(deviceId, player, tagUid, change.stake, at).lastInsertRowid)
        tx.money.putFloor.run(deviceId, player, tagUid, 'bet', at, change.stake, null, null, null)
        break
      case 'transfer':
        if (change.transfer.kind === 'bet_win') tx.money.winFloor.run(change.transfer.amount, deviceId, player)
        writeTransfers(tx, [change.transfer], { at, actor, reqId, deviceId, tagUid, bet })
    }
  }
}

/** A device that is used becomes known. */
export function useDevice(
  tx: Transaction,
  deviceId: string,
  at: number,
  usedAs: 'slot' | 'change' | 'table' = 'slot',
): void {
  const known = knownKind(tx, deviceId)
  touchDevice(tx, deviceId, { kind: known ?? kindOf(deviceId, undefined, usedAs), at })
}
