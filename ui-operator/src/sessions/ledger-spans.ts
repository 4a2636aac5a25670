import type { SessionTransfer } from '@eg/shared'

/** What moved in a stretch of time, in cents. */
export interface LedgerSpan {
  /** When it begins (ms since 1970), at a full hour or quarter of the browser's clock. */
  from: number
  staked: number
  won: number
  /** Stakes less wins. */
  kept: number
  cashIn: number
  cashOut: number
}

const HOUR_MS = 3_600_000
/** Shorter sessions are shown by the quarter of an hour. */
const SHORT_MS = 2 * HOUR_MS

const COLUMN: Readonly<Record<string, 'staked' | 'won' | 'cashIn' | 'cashOut'>> = {
  stake: 'staked',
  bet: 'staked',
  win: 'won',
  bet_win: 'won',
  top_up: 'cashIn',
  cash_out: 'cashOut',
}

/** The width of a stretch for a session of this length (ms). */
export function spanMs(durationMs: number): number {
  return durationMs < SHORT_MS ? HOUR_MS / 4 : HOUR_MS
}

/**
 * The ledger of a session by stretches of time, none left out between the first and the last. A reversal takes away where it was
 * made, so that the sums are those of the report.
 */
export function ledgerSpans(transfers: readonly SessionTransfer[], widthMs: number): LedgerSpan[] {
  const kinds = new Map(transfers.map(({ transfer, kind }) => [transfer, kind]))
  const played = transfers.flatMap(({ at, kind, amount_cents: cents, reverses }) => {
    const column = COLUMN[reverses === null ? kind : (kinds.get(reverses) ?? '')]
    return column ? [{ at, column, cents: reverses === null ? cents : -cents }] : []
  })
  const spans = stretchesOf(played, widthMs, empty)
  const byStart = new Map(spans.map((span) => [span.from, span]))
  for (const { at, column, cents } of played) {
    const span = byStart.get(startOf(at, widthMs))
    if (!span) continue
    span[column] += cents
    span.kept = span.staked - span.won
  }
  return spans
}

/** When the stretch begins that a moment lies in. */
export function startOf(at: number, widthMs: number): number {
  return Math.floor(at / widthMs) * widthMs
}

/** A stretch each from the first moment to the last, whether anything happened in it or not. */
export function stretchesOf<Span>(
  moments: readonly { at: number }[],
  widthMs: number,
  make: (from: number) => Span,
): Span[] {
  const [first, last] = moments.reduce(
    ([least, most], { at }) => [Math.min(least, startOf(at, widthMs)), Math.max(most, startOf(at, widthMs))],
    [Infinity, -Infinity],
  )
  const spans: Span[] = []
  for (let from = first; from <= last; from += widthMs) spans.push(make(from))
  return spans
}

/** All of them together. */
export function sumSpans(spans: readonly LedgerSpan[]): LedgerSpan {
  return spans.reduce(
    (sum, span) => ({
      from: sum.from,
      staked: sum.staked + span.staked,
      won: sum.won + span.won,
      kept: sum.kept + span.kept,
      cashIn: sum.cashIn + span.cashIn,
      cashOut: sum.cashOut + span.cashOut,
    }),
    empty(spans[0]?.from ?? 0),
  )
}

function empty(from: number): LedgerSpan {
  return { from, staked: 0, won: 0, kept: 0, cashIn: 0, cashOut: 0 }
}
