import type { Command, Work } from '../dist/commit/command.js'

/** One operation on money. Small numbers, so that the same cards, payouts and transfers meet again and again. */
export type LedgerOp =
  | { op: 'issue'; card: number }
  | { op: 'freeze' | 'unfreeze'; card: number }
  | { op: 'replace'; card: number; by: number }
  | { op: 'balance'; slot: number; card: number }
  | { op: 'debit' | 'credit'; slot: number; card: number; amount: number }
  | { op: 'round'; slot: number; card: number; stake: number }
  | { op: 'payout' | 'op_payout'; payout: number; amount: number; table: number }
  | { op: 'claim' | 'desk_claim'; payout: number; card: number }
  | { op: 'void' | 'expire'; payout: number }
  | { op: 'shift_open' | 'shift_close'; count: number }
  | { op: 'top_up' | 'cash_out'; card: number; amount: number }
  | { op: 'drawer'; amount: number; direction: 'in' | 'out' }
  | { op: 'adjust'; card: number; amount: number; direction: 'credit' | 'debit' }
  | { op: 'reverse'; transfer: number }

export const tag = (card: number) => `CARD-${card}`
export const payoutId = (payout: number) => `p${payout}`
export const slotId = (slot: number) => `slot-0${slot}`
export const tableId = (table: number) => `table-0${table}`
export const DESK = 'change-01'

/** Who sends it: the device it is about, otherwise a page. */
export function ledgerActor(operation: LedgerOp, page = 'ui:page'): string {
  if ('slot' in operation) return slotId(operation.slot)
  if (operation.op === 'payout') return tableId(operation.table)
  return operation.op === 'claim' ? DESK : page
}

export const commandOf = (operation: LedgerOp, actor: string, reqId: string): Command => ({
  work: ledgerWork(operation, reqId),
  actor: { key: actor, via: 'mqtt' },
  at: 1000,
})

/** The command that says it. A table's payout has no request id: its own is enough. */
export function ledgerWork(operation: LedgerOp, req_id: string): Work {
  const base = { req_id }
  const why = { reason: 'test' }
  switch (operation.op) {
    case 'issue':
      return { kind: 'opCardIssue', payload: { ...base, tag_uid: tag(operation.card) } }
    case 'freeze':
      return { kind: 'opCardFreeze', payload: { ...base, tag_uid: tag(operation.card), ...why } }
    case 'unfreeze':
      return { kind: 'opCardUnfreeze', payload: { ...base, tag_uid: tag(operation.card), ...why } }
    case 'replace': {
      const cards = { tag_uid: tag(operation.card), new_tag_uid: tag(operation.by) }
      return { kind: 'opCardReplace', payload: { ...base, ...cards, ...why } }
    }
    case 'balance':
    case 'debit':
    case 'credit':
    case 'round':
      return slotWork(operation, { ...base, device_id: slotId(operation.slot), tag_uid: tag(operation.card) })
    case 'payout':
      return { kind: 'payoutNew', payload: saidPayout(operation) }
    case 'op_payout':
      return { kind: 'opPayoutNew', payload: { ...base, ...saidPayout(operation), table_id: tableId(operation.table) } }
    case 'claim':
    case 'desk_claim': {
      const said = { ...base, payout_id: payoutId(operation.payout), tag_uid: tag(operation.card) }
      if (operation.op === 'claim') return { kind: 'payoutClaim', payload: { ...said, device_id: DESK } }
      return { kind: 'opDeskClaim', payload: { ...said, desk_id: DESK } }
    }
    case 'void':
      return { kind: 'opPayoutVoid', payload: { ...base, payout_id: payoutId(operation.payout), ...why } }
    case 'expire':
      return { kind: 'opPayoutExpire', payload: { ...base, payout_id: payoutId(operation.payout) } }
    case 'adjust': {
      const { amount: amount_cents, direction } = operation
      const payload = { ...base, tag_uid: tag(operation.card), amount_cents, direction, by: 'Nadia', ...why }
      return { kind: 'opCardAdjust', payload }
    }
    case 'reverse':
      return { kind: 'opTransferReverse', payload: { ...base, transfer: operation.transfer, by: 'Nadia', ...why } }
    default:
      return deskWork(operation, { ...base, desk_id: DESK })
  }
}

type SlotOp = Extract<LedgerOp, { slot: number }>

function slotWork(operation: SlotOp, base: { req_id: string; device_id: string; tag_uid: string }): Work {
  switch (operation.op) {
    case 'balance':
      return { kind: 'walletGet', payload: base }
    case 'debit':
      return { kind: 'walletDebit', payload: { ...base, amount_cents: operation.amount } }
    case 'credit':
      return { kind: 'walletCredit', payload: { ...base, amount_cents: operation.amount } }
    case 'round':
      return { kind: 'roundPlay', payload: { ...base, stake_cents: operation.stake } }
  }
}

type DeskOp = Extract<LedgerOp, { op: 'shift_open' | 'shift_close' | 'top_up' | 'cash_out' | 'drawer' }>

function deskWork(operation: DeskOp, base: { req_id: string; desk_id: string }): Work {
  switch (operation.op) {
    case 'shift_open':
      return { kind: 'opShiftOpen', payload: { ...base, count_cents: operation.count, by: 'Nadia' } }
    case 'shift_close':
      return { kind: 'opShiftClose', payload: { ...base, count_cents: operation.count } }
    case 'drawer': {
      const { amount: amount_cents, direction } = operation
      return { kind: 'opDeskCash', payload: { ...base, amount_cents, direction, reason: 'test', by: 'Nadia' } }
    }
    default: {
      const payload = { ...base, tag_uid: tag(operation.card), amount_cents: operation.amount }
      return { kind: operation.op === 'top_up' ? 'opDeskTopUp' : 'opDeskCashOut', payload }
    }
  }
}

function saidPayout({ payout, amount }: { payout: number; amount: number }) {
  return { payout_id: payoutId(payout), source: 'roulette', amount_cents: amount }
}
