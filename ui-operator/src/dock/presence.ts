/** One operator's page that the core hears: who is at it, as what, and what they look at. */
export interface PresentPage {
  client_id: string
  name: string | null
  role: string | null
  /** The screen's tab; null: not said yet. */
  screen: string | null
  /** On the core's clock (ms). */
  since: number
  seen: number
}

/** The operators' pages that are open now: the state of `eg/op/presence`. */
export interface OpPresence {
  items: PresentPage[]
}
