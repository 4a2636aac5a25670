import type { AccountReport, SlotTake, Take } from '@eg/shared'
import type { SessionMarks } from './session-marks.js'

/** Sums over a stretch of the ledger, in whole cents. Stretches beside each other are added by `addSums`. */
export interface LedgerSums {
  kinds: { kind: string; count: number; cents: number }[]
  /** By account; all players together as `players`. */
  accounts: { account: string; debits: number; credits: number }[]
  devices: DeviceSums[]
}

/** What was staked and won at one device; `…_back`: taken back by reversals. */
export interface DeviceSums {
  device_id: string
  bets: number
  stakes: number
  wins: number
  stakes_back: number
  wins_back: number
}

export const NO_SUMS: LedgerSums = { kinds: [], accounts: [], devices: [] }

export function addSums(a: LedgerSums, b: LedgerSums): LedgerSums {
  return {
    kinds: merged(a.kinds, b.kinds, 'kind'),
    accounts: merged(a.accounts, b.accounts, 'account'),
    devices: merged(a.devices, b.devices, 'device_id'),
  }
}

/** Adds the numbers of rows with the same key; in the order of the keys. */
function merged<Row extends object>(a: readonly Row[], b: readonly Row[], key: keyof Row): Row[] {
  const rows = new Map<string, Record<string, string | number>>()
  for (const row of [...a, ...b]) {
    const name = String(row[key])
    const sum = rows.get(name)
    if (!sum) rows.set(name, { ...row } as Record<string, string | number>)
    else {
      for (const [field, value] of Object.entries(row))
        if (typeof value === 'number') sum[field] = Number(sum[field]) + value
    }
  }
  return [...rows.entries()].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, row]) => row as Row)
}

export function takeOf(row: DeviceSums): SlotTake {
  const stakes = row.stakes - row.stakes_back
  const wins = row.wins - row.wins_back
  return {
    device_id: row.device_id,
    bets: row.bets,
    stakes_cents: stakes,
    wins_cents: wins,
    take_cents: stakes - wins,
    rtp: returnToPlayer(stakes, wins),
  }
}

/** All slots together. */
export function takeOfAll(devices: readonly DeviceSums[]): Take {
  const total = (field: 'bets' | 'stakes' | 'wins' | 'stakes_back' | 'wins_back') =>
    devices.reduce((sum, row) => sum + row[field], 0)
  const stakes = total('stakes') - total('stakes_back')
  const wins = total('wins') - total('wins_back')
  const rtp = returnToPlayer(stakes, wins)
  return { bets: total('bets'), stakes_cents: stakes, wins_cents: wins, take_cents: stakes - wins, rtp }
}

/**
 * Return to player: RTP = Σ wins ÷ Σ stakes, both less what was reversed, as a share of six digits (0.95 is 95 %). That is what
 * players got back of what they staked in this session, not what the paytable promises on average. Null without stakes.
 */
export function returnToPlayer(stakesCents: number, winsCents: number): number | null {
  return stakesCents <= 0 ? null : Math.round((winsCents / stakesCents) * 1e6) / 1e6
}

/** Every account that held something or moved; all players together. */
export function accountsOf(sums: LedgerSums, before: SessionMarks, after: SessionMarks): AccountReport[] {
  const moved = new Map(sums.accounts.map((row) => [row.account, row]))
  const names = new Set(['players', ...Object.keys(before.accounts), ...Object.keys(after.accounts), ...moved.keys()])
  return [...names].sort().map((account) => {
    const { debits = 0, credits = 0 } = moved.get(account) ?? {}
    const [from, to] = [held(before, account), held(after, account)]
    return {
      account,
      before_cents: from,
      debits_cents: debits,
      credits_cents: credits,
      after_cents: to,
      balances: from - debits + credits === to,
    }
  })
}

/** What an account held at a moment (cents). */
function held(marks: SessionMarks, name: string): number {
  return name === 'players' ? marks.players_cents : (marks.accounts[name] ?? 0)
}

/** Whether the books balance over a session: every account on its own, and all of them together at both ends. */
export function booksBalance(accounts: readonly AccountReport[]): boolean {
  const sum = (of: 'before_cents' | 'after_cents') => accounts.reduce((all, row) => all + row[of], 0)
  return accounts.every(({ balances }) => balances) && sum('before_cents') === 0 && sum('after_cents') === 0
}
