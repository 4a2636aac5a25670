import type { Clock, OpBooks } from '@eg/shared'
import type { BooksFound, MoneyReads } from '../store/money-reads.js'

/** How often what is new is added up, and how often everything is, from the first transfer (milliseconds). */
const CHECK_EVERY_MS = 5000
const FULL_EVERY_MS = 3_600_000

export interface BooksWatch {
  /** What the last check said; null before the first. */
  state(): OpBooks | null
  /** Adds everything up anew, from the first transfer. */
  checkAll(): Promise<OpBooks>
  stop(): void
}

/** Adds the ledger up again and again, in the reader's thread, and says whether the books balance. */
export function createBooksWatch(options: {
  reader: Pick<MoneyReads, 'booksStep'>
  clock: Clock
  publish: (books: OpBooks) => void
  onChange: (books: OpBooks) => void
}): BooksWatch {
  const { reader, clock } = options
  let state: OpBooks | null = null
  let fullAt = Number.NEGATIVE_INFINITY
  let running: Promise<OpBooks> = Promise.resolve(null as never)
  let stopped = false

  const addUp = async (full: boolean): Promise<OpBooks> => {
    let found: BooksFound | null = await reader.booksStep(full)
    while (!found) found = await reader.booksStep(false)
    const { problems, ...figures } = found
    const books: OpBooks = { ok: problems.length === 0, checked_at: clock.now(), ...figures, problems }
    if (stopped) return books
    const turned = state?.ok !== books.ok
    state = books
    options.publish(books)
    if (turned) options.onChange(books)
    return books
  }
  /** One check after the other: they share what was added up. */
  const check = (full: boolean): Promise<OpBooks> => {
    const next = running.then(
      () => addUp(full),
      () => addUp(full),
    )
    running = next
    return next
  }

  const tick = () => {
    const full = clock.monotonic() - fullAt >= FULL_EVERY_MS
    if (full) fullAt = clock.monotonic()
    // A reader that died ends the process by itself; there is nothing to do here.
    check(full).catch(() => undefined)
  }
  tick()
  const cancel = clock.every(CHECK_EVERY_MS, tick)
  return {
    state: () => state,
    checkAll: () => check(true),
    stop() {
      stopped = true
      cancel()
    },
  }
}
