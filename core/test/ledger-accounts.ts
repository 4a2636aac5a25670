import { DESK } from './ledger-ops.js'

/** A transfer as it must stand in the books; its number is its place in the list, from 1. */
export interface ModelTransfer {
  kind: string
  debit: string
  credit: string
  amount: number
  player: number | null
  reverses: number | null
}

/** What an answer must say, at least. */
export type Expected = Record<string, unknown> & { status: string }

export const says = (status: string): Expected => ({ status })

interface ModelCard {
  player: number
  status: 'active' | 'frozen' | 'lost'
}

export const DRAWER = `drawer:${DESK}`

/** What the ledger holds, as plainly as it can be said: numbers in maps, and every transfer in the order it was made. */
export class ModelAccounts {
  readonly cards = new Map<number, ModelCard>()
  readonly balances = new Map<string, number>()
  readonly transfers: ModelTransfer[] = []
  readonly reversed = new Set<number>()
  protected players = 0

  balance(account: string): number {
    return this.balances.get(account) ?? 0
  }

  /** What a card's player has; undefined for a card that nobody was given. */
  cardBalance(card: number): number | undefined {
    const known = this.cards.get(card)
    return known && this.balance(`player:${known.player}`)
  }

  /** The cash in the drawer: what is held stands below 0 in the ledger. */
  get drawer(): number {
    return 0 - this.balance(DRAWER)
  }

  protected move(
    kind: string,
    debit: string,
    credit: string,
    amount: number,
    more: { player?: number; reverses?: number } = {},
  ): number {
    this.balances.set(debit, this.balance(debit) - amount)
    this.balances.set(credit, this.balance(credit) + amount)
    const { player = null, reverses = null } = more
    const number = this.transfers.push({ kind, debit, credit, amount, player, reverses })
    if (reverses !== null) this.reversed.add(reverses)
    return number
  }

  /** Cash into the drawer (above 0) or out of it, against `other`. Nothing is moved for 0. */
  protected moveCash(kind: string, other: string, cents: number): void {
    if (cents > 0) this.move(kind, DRAWER, other, cents)
    if (cents < 0) this.move(kind, other, DRAWER, -cents)
  }

  /** Why nothing moves on a card; null if it works. */
  protected problem(card: number): string | null {
    const known = this.cards.get(card)
    if (!known) return 'unknown_card'
    return known.status === 'active' ? null : 'frozen'
  }

  /** A player's account as the other side of a transfer. */
  protected account(card: number): { name: string; player: number } {
    const { player } = this.cards.get(card) as ModelCard
    return { name: `player:${player}`, player }
  }
}
