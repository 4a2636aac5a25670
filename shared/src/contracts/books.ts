import * as z from 'zod/mini'
import { MONEY, OPERATORS, state } from './contract.js'
import { coreTimeMs, deviceId } from './common.js'

export const opBooks = state({
  name: 'opBooks',
  topic: 'eg/op/books',
  schema: z.object({
    /** False: the ledger contradicts itself or could not be added up. Stop playing for money and keep the database as it is. */
    ok: z.boolean(),
    checked_at: coreTimeMs,
    /** How many transfers the check went through. */
    transfers: z.int(),
    /** What players own together, what payouts wait for, and what the house has won (below 0: lost), in cents. */
    players_cents: z.int(),
    payouts_cents: z.int(),
    house_cents: z.int(),
    /** What is wrong, one sentence each; empty while the books balance. */
    problems: z.array(z.string()),
  }),
  publishers: ['core'],
  // Everybody at a page: that the books do not balance is an alarm.
  subscribers: OPERATORS,
  summary:
    'Whether the books balance: the ledger added up anew, apart from the code that writes it, every few seconds.',
  sample: {
    ok: true,
    checked_at: 1700000000000,
    transfers: 12,
    players_cents: 4000,
    payouts_cents: 3500,
    house_cents: -1200,
    problems: [],
  },
})
export type OpBooks = z.infer<typeof opBooks.schema>

export const opFloor = state({
  name: 'opFloor',
  topic: 'eg/op/floor/{device_id}',
  schema: z.object({
    device_id: deviceId,
    /** Who played here last. */
    player: z.nullable(
      z.object({ player: z.int(), tag_uid: z.string(), name: z.nullable(z.string()), balance_cents: z.int() }),
    ),
    /** The last bet here: a round, or what a device of the old system debited and credited by itself. */
    last: z.nullable(
      z.object({
        kind: z.enum(['round', 'bet']),
        at: coreTimeMs,
        stake_cents: z.int(),
        /** Null while the bet of an old device is open. */
        win_cents: z.nullable(z.int()),
        reels: z.nullable(z.array(z.string())),
        outcome: z.nullable(z.string()),
      }),
    ),
    /** What this slot has taken less what it has paid, in cents. */
    take_cents: z.int(),
    rounds: z.int(),
  }),
  publishers: ['core'],
  subscribers: MONEY,
  summary: 'One slot by day: who plays, the last bet, what it has taken.',
  sample: {
    device_id: 'slot-01',
    player: { player: 1, tag_uid: '04A37C91', name: 'Ada', balance_cents: 1800 },
    last: {
      kind: 'round' as const,
      at: 1700000000000,
      stake_cents: 200,
      win_cents: 0,
      reels: ['bell', 'seven', 'cherry'],
      outcome: null,
    },
    take_cents: 200,
    rounds: 1,
  },
})
export type OpFloor = z.infer<typeof opFloor.schema>
