import type { Answer } from '@eg/shared'

/** One operation of the property test. Small numbers, so that the same cards, ids and payouts meet again and again. */
export type Op =
  | { op: 'issue'; card: number }
  | { op: 'freeze' | 'unfreeze'; card: number }
  | { op: 'replace'; card: number; by: number }
  | { op: 'debit' | 'credit'; slot: number; card: number; amount: number }
  | { op: 'round'; slot: number; card: number; stake: number }
  | { op: 'payout'; payout: number; amount: number }
  | { op: 'claim'; payout: number; card: number }
  | { op: 'void' | 'expire'; payout: number }
  | { op: 'shift_open' | 'shift_close'; count: number }
  | { op: 'top_up' | 'cash_out'; card: number; amount: number }
  | { op: 'adjust'; card: number; amount: number; direction: 'credit' | 'debit' }

interface ModelCard {
  player: number
  status: 'active' | 'frozen' | 'lost'
}

/**
 * The money rules once more, as plainly as they can be said: numbers in maps. It decides the status of every operation by
 * itself; only what a round wins it takes from the answer.
 */
export class LedgerModel {
  readonly cards = new Map<number, ModelCard>()
  readonly balances = new Map<number, number>()
  readonly payouts = new Map<number, { amount: number; status: string }>()
  private readonly bets = new Set<string>()
  private players = 0
  shift = false
  drawer = 0

  /** What the ledger must answer. */
  apply(operation: Op, answer: Answer): string {
    switch (operation.op) {
      case 'issue':
        if (this.cards.has(operation.card)) return 'refused'
        this.cards.set(operation.card, { player: ++this.players, status: 'active' })
        this.balances.set(this.players, 0)
        return 'ok'
      case 'freeze':
      case 'unfreeze':
        return this.freeze(operation.card, operation.op === 'freeze')
      case 'replace':
        return this.replace(operation.card, operation.by)
      case 'debit':
      case 'credit':
        return this.wallet(operation)
      case 'round':
        return this.round(operation, answer)
      case 'payout':
        return this.payout(operation.payout, operation.amount)
      case 'claim':
        return this.claim(operation.payout, operation.card)
      case 'void':
      case 'expire':
        return this.end(operation.payout, operation.op)
      case 'shift_open':
        if (this.shift) return 'refused'
        this.shift = true
        this.drawer = operation.count
        return 'ok'
      case 'shift_close':
        if (!this.shift) return 'refused'
        this.shift = false
        this.drawer = operation.count
        return 'ok'
      case 'top_up':
      case 'cash_out':
        return this.cash(operation)
      case 'adjust':
        return this.adjust(operation)
    }
  }

  balance(card: number): number | undefined {
    const known = this.cards.get(card)
    return known && this.balances.get(known.player)
  }

  private problem(card: number): string | null {
    const known = this.cards.get(card)
    if (!known) return 'unknown_card'
    return known.status === 'active' ? null : 'frozen'
  }

  private move(card: number, amount: number): void {
    const { player } = this.cards.get(card) as ModelCard
    this.balances.set(player, (this.balances.get(player) ?? 0) + amount)
  }

  private freeze(card: number, frozen: boolean): string {
    const known = this.cards.get(card)
    if (!known) return 'unknown_card'
    if (known.status !== (frozen ? 'active' : 'frozen')) return 'refused'
    known.status = frozen ? 'frozen' : 'active'
    return 'ok'
  }

  private replace(card: number, by: number): string {
    const known = this.cards.get(card)
    if (!known) return 'unknown_card'
    if (known.status === 'lost' || this.cards.has(by)) return 'refused'
    this.cards.set(by, { ...known })
    known.status = 'lost'
    return 'ok'
  }

  private wallet({ op, slot, card, amount }: Extract<Op, { op: 'debit' | 'credit' }>): string {
    const problem = this.problem(card)
    if (problem) return problem
    const bet = `${slot}/${this.cards.get(card)?.player}`
    if (op === 'debit') {
      if ((this.balance(card) ?? 0) < amount) return 'insufficient'
      this.bets.add(bet)
      this.move(card, -amount)
      return 'ok'
    }
    if (!this.bets.delete(bet)) return 'no_bet'
    this.move(card, amount)
    return 'ok'
  }

  private round({ card, stake }: Extract<Op, { op: 'round' }>, answer: Answer): string {
    const problem = this.problem(card)
    if (problem) return problem
    if (![100, 200, 500].includes(stake)) return 'refused'
    if ((this.balance(card) ?? 0) < stake) return 'insufficient'
    this.move(card, Number(answer.win_cents) - stake)
    return 'ok'
  }

  private payout(payout: number, amount: number): string {
    const known = this.payouts.get(payout)
    if (known) return known.amount === amount ? 'ok' : 'conflict'
    this.payouts.set(payout, { amount, status: 'ready' })
    return 'ok'
  }

  private claim(payout: number, card: number): string {
    const known = this.payouts.get(payout)
    if (known?.status === 'claimed') return 'already_claimed'
    if (known?.status !== 'ready') return 'not_found'
    const problem = this.problem(card)
    if (problem) return problem
    known.status = 'claimed'
    this.move(card, known.amount)
    return 'ok'
  }

  private end(payout: number, how: 'void' | 'expire'): string {
    const known = this.payouts.get(payout)
    if (!known) return 'not_found'
    if (known.status !== 'ready') return 'refused'
    known.status = how === 'void' ? 'voided' : 'expired'
    return 'ok'
  }

  private cash({ op, card, amount }: Extract<Op, { op: 'top_up' | 'cash_out' }>): string {
    if (!this.shift) return 'refused'
    const problem = this.problem(card)
    if (problem) return problem
    if (op === 'cash_out') {
      if ((this.balance(card) ?? 0) < amount) return 'insufficient'
      if (this.drawer < amount) return 'refused'
    }
    const moved = op === 'top_up' ? amount : -amount
    this.move(card, moved)
    this.drawer += moved
    return 'ok'
  }

  private adjust({ card, amount, direction }: Extract<Op, { op: 'adjust' }>): string {
    const known = this.cards.get(card)
    if (!known) return 'unknown_card'
    if (known.status === 'lost') return 'frozen'
    if (direction === 'debit' && (this.balance(card) ?? 0) < amount) return 'insufficient'
    this.move(card, direction === 'credit' ? amount : -amount)
    return 'ok'
  }
}
