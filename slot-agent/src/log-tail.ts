import { type LogLine, MAX_LOG_LINES } from '@eg/shared'
import { type DestinationStream, type Logger, pino } from 'pino'

/** So many lines of a process are kept: the simulator's many slots share one log. */
const KEPT_LINES = 500
/** A line that is longer is not kept whole, and so not told. */
const KEPT_CHARS = 8000
const TEXT_CHARS = 300
/** What a device tells of its log at once, as JSON. */
const MAX_BYTES = 16_000

/** The last lines of each log, by the stream that it and its children write to. */
const tails = new WeakMap<object, string[]>()

/** Remembers the last lines that are written to a stream. */
export function keepTail<S extends DestinationStream>(stream: S): S {
  const lines: string[] = []
  const write = stream.write.bind(stream)
  stream.write = (line) => {
    lines.push(line.slice(0, KEPT_CHARS))
    if (lines.length > KEPT_LINES) lines.shift()
    return write(line)
  }
  tails.set(stream, lines)
  return stream
}

/**
 * The last lines of a log, oldest first: at most `MAX_LOG_LINES` and 16 kB of them. Of a child of a log (one simulated slot of
 * many) those that carry its bindings.
 */
export function tailOf(log: Logger): LogLine[] {
  const stream = (log as unknown as { [pino.symbols.streamSym]?: object })[pino.symbols.streamSym]
  const kept = stream ? tails.get(stream) : undefined
  if (!kept) return []
  const own = Object.entries(log.bindings())
  const found: LogLine[] = []
  let bytes = 0
  for (const text of kept.toReversed()) {
    const line = readLine(text)
    if (!line || !own.every(([name, value]) => line[name] === value)) continue
    const told = tell(line, new Set(own.map(([name]) => name)))
    bytes += Buffer.byteLength(JSON.stringify(told)) + 1
    if (bytes > MAX_BYTES || found.length === MAX_LOG_LINES) break
    found.unshift(told)
  }
  return found
}

type Fields = Record<string, unknown>

/** A line that was cut short is none. */
function readLine(text: string): Fields | null {
  try {
    return JSON.parse(text) as Fields
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function tell({ time, level, msg, ...fields }: Fields, own: ReadonlySet<string>): LogLine {
  const rest = Object.entries(fields).filter(([name]) => !own.has(name))
  const words = [typeof msg === 'string' ? msg : '', ...rest.map(([name, value]) => `${name}=${valueOf(value)}`)]
  return {
    at: Date.parse(String(time)) || 0,
    level: pino.levels.labels[Number(level)] ?? 'info',
    text: words.filter(Boolean).join(' ').slice(0, TEXT_CHARS),
  }
}

/** Of an error what it says, and not where in the code it was. */
function valueOf(value: unknown): string {
  const message = (value as { message?: unknown } | null)?.message
  return typeof message === 'string' ? message : typeof value === 'string' ? value : JSON.stringify(value)
}
