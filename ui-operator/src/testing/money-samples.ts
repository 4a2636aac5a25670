import type { GameState, OpBooks, OpDesk, OpFloor, OpGame, OpPayouts } from '@eg/shared'
import type { CardDetails, StatementLine } from '@eg/shared'
import type { PayoutRead } from '../money/reads'
import { START_MS } from './samples'

export const TAG = '04A37C91'

export const GAME: GameState = {
  name: 'Three reels',
  currency: 'EUR',
  stakes_cents: [100, 200],
  symbols: ['cherry', 'bell', 'seven'],
  outcomes: [],
}

export function someOdds(more: Partial<OpGame> = {}): OpGame {
  return {
    name: 'Three reels',
    file: null,
    stakes_cents: [100, 200],
    odds_of: 10_000,
    outcomes: [{ name: 'Jackpot', reels: ['seven', 'seven', 'seven'], pays: 50, odds: 20 }],
    return_to_player: 0.92,
    house_edge: 0.08,
    credit_policy: 'rounds',
    cards: 'issued',
    stake_limit_cents: null,
    credit_limit_cents: null,
    ...more,
  }
}

export function someBooks(more: Partial<OpBooks> = {}): OpBooks {
  return {
    ok: true,
    checked_at: START_MS,
    transfers: 12,
    players_cents: 4000,
    payouts_cents: 3500,
    house_cents: -1200,
    problems: [],
    ...more,
  }
}

export function aFloor(id: string, more: Partial<OpFloor> = {}): OpFloor {
  return {
    device_id: id,
    player: { player: 1, tag_uid: TAG, name: 'Ada', balance_cents: 1800 },
    last: {
      kind: 'round',
      at: START_MS,
      stake_cents: 200,
      win_cents: 500,
      reels: ['bell', 'seven', 'cherry'],
      outcome: null,
    },
    take_cents: 1200,
    rounds: 7,
    ...more,
  }
}

export function aDesk(more: Partial<OpDesk> = {}): OpDesk {
  return {
    desk_id: 'change-01',
    shift: { shift: 1, by: 'Nadia', opened_at: START_MS, opened_with_cents: 20_000 },
    drawer_cents: 20_000,
    last_over_short_cents: null,
    ...more,
  }
}

/** Payouts waiting for so many minutes each. */
export function somePayouts(...minutes: number[]): OpPayouts {
  const items = minutes.map((age, i) => ({
    payout_id: `p-${i + 1}`,
    source: 'roulette',
    amount_cents: 3500,
    table_id: 'table-01',
    created_at: START_MS - age * 60_000,
    expires_at: null,
  }))
  return { items, waiting: items.length, waiting_cents: items.length * 3500 }
}

/** A payout as the core tells it by its id. */
export function aPayout(id: string, more: Partial<PayoutRead> = {}): PayoutRead {
  return {
    payout_id: id,
    source: 'roulette',
    amount_cents: 3500,
    table_id: 'table-01',
    created_at: START_MS - 20 * 60_000,
    expires_at: null,
    status: 'ready',
    ...more,
  }
}

export function aCard(more: Partial<CardDetails> = {}): CardDetails {
  return {
    tag_uid: TAG,
    status: 'active',
    player: 1,
    name: 'Ada',
    balance_cents: 1800,
    issued_at: START_MS,
    last_used_at: null,
    status_reason: null,
    replaced_by: null,
    replaces: null,
    open_bets: [],
    staked_this_hour_cents: 0,
    credited_this_hour_cents: 0,
    ...more,
  }
}

export function aTransfer(transfer: number, more: Partial<StatementLine> = {}): StatementLine {
  return {
    transfer,
    at: START_MS + transfer * 1000,
    kind: 'stake',
    amount_cents: -200,
    balance_cents: 1800,
    device_id: 'slot-01',
    tag_uid: TAG,
    receipt: null,
    reason: null,
    by: null,
    reverses: null,
    reversed_by: null,
    ...more,
  }
}
