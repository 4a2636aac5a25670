import type { Answer } from '@eg/shared'
import type { Actor, Work } from '../../../commit/command.js'
import { type Made, decideAdjust, decideReverse } from '../../../money/correction-rules.js'
import { account } from '../../../money/ledger.js'
import type { TransferKind } from '@eg/shared/money-rows'
import { balanceOf, writeTransfers } from '../money/ledger-writer.js'
import { cardOf, deskOf } from '../money/money-facts.js'
import { type Transaction, writeJournal } from '../transaction.js'

/** Gives to a card or takes from it, with a reason and a name. */
export function handleAdjust(
  tx: Transaction,
  work: Extract<Work, { kind: 'opCardAdjust' }>,
  actor: Actor,
  at: number,
): Answer {
  const { req_id: reqId, tag_uid: tagUid, amount_cents: amount, direction, reason, by: person } = work.payload
  const card = cardOf(tx, tagUid)
  const expectBalance = work.payload.expect_balance_cents
  const { changes, ...told } = decideAdjust({ tagUid, amount, direction, reason, person, expectBalance }, card)
  const transfer = writeTransfers(tx, changes, { at, actor, reqId, tagUid })
  const balance = cardOf(tx, tagUid)?.balance
  const known = balance === undefined ? {} : { balance_cents: balance }
  const data = { tag_uid: tagUid, amount_cents: amount, direction, why: reason, by: person, ...known }
  writeJournal(tx, { at, kind: work.kind, outcome: told.status, reason: told.reason, actor, data })
  const done = changes.length > 0 ? { transfer } : {}
  return {
    req_id: reqId,
    type: 'card_adjust',
    ...told,
    ...done,
    ...(balance === undefined ? {} : { new_balance_cents: balance }),
  }
}

/** Takes one transfer back. */
export function handleReverse(
  tx: Transaction,
  work: Extract<Work, { kind: 'opTransferReverse' }>,
  actor: Actor,
  at: number,
): Answer {
  const { req_id: reqId, transfer: number, reason, by: person } = work.payload
  const made = madeTransfer(tx, number)
  const { changes, ...told } = decideReverse(number, made, { reason, person })
  const deskId = made?.drawer ? drawerOf(made) : undefined
  const shift = deskId === undefined ? undefined : deskOf(tx, deskId).shift?.shift
  const transfer = writeTransfers(tx, changes, {
    at,
    actor,
    reqId,
    tagUid: made?.tagUid ?? undefined,
    deviceId: made?.deviceId ?? undefined,
    shift,
  })
  // Its stake is back with the player, so it can win no more.
  if (changes.length > 0 && made?.kind === 'bet' && made.bet !== null) tx.money.endOpenBet.run(at, made.bet)
  const amount = made ? { amount_cents: made.amount, reversed_kind: made.kind } : {}
  const data = { ...cardNow(tx, made), transfer: number, ...amount, why: reason, by: person }
  writeJournal(tx, { at, kind: work.kind, outcome: told.status, reason: told.reason, actor, data })
  const balance = made?.player === undefined ? {} : { new_balance_cents: balanceOf(tx, account.player(made.player)) }
  return { req_id: reqId, type: 'transfer_reverse', ...told, ...(changes.length > 0 ? { transfer, ...balance } : {}) }
}

type MadeHere = Made & { tagUid: string | null; deviceId: string | null; bet: number | null }

function madeTransfer(tx: Transaction, number: number): MadeHere | null {
  const row = tx.money.transfer.get(number) as
    | {
        transfer: number
        kind: TransferKind
        debit: string
        credit: string
        amount: number
        player: number | null
        device_id: string | null
        tag_uid: string | null
        bet: number | null
      }
    | undefined
  if (!row) return null
  const { player, device_id: deviceId, tag_uid: tagUid, ...transfer } = row
  const made = { ...transfer, ...(player === null ? {} : { player }), deviceId, tagUid }
  const desk = drawerOf(made)
  return {
    ...made,
    reversed: tx.money.reversed.get(number) !== undefined,
    playerBalance: player === null ? null : balanceOf(tx, account.player(player)),
    drawer: desk === undefined ? null : { cash: deskOf(tx, desk).drawer, shift: deskOf(tx, desk).shift !== null },
  }
}

/** The card whose balance a reversal moves: the one the player has now, which may not be the one the transfer was made with. */
function cardNow(tx: Transaction, made: MadeHere | null): { tag_uid?: string } {
  if (made?.player === undefined) return {}
  const { tag_uid: now } = tx.money.workingCard.get(made.player) as { tag_uid: string | null }
  const tagUid = now ?? made.tagUid
  return tagUid === null ? {} : { tag_uid: tagUid }
}

/** The desk whose drawer a transfer touches. */
function drawerOf({ debit, credit }: { debit: string; credit: string }): string | undefined {
  return [debit, credit].find((side) => side.startsWith('drawer:'))?.slice('drawer:'.length)
}
