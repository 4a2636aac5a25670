/** `morning`: the core's own 06:00 · `hour`: an hour from now · `time`: the next time the clock shows it. */
export type Until = 'morning' | 'hour' | 'time'

const HOUR_MS = 3_600_000

/** When a waiver ends (ms since 1970); null: at 06:00, which the core knows best; undefined: `time` is no time of day. */
export function untilMs(until: Until, time: string, nowMs: number): number | null | undefined {
  if (until === 'morning') return null
  if (until === 'hour') return nowMs + HOUR_MS
  const [, h, m] = /^([01]?\d|2[0-3])[:hH]([0-5]\d)$/.exec(time.trim()) ?? []
  if (h === undefined || m === undefined) return undefined
  const end = new Date(nowMs)
  end.setHours(Number(h), Number(m), 0, 0)
  if (end.getTime() <= nowMs) end.setDate(end.getDate() + 1)
  return end.getTime()
}
