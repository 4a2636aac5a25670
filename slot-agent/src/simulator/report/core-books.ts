import type { OpBooks, TimelineLine } from '@eg/shared'

/** A transfer as the core exports it. */
export interface TransferRow {
  transfer: number
  kind: string
  debit: string
  credit: string
  amount_cents: number
  req_id: string | null
  device_id: string | null
  tag_uid: string | null
  payout_id: string | null
}

export interface RunRow {
  run: number
  step: number
  status: string
  voted: number
  tally: Record<string, number> | null
}

/** A card of a simulated player at some moment; its player is null while nobody has given it out. */
export interface CardRow {
  tagUid: string
  /** The number that its account bears (`player:7`). */
  player: number | null
  balanceCents: number
}

/** How things stood when the evening began. */
export interface Before {
  /** The last transfer and the last line of the journal; 0: there was none. */
  transfer: number
  seq: number
  cards: CardRow[]
  /** Requests that a slot had kept from an evening before: what becomes of them is of that one. */
  inherited: ReadonlySet<string>
}

/** What the core says after it. */
export interface CoreBooks {
  books: OpBooks
  /** Of all accounts, in cents. */
  sumCents: number
  /** Since the evening began, in commit order. */
  transfers: TransferRow[]
  /** Since the evening began. */
  lines: TimelineLine[]
  runs: RunRow[]
  cards: CardRow[]
  /** What the last shift of the simulated desk was over or short; null: not closed, or none. */
  overShortCents: number | null
}
