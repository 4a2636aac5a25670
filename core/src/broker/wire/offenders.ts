import type { Logger } from 'pino'
import type { Counters, WireReason } from '../../ops/counters.js'

const QUIET_MS = 60_000
/** Lines a minute for all offenders together: addresses and client ids are cheap to make up. */
const MAX_LINES = 100

export interface Offenders {
  /** Counts an offence, and tells of it once a minute for each offender and reason. */
  note(reason: WireReason, offender: string, message: string): void
}

export function createOffenders(counters: Counters, log: Logger, now: () => number): Offenders {
  const told = new Set<string>()
  let minuteEnds = 0
  return {
    note(reason, offender, message) {
      counters.count(reason)
      if (now() >= minuteEnds) {
        told.clear()
        minuteEnds = now() + QUIET_MS
      }
      const key = `${reason} ${offender}`
      if (told.size > MAX_LINES || told.has(key)) return
      told.add(key)
      if (told.size > MAX_LINES) log.warn(`more than ${MAX_LINES} offenders this minute; the others are only counted`)
      else log.warn({ reason, from: offender }, `turned away: ${message}`)
    },
  }
}
