import { type DestinationStream, type Logger, pino } from 'pino'

type Pretty = (options: { colorize: boolean; sync: boolean; ignore: string }) => DestinationStream

/**
 * A log of JSON lines on stdout; for a person at a terminal (or with LOG_PRETTY=1) through pino-pretty if that is
 * installed, which it is where the project is developed.
 */
export async function createLog(level: string, bindings: Record<string, unknown>, pretty: boolean): Promise<Logger> {
  const stream = pretty ? await loadPretty() : null
  const options = { level, base: bindings }
  return stream ? pino(options, stream) : pino(options)
}

async function loadPretty(): Promise<DestinationStream | null> {
  const name: string = 'pino-pretty'
  try {
    const loaded = (await import(name)) as { default: Pretty }
    return loaded.default({ colorize: process.stdout.isTTY, sync: true, ignore: 'pid,hostname' })
  } catch {
    return null // not installed on this machine: JSON lines say the same
  }
}
