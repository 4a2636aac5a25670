import type { Logger } from 'pino'
import type { Counters, WireReason } from '../../ops/counters.js'
import { clip, createTellOnce } from '../tell-once.js'

export interface Offenders {
  /** Counts an offence, and tells of it once a minute for each offender and reason. */
  note(reason: WireReason, offender: string, message: string): void
}

export function createOffenders(counters: Counters, log: Logger, now: () => number): Offenders {
  const tellOnce = createTellOnce(log, now, 'more than 100 offenders this minute; the others are only counted')
  return {
    note(reason, offender, message) {
      counters.count(reason)
      tellOnce(`${reason} ${offender}`, () => log.warn({ reason, from: clip(offender) }, `turned away: ${message}`))
    },
  }
}
