import type { TransferKind } from '@eg/shared/money-rows'
/**
 * Names of the ledger's accounts. Every transfer debits one and credits another; a balance is credits less debits, so that
 * the sum of all is always 0: what is owed to somebody stands above 0, the cash in a drawer below.
 */
export const account = {
  player: (player: number) => `player:${player}`,
  /** Stakes come in, wins go out. */
  game: (deviceId: string) => `game:${deviceId}`,
  /** What a table owes for the payouts it created. */
  float: (table: string) => `float:${table}`,
  drawer: (deskId: string) => `drawer:${deskId}`,
  /** Payouts that were created and not yet claimed. */
  payouts: 'payouts',
  house: 'house',
  overShort: 'over_short',
  /** Cash of the venue outside the drawers. */
  safe: 'safe',
} as const

/** The most that one transfer moves, in cents: the database holds it. */
export const MAX_TRANSFER_CENTS = 1_000_000_000

export type AccountKind = 'player' | 'house' | 'game' | 'float' | 'payouts' | 'drawer' | 'over_short' | 'safe'

/** The kind of an account by its name. */
export function kindOfAccount(name: string): AccountKind {
  return name.split(':', 1)[0] as AccountKind
}

/** One movement, before it has a number. `debit` gives, `credit` receives, `amount` in cents. */
export interface Transfer {
  kind: TransferKind
  debit: string
  credit: string
  amount: number
  /** The player whose balance it moves. */
  player?: number
  reverses?: number
  reason?: string | undefined
  person?: string | undefined
}

/** A card as the rules see it, with its player's balance (cents). */
export interface Card {
  tagUid: string
  player: number
  status: 'active' | 'frozen' | 'lost'
  balance: number
}

export type CreditPolicy = 'rounds' | 'any'
export type CardPolicy = 'issued' | 'auto'
