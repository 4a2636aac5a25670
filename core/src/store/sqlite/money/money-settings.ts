import type { CardPolicy, CreditPolicy } from '../../../money/ledger.js'
import type { Game } from '../../../money/paytable.js'

/** The money rules in force: from the environment and the paytable. */
export interface MoneySettings {
  game: Game
  /** Where the paytable was read from; null: the one that comes with EG. */
  paytableFile: string | null
  /** ISO 4217 */
  currency: string
  creditPolicy: CreditPolicy
  cards: CardPolicy
  /** Change desks that exist before they were heard of. */
  desks: readonly string[]
  /** How long a payout waits (milliseconds); null: for ever. */
  payoutMs: number | null
  /** The most that a card may stake, and be credited by devices, within any hour (cents); null: no limit. */
  stakeLimit: number | null
  creditLimit: number | null
}
