import type { DisputeItem } from '../dispute/order.js'

/** Exactly one of `card`, `slot` and `reqId`; what is not asked is null. */
export interface DisputeQuery {
  card: string | null
  slot: string | null
  reqId: string | null
  /** Core's time, ms since 1970. */
  from: number | null
  to: number | null
  /** Lines of the journal after this one. */
  after: number
  /** So many lines at most; answers and what slots showed come on top. */
  limit: number
}

export interface DisputePage {
  items: DisputeItem[]
  /** What to ask the next page after; null: this was the last. */
  next_after: number | null
}

export interface DisputeReads {
  dispute(query: DisputeQuery): Promise<DisputePage>
  disputeCsv(query: DisputeQuery): Promise<{ text: string; next_after: number | null }>
  /** The last commands that can be undone, newest first. */
  undoables(): Promise<{ at: number }[]>
}
