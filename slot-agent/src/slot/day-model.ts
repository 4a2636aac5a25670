import type { GameState, SlotPhase, SlotState } from '@eg/shared'

export type Action = NonNullable<SlotState['card']>['actions'][number]
export type VisitPhase = Extract<SlotPhase, 'reading' | 'ready' | 'playing' | 'won' | 'lost' | 'refused' | 'out'>

/** A round as the rules make it; the outbox adds when. */
export interface Round {
  reqId: string
  tagUid: string
  stakeCents: number
}

/** A round as it is shown. Null where the core has not drawn. */
export interface ShownRound {
  stakeCents: number
  reels: string[] | null
  outcome: string | null
  winCents: number | null
}

/** Somebody at the slot, from the card to the goodbye. */
export interface Visit {
  /** Counts the visits here; no two of them are the same, also over a restart of the agent. */
  visit: number
  tagUid: string
  /** Null until the core has said it. */
  balanceCents: number | null
  phase: VisitPhase
  /** Since when the phase holds and until when it does by itself (monotonic ms); null: until something happens. */
  since: number
  until: number | null
  /** The `req_id` of a balance that was asked for and not answered. */
  asked: string | null
  round: ShownRound | null
  /** Why it was refused. */
  reason: string | null
  /** Refused for good: this card cannot play here, so the visit ends with the refusal. */
  leaves: boolean
}

/** The slot by day. */
export interface Day {
  /** Null until the core has said what is played. */
  game: GameState | null
  visit: Visit | null
  /** The number of the last visit. */
  visits: number
  /** The round whose answer is not known: in the outbox, and asked again by its id. At most one. */
  unresolved: Round | null
}

/** What a deployer reads in the log. */
export type Note =
  | { about: 'visit'; tagUid: string; visit: number; balanceCents: number | null }
  | {
      about: 'round'
      tagUid: string
      stakeCents: number
      winCents: number
      balanceCents: number | null
      shown: boolean
    }
  | { about: 'refusal'; tagUid: string; reason: string; stakeCents: number | null }
  | { about: 'waiting'; tagUid: string }

/** The day of a slot that starts. A round that was not answered before the restart is being played again at once. */
export function createDay(visits: number, unresolved: Round | null): Day {
  const day: Day = { game: null, visit: null, visits, unresolved }
  return unresolved ? resumed(day, unresolved, 0) : day
}

/** The player of an unresolved round is at the slot again, as far as we know. */
export function resumed(day: Day, unresolved: Round, at: number): Day {
  const round = { stakeCents: unresolved.stakeCents, reels: null, outcome: null, winCents: null }
  const visit = { ...newVisit(day.visits + 1, unresolved.tagUid, at), phase: 'playing' as const, round }
  return { ...day, visits: visit.visit, visit }
}

export function newVisit(visit: number, tagUid: string, at: number): Visit {
  return {
    visit,
    tagUid,
    balanceCents: null,
    phase: 'reading',
    since: at,
    until: null,
    asked: null,
    round: null,
    reason: null,
    leaves: false,
  }
}
