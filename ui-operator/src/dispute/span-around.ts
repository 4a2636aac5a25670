import type { Span } from './dispute-item'

/** How far back to look: minutes, or everything. */
export const SPANS = ['15', '60', '720', 'all'] as const
export type SpanName = (typeof SPANS)[number]

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/**
 * The time that is looked at. `clock` is what the player says (`23:41`, in this machine's time zone): the last time it was
 * that late, with half of the span on either side. Without it the span ends now. A time that makes no sense: null.
 */
export function spanAround(name: SpanName, clock: string, nowMs: number): Span | null {
  const half = name === 'all' ? null : (Number(name) * MINUTE_MS) / 2
  if (clock.trim() === '') return { from: half === null ? null : Math.round(nowMs - 2 * half), to: null }
  const [, hours, minutes] = /^\s*([01]?\d|2[0-3])\s*[:hH.]\s*([0-5]\d)\s*$/.exec(clock) ?? []
  if (hours === undefined || minutes === undefined) return null
  const at = new Date(nowMs).setHours(Number(hours), Number(minutes), 0, 0)
  const said = at > nowMs ? at - DAY_MS : at
  // Within a minute that was said; a span of everything is a day around it.
  const around = half ?? DAY_MS / 2
  return { from: said - around, to: said + around + MINUTE_MS }
}
