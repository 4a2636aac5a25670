import type { Clock, OpBooks } from '@eg/shared'
import { BOOKS_LIMIT_MS } from '../ready/core-checks.js'
import type { BooksFound, MoneyReads } from '../store/money-reads.js'

/** How often what is new is added up, and how often everything is, from the first transfer (milliseconds). */
const CHECK_EVERY_MS = 5000
const FULL_EVERY_MS = 3_600_000

/** `failed`: they could not be added up, so that nobody knows whether they balance. */
type Found = 'balance' | 'differ' | 'failed'

export interface BooksWatch {
  /** What the last check said; null before the first, and once it is too long ago to say anything (a read that hangs). */
  state(): OpBooks | null
  /** Adds everything up anew, from the first transfer. */
  checkAll(): Promise<OpBooks>
  stop(): void
}

/**
 * Adds the ledger up again and again, in the reader's thread, and says whether the books balance. Books that cannot be added
 * up (a page of the file is broken) are not ok either, until they can be again.
 */
export function createBooksWatch(options: {
  reader: Pick<MoneyReads, 'booksStep'>
  clock: Clock
  publish: (books: OpBooks) => void
  /** Hears when the books turn: to balance, to differ, or to fail. */
  onChange: (books: OpBooks) => void
}): BooksWatch {
  const { reader, clock } = options
  let state: OpBooks | null = null
  let toldAt = Number.NEGATIVE_INFINITY
  let lastFound: Found | null = null
  let fullAt = Number.NEGATIVE_INFINITY
  let running: Promise<OpBooks | null> = Promise.resolve(null)
  let stopped = false

  const tell = (found: Found, books: OpBooks): OpBooks => {
    if (stopped) return books
    const turned = lastFound !== found
    lastFound = found
    state = books
    toldAt = clock.monotonic()
    options.publish(books)
    if (turned) options.onChange(books)
    return books
  }
  const addUp = async (full: boolean): Promise<OpBooks> => {
    try {
      let found: BooksFound | null = await reader.booksStep(full)
      while (!found) found = await reader.booksStep(false)
      const ok = found.problems.length === 0
      return tell(ok ? 'balance' : 'differ', { ok, checked_at: clock.now(), ...found })
    } catch (error) {
      const figures = state ?? { transfers: 0, players_cents: 0, payouts_cents: 0, house_cents: 0 }
      const why = error instanceof Error ? error.message : String(error)
      const problems = [`The books could not be added up: ${why}.`]
      return tell('failed', { ...figures, ok: false, checked_at: clock.now(), problems })
    }
  }
  /** One check after the other: they share what was added up. */
  const check = (full: boolean): Promise<OpBooks> => {
    const next = running.then(() => addUp(full))
    running = next
    return next
  }

  const tick = () => {
    const full = clock.monotonic() - fullAt >= FULL_EVERY_MS
    if (full) fullAt = clock.monotonic()
    void check(full)
  }
  tick()
  const cancel = clock.every(CHECK_EVERY_MS, tick)
  return {
    state: () => (clock.monotonic() - toldAt > BOOKS_LIMIT_MS ? null : state),
    checkAll: () => check(true),
    stop() {
      stopped = true
      cancel()
    },
  }
}
