import { type Logger, pino } from 'pino'

/** A log of JSON lines on stdout, with times as people read them. */
export function createLog(level: string, bindings: Record<string, unknown>): Logger {
  return pino({ level, base: bindings, timestamp: pino.stdTimeFunctions.isoTime })
}
