import type { Transaction } from './transaction.js'

/** At most one line that says the same of a device in this time. */
const LINE_EVERY_MS = 5000
/** Names are chosen by whoever sends. */
const MOST_REMEMBERED = 10_000

/**
 * Whether the journal was told the same a moment ago: two machines with one name throw each other out several times a second, and
 * each says anew who it is. If not, the line is to be written now. After the clock was set back it is written once more.
 */
export function isRepeated({ linesWritten }: Pick<Transaction, 'linesWritten'>, line: string, at: number): boolean {
  const since = at - (linesWritten.get(line) ?? Number.NEGATIVE_INFINITY)
  if (since >= 0 && since < LINE_EVERY_MS) return true
  if (linesWritten.size >= MOST_REMEMBERED) linesWritten.clear()
  linesWritten.set(line, at)
  return false
}
