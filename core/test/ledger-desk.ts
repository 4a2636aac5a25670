import { DRAWER, type Expected, ModelAccounts, says } from './ledger-accounts.js'
import { type LedgerOp, tableId } from './ledger-ops.js'

interface ModelPayout {
  amount: number
  status: string
  table: string
  /** The transfer that created it. */
  transfer: number
}

/** The rules of payouts and of the desk once more: what waits, what is claimed, what lies in the drawer. */
export class ModelDesk extends ModelAccounts {
  readonly payouts = new Map<number, ModelPayout>()
  shift = false

  protected payout({ payout, amount, table }: Extract<LedgerOp, { op: 'payout' | 'op_payout' }>): Expected {
    const known = this.payouts.get(payout)
    if (known) return says(known.amount === amount && known.table === tableId(table) ? 'ok' : 'conflict')
    const transfer = this.move('payout', `float:${tableId(table)}`, 'payouts', amount)
    this.payouts.set(payout, { amount, status: 'ready', table: tableId(table), transfer })
    return says('ok')
  }

  protected claim(payout: number, card: number): Expected {
    const known = this.payouts.get(payout)
    if (known?.status === 'claimed') return { status: 'already_claimed', credited_cents: 0 }
    if (known?.status !== 'ready') return { status: 'not_found', credited_cents: 0 }
    const problem = this.problem(card)
    if (problem) return { status: problem, credited_cents: 0 }
    const { name, player } = this.account(card)
    known.status = 'claimed'
    this.move('claim', 'payouts', name, known.amount, { player })
    return { status: 'ok', credited_cents: known.amount, new_balance_cents: this.cardBalance(card) }
  }

  protected end(payout: number, how: 'void' | 'expire'): Expected {
    const known = this.payouts.get(payout)
    if (!known) return says('not_found')
    if (known.status !== 'ready') return says('refused')
    known.status = how === 'void' ? 'voided' : 'expired'
    if (how === 'expire') this.move('payout_expire', 'payouts', 'house', known.amount)
    else this.move('payout_void', 'payouts', `float:${known.table}`, known.amount, { reverses: known.transfer })
    return says('ok')
  }

  protected count(opens: boolean, count: number): Expected {
    if (this.shift === opens) return says('refused')
    this.shift = opens
    const expected = this.drawer
    this.moveCash(opens ? 'shift_float' : 'over_short', opens ? 'safe' : 'over_short', count - expected)
    if (opens) return { status: 'ok', drawer_cents: count }
    return { status: 'ok', expected_cents: expected, over_short_cents: count - expected }
  }

  protected cash({ op, card, amount }: Extract<LedgerOp, { op: 'top_up' | 'cash_out' }>): Expected {
    if (!this.shift) return says('refused')
    const problem = this.problem(card)
    if (problem) return says(problem)
    const before = this.cardBalance(card) ?? 0
    const { name, player } = this.account(card)
    if (op === 'top_up') this.move('top_up', DRAWER, name, amount, { player })
    else if (before < amount) return { status: 'insufficient', new_balance_cents: before }
    else if (this.drawer < amount) return { status: 'refused', drawer_cents: this.drawer }
    else this.move('cash_out', name, DRAWER, amount, { player })
    return { status: 'ok', amount_cents: amount, new_balance_cents: this.cardBalance(card) }
  }

  protected cashDrawer({ amount, direction }: Extract<LedgerOp, { op: 'drawer' }>): Expected {
    if (!this.shift || (direction === 'out' && this.drawer < amount)) return says('refused')
    this.moveCash('drawer_cash', 'safe', direction === 'in' ? amount : -amount)
    return { status: 'ok', drawer_cents: this.drawer }
  }
}
