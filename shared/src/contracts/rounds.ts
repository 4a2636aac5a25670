import * as z from 'zod/mini'
import { EVERYONE, OPERATORS, command, state } from './contract.js'
import { deviceId, requestId, tagUid } from './common.js'
import { amountCents } from '../money.js'

export const roundPlay = command({
  name: 'roundPlay',
  topic: 'eg/core/rounds/play',
  schema: z.object({ req_id: requestId, device_id: deviceId, tag_uid: tagUid, stake_cents: amountCents }),
  publishers: ['slot'],
  subscribers: [],
  summary:
    'Play one round: the core takes the stake, draws, pays, and answers `{round, stake_cents, reels, outcome, win_cents, new_balance_cents}`. All of it or nothing.',
  sample: { req_id: 'g-1', device_id: 'slot-01', tag_uid: '04A37C91', stake_cents: 200 },
  answer: 'round_play',
})

/** One line of the paytable as players may see it: what the reels show and how many times the stake it pays. */
const pays = {
  name: z.string(),
  /** A symbol for each reel; `*` stands for any. */
  reels: z.array(z.string()),
  /** The win in stakes; 0 pays nothing. */
  pays: z.int().check(z.gte(0)),
}

export const gameState = state({
  name: 'gameState',
  topic: 'eg/state/game',
  schema: z.object({
    name: z.string(),
    /** ISO 4217, for showing amounts. */
    currency: z.string(),
    stakes_cents: z.array(amountCents),
    symbols: z.array(z.string()),
    outcomes: z.array(z.object(pays)),
  }),
  publishers: ['core'],
  subscribers: EVERYONE,
  summary: 'The game of the day: stakes, symbols and what pays. Without the odds.',
  sample: {
    name: 'Three reels',
    currency: 'EUR',
    stakes_cents: [100, 200, 500],
    symbols: ['cherry', 'bell', 'seven'],
    outcomes: [{ name: 'Jackpot', reels: ['seven', 'seven', 'seven'], pays: 50 }],
  },
})
export type GameState = z.infer<typeof gameState.schema>

export const opGame = state({
  name: 'opGame',
  topic: 'eg/op/game',
  schema: z.object({
    name: z.string(),
    /** Where the paytable was read from; null: the one that comes with EG. */
    file: z.nullable(z.string()),
    stakes_cents: z.array(amountCents),
    /** The odds of all outcomes together. */
    odds_of: z.int(),
    outcomes: z.array(z.object({ ...pays, odds: z.int() })),
    /** What players get back of what they stake, on average: 0.92 is 92 %. */
    return_to_player: z.number(),
    /** What the house keeps: 1 − return_to_player. Below 0 the house pays on. */
    house_edge: z.number(),
    credit_policy: z.enum(['rounds', 'any']),
    cards: z.enum(['issued', 'auto']),
    /** The most that one card may stake, and be credited by devices, within any hour (cents); null: no limit. */
    stake_limit_cents: z.nullable(z.int()),
    credit_limit_cents: z.nullable(z.int()),
  }),
  publishers: ['core'],
  subscribers: OPERATORS,
  summary: 'The paytable with its odds, what it returns to players, and the money rules in force.',
  sample: {
    name: 'Three reels',
    file: null,
    stakes_cents: [100, 200, 500],
    odds_of: 10000,
    outcomes: [{ name: 'Jackpot', reels: ['seven', 'seven', 'seven'], pays: 50, odds: 20 }],
    return_to_player: 0.92,
    house_edge: 0.08,
    credit_policy: 'rounds' as const,
    cards: 'issued' as const,
    stake_limit_cents: null,
    credit_limit_cents: null,
  },
})
export type OpGame = z.infer<typeof opGame.schema>
