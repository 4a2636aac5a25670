import { keepTail } from './log-tail.js'
import { type DestinationStream, type Logger, destination, pino } from 'pino'

/** A log of JSON lines on stdout, with times as people read them. Its last lines can be asked for (`tailOf`). */
export function createLog(level: string, bindings: Record<string, unknown>): Logger {
  return pino({ level, base: bindings, timestamp: pino.stdTimeFunctions.isoTime }, keepTail(untilNobodyReads()))
}

/**
 * stdout, until nobody reads it any more. Then the log falls silent: pino does so for EPIPE alone, while a closed terminal is
 * EIO and a dead parent ECONNRESET, and its last flush would try for ever and keep the process from ending.
 */
function untilNobodyReads(): DestinationStream {
  const stdout = destination({ fd: 1, sync: true })
  stdout.on('error', () => {
    stdout.write = () => true
    stdout.end = stdout.flushSync = stdout.destroy = () => undefined
  })
  return stdout
}
