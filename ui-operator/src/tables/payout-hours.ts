import type { PayoutRow } from '../money/read-payouts'

export const HOUR_MS = 3_600_000

/** What tables promised and what was paid of it, within one hour. Cents. */
export interface PayoutHour {
  /** When the hour began (ms, core's clock). */
  at: number
  created: number
  claimed: number
}

/**
 * Payouts by the hour, from the first whole hour in which something happened to the one that runs, without gaps. A payout
 * that was voided was a mistake and counts in neither.
 */
export function payoutHours(rows: readonly PayoutRow[], nowMs: number): PayoutHour[] {
  const hourOf = (at: number) => Math.floor(at / HOUR_MS) * HOUR_MS
  const counted = rows.filter(({ status }) => status !== 'voided')
  if (counted.length === 0) return []
  const first = hourOf(Math.min(...counted.map(({ created_at }) => created_at)))
  const last = hourOf(Math.max(nowMs, first))
  const hours = Array.from({ length: (last - first) / HOUR_MS + 1 }, (_, i) => ({
    at: first + i * HOUR_MS,
    created: 0,
    claimed: 0,
  }))
  const within = (at: number) => hours[(hourOf(at) - first) / HOUR_MS]
  for (const { amount_cents: cents, created_at: createdAt, closed_at: closedAt, status } of counted) {
    const made = within(createdAt)
    if (made) made.created += cents
    const paid = status === 'claimed' && closedAt !== null ? within(closedAt) : undefined
    if (paid) paid.claimed += cents
  }
  return hours
}
