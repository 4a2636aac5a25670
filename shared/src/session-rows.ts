// What HTTP tells about sessions, for the core that reads it and the pages that show it: GET /api/sessions and below. All amounts
// are whole cents, all times milliseconds since 1970 on the core's clock. Without zod, for the store's thread.

/** How much happened. */
export interface SessionCounts {
  runs: number
  votes: number
  rounds: number
  bets: number
  transfers: number
}

export interface SessionPause {
  from: number
  by: string
  reason: string | null
  until: number | null
  resumed_by: string | null
}

export interface SessionSummary {
  session: number
  name: string
  group_size: number
  notes: string | null
  status: 'open' | 'paused' | 'closed'
  started_at: number
  started_by: string
  /** Why it was begun though not everything was ready; null: everything was. */
  forced: string | null
  /** Up to `running_since`, which is null while it is paused or closed. */
  active_ms: number
  running_since: number | null
  closed_at: number | null
  closed_by: string | null
  closed_though: string | null
  pauses: SessionPause[]
  counts: SessionCounts
  /** What happened outside any session, after the one before this. */
  outside_before: SessionCounts
}

/** GET /api/sessions: newest first. */
export interface SessionsPage {
  items: SessionSummary[]
  /** Where the next page begins; null: there are no more. */
  next_before: number | null
  /** What happened after the last session was closed; null while one is open. */
  outside_now: SessionCounts | null
}

/** GET /api/sessions/cards/N: what can be chosen for the cards that played, and what it would come to. */
export interface CardsPreview {
  session: number
  /** Cards with money on them that were not dealt with. */
  cards: number
  cents: number
  /** Of those: frozen ones, which no choice but `keep` touches. */
  frozen: number
  frozen_cents: number
  /** Desks with an open shift, and what their drawers hold. */
  desks: { desk_id: string; by: string; drawer_cents: number }[]
}

export interface RunReport {
  run: number
  step: number
  question: string
  options: string[]
  /** `not_revealed`: the session was closed while it was open or waited to be revealed. */
  status: 'open' | 'closed' | 'revealed' | 'voided' | 'not_revealed'
  opened_at: number
  closed_at: number | null
  closed_by: string | null
  expected: number | null
  voted: number | null
  winner: string | null
  next_step: number | null
  void_reason: string | null
  /** Only of a run that was revealed. */
  tally: Record<string, number> | null
  votes: { device_id: string; choice: string; at: number }[] | null
}

/** Where a script led. */
export interface VisitReport {
  visit: number
  step_id: string | null
  run: number | null
  entered_at: number
  outcome: string | null
  via: string | null
  reason: string | null
  by: string | null
}

/** What slots have taken. */
export interface Take {
  bets: number
  stakes_cents: number
  wins_cents: number
  /** Stakes less wins: what the house keeps. */
  take_cents: number
  /** Return to player: wins ÷ stakes, both less what was reversed, as a share; null without stakes. */
  rtp: number | null
}

export interface SlotTake extends Take {
  device_id: string
}

/** How often something happened, and how much it came to. */
export interface Moved {
  count: number
  cents: number
}

/** An account over a session: what it held, what moved, what it holds. */
export interface AccountReport {
  account: string
  before_cents: number
  debits_cents: number
  credits_cents: number
  after_cents: number
  /** Before, less debits, plus credits, is after. */
  balances: boolean
}

/** A transfer as a report and the exports list it. */
export interface SessionTransfer {
  transfer: number
  at: number
  /** A `TransferKind`, or one that a newer core knows. */
  kind: string
  /** Names of accounts: `players`-side ones are `player:7`, a desk's is `drawer:change-01`. */
  debit: string
  credit: string
  amount_cents: number
  actor: string
  device_id: string | null
  tag_uid: string | null
  payout_id: string | null
  round: number | null
  bet: number | null
  shift: number | null
  receipt: number | null
  /** The transfer that this one takes back. */
  reverses: number | null
  reason: string | null
  by: string | null
}

/** Something that did not go as planned. `what` is a stable word. */
export interface Incident {
  at: number
  what: 'excuse' | 'void' | 'restart' | 'panic' | 'waived' | 'clock_set' | 'swap' | 'undo'
  device_id: string | null
  run: number | null
  by: string
  /** Why, or how: the word or sentence of the journal. */
  why: string | null
  /** restart: for how long nothing was written, in ms; clock_set: by how much. */
  ms: number | null
}

export interface Refusals {
  kind: string
  outcome: string
  reason: string | null
  count: number
}

export interface LinkLosses {
  device_id: string
  count: number
  /** All of them together, up to the end of the session, in ms. */
  total_ms: number
  longest_ms: number
  /** Still away at the end. */
  away: boolean
}

export interface Incidents {
  refusals: Refusals[]
  link_losses: LinkLosses[]
  incidents: Incident[]
  /** How many more there were than are listed. */
  more: number
}

/** Times of a session as they passed, in ms, whatever was done to the clock. `as_of`: when this was put together; null once it is closed. */
export interface SessionTimings {
  as_of: number | null
  duration_ms: number
  active_ms: number
  paused_ms: number
}

/** What the money of a session came to. */
export interface MoneyReport {
  take: { slots: SlotTake[]; all: Take }
  payouts: Record<'created' | 'claimed' | 'voided' | 'expired' | 'waiting', Moved>
  ledger: { kinds: (Moved & { kind: string })[]; accounts: AccountReport[]; balances: boolean }
  /** What was chosen for the money on its cards afterwards. */
  cards: Record<string, string | number | null>[]
}

/** What was voted and what went wrong. */
export interface GameReport {
  runs: RunReport[]
  /** What was decided, in order. */
  path: { run: number; step: number; question: string; winner: string | null; next_step: number | null }[]
  /** Steps of a script, where one was played. */
  visits: VisitReport[]
  incidents: Incidents
}

/** A session with all that is told of it but its transfers, which may be many. */
export interface SessionFigures extends GameReport, MoneyReport {
  session: SessionSummary
  timings: SessionTimings
}

/** GET /api/sessions/report/N. */
export interface SessionReport extends SessionFigures {
  transfers: SessionTransfer[]
}
