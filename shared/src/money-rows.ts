// What HTTP tells about money, for the core that reads it and the pages that show it. All amounts are whole cents, all times
// milliseconds since 1970 on the core's clock. Without zod, for the store's thread.

export type TransferKind =
  | 'stake'
  | 'win'
  | 'bet'
  | 'bet_win'
  | 'top_up'
  | 'cash_out'
  | 'payout'
  | 'claim'
  | 'payout_void'
  | 'payout_expire'
  | 'adjust'
  | 'card_expire'
  | 'drawer_cash'
  | 'shift_float'
  | 'over_short'
  | 'reversal'

/** Transfers that another can simply undo. A payout is voided, a shift is counted again, the rest is adjusted. */
export const REVERSIBLE_KINDS: ReadonlySet<string> = new Set<TransferKind>([
  'stake',
  'win',
  'bet',
  'bet_win',
  'top_up',
  'cash_out',
  'adjust',
  'card_expire',
  'drawer_cash',
])

export interface CardSummary {
  tag_uid: string
  status: 'active' | 'frozen' | 'lost'
  player: number
  name: string | null
  balance_cents: number
  issued_at: number
  last_used_at: number | null
}

export interface CardDetails extends CardSummary {
  status_reason: string | null
  replaced_by: string | null
  replaces: string | null
  open_bets: { device_id: string; stake_cents: number; opened_at: number }[]
  staked_this_hour_cents: number
  credited_this_hour_cents: number
}

export interface StatementLine {
  transfer: number
  at: number
  /** A `TransferKind`, or one that a newer core knows. */
  kind: string
  /** From the player's side: above 0 came in. */
  amount_cents: number
  /** The balance after it. */
  balance_cents: number
  device_id: string | null
  tag_uid: string | null
  receipt: number | null
  reason: string | null
  by: string | null
  reverses: number | null
  reversed_by: number | null
}
