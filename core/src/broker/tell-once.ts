import type { Logger } from 'pino'

const QUIET_MS = 60_000
/** Lines a minute for all together: addresses, client ids and topics are cheap to make up, and a log is written to a card. */
const MAX_LINES = 100
/** What strangers chose is up to 64 kB long; a log says how it begins. */
const MAX_TEXT = 300

/** Tells each thing (`key`) once a minute, and of no more than 100 things a minute; `many` is said when there were more. */
export function createTellOnce(log: Logger, now: () => number, many: string): (key: string, tell: () => void) => void {
  const told = new Set<string>()
  let minuteEnds = 0
  return (key, tell) => {
    if (now() >= minuteEnds) {
      told.clear()
      minuteEnds = now() + QUIET_MS
    }
    const short = clip(key)
    if (told.size > MAX_LINES || told.has(short)) return
    told.add(short)
    if (told.size > MAX_LINES) log.warn(many)
    else tell()
  }
}

/** The beginning of a text that a stranger chose. */
export function clip(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`
}
