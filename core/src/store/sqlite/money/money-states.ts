import type { OpDesk, OpFloor } from '@eg/shared'
import type { Publication } from '../../../commit/command.js'
import { account } from '../../../money/ledger.js'
import { returnToPlayer } from '../../../money/paytable.js'
import type { Transaction } from '../transaction.js'
import { balanceOf } from './ledger-writer.js'
import { cashIn } from './money-facts.js'
import type { MoneySettings } from './money-settings.js'

/** The most payouts that a state lists, the oldest; `waiting` counts all, and every one can be claimed by its id. */
const MAX_LISTED = 500

/** The retained states of what a batch moved, put together once from the tables. */
export function moneyStates(tx: Transaction): Publication[] {
  const { touched } = tx
  for (const player of touched.players) {
    for (const deviceId of tx.money.floorsOf.all(player) as string[]) touched.floors.add(deviceId)
  }
  const newDesks = [...tx.devices.values()].filter(({ kind }) => kind === 'change').map(({ deviceId }) => deviceId)
  for (const desk of newDesks) touched.desks.add(desk)
  return [
    ...[...touched.floors].flatMap((deviceId) => floorState(tx, deviceId) ?? []),
    ...[...touched.desks].map((deskId) => deskState(tx, deskId)),
    ...(touched.payouts || newDesks.length > 0 ? payoutStates(tx) : []),
  ]
}

/** Everything about money that a screen must find when it comes. */
export function moneyBootStates(tx: Transaction): Publication[] {
  const floors = tx.money.allFloors.all() as string[]
  for (const deviceId of floors) tx.touched.floors.add(deviceId)
  for (const deskId of desks(tx)) tx.touched.desks.add(deskId)
  tx.touched.payouts = true
  return [...gameStates(tx.settings.money), ...moneyStates(tx)]
}

function desks(tx: Transaction): string[] {
  return [...new Set([...tx.settings.money.desks, ...(tx.money.changeDesks.all() as string[])])]
}

interface RawFloor {
  device_id: string
  player: number | null
  tag_uid: string | null
  kind: 'round' | 'bet'
  at: number
  stake: number
  win: number | null
  reels: string | null
  outcome: string | null
  rounds: number
}

function floorState(tx: Transaction, deviceId: string): Publication | null {
  const row = tx.money.floor.get(deviceId) as RawFloor | undefined
  if (!row) return null
  const card =
    row.player === null
      ? null
      : (tx.money.workingCard.get(row.player) as { tag_uid: string | null; name: string | null; balance: number })
  const payload: OpFloor = {
    device_id: deviceId,
    player:
      card && row.player !== null
        ? {
            player: row.player,
            tag_uid: card.tag_uid ?? row.tag_uid ?? '',
            name: card.name,
            balance_cents: card.balance,
          }
        : null,
    last: {
      kind: row.kind,
      at: row.at,
      stake_cents: row.stake,
      win_cents: row.win,
      reels: row.reels === null ? null : (JSON.parse(row.reels) as string[]),
      outcome: row.outcome,
    },
    take_cents: balanceOf(tx, account.game(deviceId)),
    rounds: row.rounds,
  }
  return { contract: 'opFloor', params: { device_id: deviceId }, payload }
}

function deskState(tx: Transaction, deskId: string): Publication {
  const shift = tx.money.shift.get(deskId) as
    | { shift: number; person: string; opened_at: number; opened_with: number }
    | undefined
  const payload: OpDesk = {
    desk_id: deskId,
    shift: shift
      ? {
          shift: shift.shift,
          by: shift.person,
          opened_at: shift.opened_at,
          opened_with_cents: shift.opened_with,
        }
      : null,
    drawer_cents: cashIn(tx, deskId),
    last_over_short_cents: (tx.money.lastShift.get(deskId) as number | undefined) ?? null,
  }
  return { contract: 'opDesk', params: { device_id: deskId }, payload }
}

interface Waiting {
  payout_id: string
  source: string
  amount_cents: number
  table_id: string | null
  created_at: number
  expires_at: number | null
}

function payoutStates(tx: Transaction): Publication[] {
  const waiting = tx.money.waitingPayouts.all(MAX_LISTED) as Waiting[]
  const listed = { items: waiting, ...(tx.money.waitingTotal.get() as { waiting: number; waiting_cents: number }) }
  const items = waiting.map(({ payout_id, source, amount_cents }) => ({ payout_id, source, amount_cents }))
  return [
    { contract: 'opPayouts', params: {}, payload: listed },
    ...desks(tx).map((deskId) => ({
      contract: 'payoutList' as const,
      params: { device_id: deskId },
      payload: { items },
    })),
  ]
}

function gameStates(money: MoneySettings): Publication[] {
  const { table } = money.game
  const rtp = returnToPlayer(table)
  return [
    {
      contract: 'gameState',
      params: {},
      payload: {
        name: table.name,
        currency: money.currency,
        stakes_cents: table.stakes,
        symbols: table.symbols,
        outcomes: table.outcomes.map(({ name, reels, pays }) => ({ name, reels, pays })),
      },
    },
    {
      contract: 'opGame',
      params: {},
      payload: {
        name: table.name,
        file: money.paytableFile,
        stakes_cents: table.stakes,
        odds_of: table.oddsOf,
        outcomes: table.outcomes,
        return_to_player: sixDigits(rtp),
        house_edge: sixDigits(1 - rtp),
        credit_policy: money.creditPolicy,
        cards: money.cards,
        stake_limit_cents: money.stakeLimit,
        credit_limit_cents: money.creditLimit,
      },
    },
  ]
}

/** A share without the noise of binary fractions. */
function sixDigits(share: number): number {
  return Math.round(share * 1e6) / 1e6
}
