// What can be looked up about money. All amounts are whole cents, all times milliseconds since 1970 on the core's clock.

import type { CardDetails, CardSummary, StatementLine } from '@eg/shared/money-rows'

export interface TransferQuery {
  /** Transfers after this number. */
  after: number
  limit: number
  device?: string | undefined
  tag?: string | undefined
  kind?: string | undefined
}

/** A page of an export, made into text off the main thread; `last`: the number of its last transfer, where the next begins. */
export interface ExportPage {
  text: string
  count: number
  last: number
}

export interface AccountRow {
  account: string
  kind: string
  balance_cents: number
}

export interface PayoutRow {
  payout_id: string
  source: string
  amount_cents: number
  status: string
  table_id: string | null
  created_at: number
  expires_at: number | null
  closed_at: number | null
  tag_uid: string | null
}

export interface ShiftRow {
  shift: number
  desk_id: string
  by: string
  opened_at: number
  opened_with_cents: number
  closed_at: number | null
  expected_cents: number | null
  counted_cents: number | null
  over_short_cents: number | null
  note: string | null
}

export interface ReceiptRow {
  receipt: number
  at: number
  kind: string
  desk_id: string
  tag_uid: string
  amount_cents: number
  balance_cents: number
  by: string | null
}

/** What adding the ledger up anew came to. */
export interface BooksFound {
  transfers: number
  players_cents: number
  payouts_cents: number
  house_cents: number
  problems: string[]
}

/** Looks money up, never in the way of a commit. Methods whose names end in `Page` are asked again for the next page. */
export interface MoneyReads {
  cards(q: string, limit: number): Promise<CardSummary[]>
  card(tagUid: string, at: number): Promise<CardDetails | null>
  statement(tagUid: string, before: number | null, limit: number): Promise<StatementLine[]>
  /** Transfers in commit order: JSON objects between commas, or lines of CSV (`first`: under their header). */
  transfersPage(query: TransferQuery, format: 'json' | 'csv', first: boolean): Promise<ExportPage>
  /** One `req_id` a line in commit order, each request once. */
  requestIdsPage(query: TransferQuery): Promise<ExportPage>
  /** Lines of a card's statement as CSV, newest first, from those before the transfer `before`. */
  statementCsvPage(tagUid: string, before: number, limit: number, first: boolean): Promise<ExportPage>
  accounts(): Promise<AccountRow[]>
  /** Those created from `since` on (ms since 1970), the oldest first; with `id` that one alone, whatever became of it. */
  payouts(all: boolean, limit: number, id: string | null, since: number): Promise<PayoutRow[]>
  shifts(deskId: string | null, limit: number): Promise<ShiftRow[]>
  receipt(receipt: number): Promise<ReceiptRow | null>
  /** One step of adding up; null: more steps are needed. `full` begins from the first transfer. */
  booksStep(full: boolean): Promise<BooksFound | null>
}
