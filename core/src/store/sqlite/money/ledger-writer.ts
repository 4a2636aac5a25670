import type { Actor } from '../../../commit/command.js'
import { type Transfer, kindOfAccount } from '../../../money/ledger.js'
import type { Transaction } from '../transaction.js'

/** What a transfer is about, for whoever reads the books later. */
export interface TransferContext {
  at: number
  actor: Actor
  reqId?: string | undefined
  deviceId?: string | undefined
  tagUid?: string | undefined
  payoutId?: string | undefined
  round?: number | undefined
  bet?: number | undefined
  shift?: number | undefined
  receipt?: number | undefined
}

/** The number of an account; one that is named for the first time is opened empty. */
export function accountOf(tx: Transaction, name: string): number {
  const known = tx.money.account.get(name) as number | undefined
  return known ?? (tx.money.addAccount.get(name, kindOfAccount(name)) as number)
}

/** The balance of an account in cents (credits less debits); 0 for one that was never named. */
export function balanceOf(tx: Transaction, name: string): number {
  return (tx.money.balance.get(name) as number | undefined) ?? 0
}

/**
 * Writes the transfers of one request. The tables hold the rest: both sides move at once, a player's balance never falls
 * below 0, nothing is written twice. Returns the number of the last one.
 */
export function writeTransfers(tx: Transaction, transfers: readonly Transfer[], context: TransferContext): number {
  let last = 0
  for (const [part, transfer] of transfers.entries()) {
    const { player } = transfer
    const own = player === undefined ? null : `player:${player}`
    const moved = own === transfer.credit ? transfer.amount : -transfer.amount
    const { lastInsertRowid } = tx.money.addTransfer.run({
      at: context.at,
      kind: transfer.kind,
      debit: accountOf(tx, transfer.debit),
      credit: accountOf(tx, transfer.credit),
      amount: transfer.amount,
      actor: context.actor.key,
      reqId: context.reqId ?? null,
      part,
      player: player ?? null,
      playerBalance: own === null ? null : balanceOf(tx, own) + moved,
      deviceId: context.deviceId ?? null,
      tagUid: context.tagUid ?? null,
      payoutId: context.payoutId ?? null,
      round: context.round ?? null,
      bet: context.bet ?? null,
      shift: context.shift ?? null,
      receipt: context.receipt ?? null,
      reverses: transfer.reverses ?? null,
      reason: transfer.reason ?? null,
      person: transfer.person ?? null,
    })
    last = Number(lastInsertRowid)
    if (player !== undefined) tx.touched.players.add(player)
    for (const side of [transfer.debit, transfer.credit]) touch(tx, side)
  }
  return last
}

/** Notes what a screen shows of an account, so that it is put together again after the batch. */
function touch(tx: Transaction, name: string): void {
  const [kind, ref] = name.split(':', 2)
  if (kind === 'game' && ref) tx.touched.floors.add(ref)
  else if (kind === 'drawer' && ref) tx.touched.desks.add(ref)
}
