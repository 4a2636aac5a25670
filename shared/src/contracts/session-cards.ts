import * as z from 'zod/mini'
import { GAME, command } from './contract.js'
import { coreTimeMs, deviceId, name, requestId, why } from './common.js'
import { sessionNumber } from './session-number.js'

/** Sums over cards: beyond what one operation moves, never below 0. */
export const centsTotal = z.int('an amount is whole cents').check(z.gte(0, 'an amount is 0 or more'))

/**
 * What becomes of the money on a group's cards: it stays (`keep`), is handed over at a desk (`cash_out`, from its drawer, a receipt
 * each) or goes to the house (`expire`).
 */
export const cardChoice = z.enum(['keep', 'cash_out', 'expire'], 'choice is "keep", "cash_out" or "expire"')
export type CardChoice = z.infer<typeof cardChoice>

/**
 * `listing`: the cards are being gathered · `moving` · `done` · `stopped`, for `reason`: `stale` (other numbers than were seen; nothing
 * was moved), `drawer_short`, `no_shift` (the rest waits: choose again).
 */
export const cardResetStatus = z.enum(['listing', 'moving', 'done', 'stopped'])

/** A choice that was made for the cards of a session, and how far it has come. */
export const cardReset = z.object({
  job: z.int(),
  session: sessionNumber,
  choice: cardChoice,
  status: cardResetStatus,
  reason: z.nullable(z.string()),
  desk_id: z.nullable(z.string()),
  /** Why, and who chose. */
  why: z.nullable(z.string()),
  by: z.string(),
  at: coreTimeMs,
  ended_at: z.nullable(coreTimeMs),
  /** Cards that played in the session and have money on them, as they were listed. */
  cards: z.int(),
  cents: centsTotal,
  /** What was done so far; for `keep` what stays. */
  done: z.int(),
  done_cents: centsTotal,
  /** Cards that were left as they are: frozen, or empty by the time it was their turn. */
  skipped: z.int(),
})
export type CardReset = z.infer<typeof cardReset>

export const opSessionCards = command({
  name: 'opSessionCards',
  topic: 'eg/core/op/session/cards',
  schema: z.object({
    req_id: requestId,
    session: sessionNumber,
    choice: cardChoice,
    /** cash_out: the desk whose drawer pays. */
    desk_id: z.optional(deviceId),
    /** expire: why; who pays nothing back must say so. */
    reason: z.optional(why),
    by: name,
    /** What the preview said; if it is otherwise by now nothing is moved. */
    expect_cards: z.optional(z.int()),
    expect_cents: z.optional(centsTotal),
  }),
  publishers: GAME,
  subscribers: [],
  answerTo: 'page',
  summary:
    'Choose what becomes of the money on the cards that played in a closed session: by transfers, each card once, many in small steps that go on after a restart. Answered with what was done so far; the rest is told in `eg/op/session`. Preview: GET /api/sessions/cards/{session}.',
  sample: { req_id: 'op-1', session: 3, choice: 'cash_out' as const, desk_id: 'change-01', by: 'Nadia' },
  answer: 'session_cards',
})
