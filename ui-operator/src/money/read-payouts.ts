import type { PayoutRead } from './reads'

/** A payout with what became of it. Amounts in cents, times in ms on the core's clock. */
export interface PayoutRow extends PayoutRead {
  /** When it was claimed, voided or expired; null while it waits. */
  closed_at: number | null
  /** The card it was paid to. */
  tag_uid: string | null
}

/** More than a busy week makes; beyond it the screen says that it does not know all. */
export const MAX_PAYOUTS = 20_000
const PATIENCE_MS = 8000
const STATUSES: ReadonlySet<unknown> = new Set(['ready', 'claimed', 'voided', 'expired'])

/** Every payout created from `sinceMs` on (the core's clock), the oldest first. Rejects when the core cannot be read. */
export async function readPayouts(fetcher: typeof fetch, sinceMs: number): Promise<PayoutRow[]> {
  const query = new URLSearchParams({ status: 'all', since: String(sinceMs), limit: String(MAX_PAYOUTS) })
  const answer = await fetcher(`/api/payouts?${query}`, { signal: AbortSignal.timeout(PATIENCE_MS) })
  if (!answer.ok) throw new Error(`GET /api/payouts answered ${answer.status}`)
  const { items } = (await answer.json()) as { items?: unknown }
  if (!Array.isArray(items)) throw new Error('GET /api/payouts answered without items')
  // A core of an earlier release does not know `since` and tells of everything.
  return items.filter(isRow).filter(({ created_at }) => created_at >= sinceMs)
}

function isRow(value: unknown): value is PayoutRow {
  const row = value as Partial<PayoutRow> | null
  return (
    typeof row?.payout_id === 'string' &&
    typeof row.source === 'string' &&
    Number.isInteger(row.amount_cents) &&
    Number.isInteger(row.created_at) &&
    STATUSES.has(row.status)
  )
}
