import type { StatementLine } from '@eg/shared'
import type { StatementPage } from '../money/reads'

export interface StatementHeld {
  /** Newest first, each transfer once. */
  lines: readonly StatementLine[]
  /** Where older lines begin; null when the first one is here. */
  nextBefore: number | null
}

/** A line read again replaces the one held, because it may have been reversed since. */
function merge(held: readonly StatementLine[], read: readonly StatementLine[]): StatementLine[] {
  const byNumber = new Map([...held, ...read].map((line) => [line.transfer, line]))
  return [...byNumber.values()].sort((a, b) => b.transfer - a.transfer)
}

/** A page of older lines, below those held. */
export function addOlderLines(held: StatementHeld, page: StatementPage): StatementHeld {
  return { lines: merge(held.lines, page.items), nextBefore: page.next_before }
}

/**
 * The newest page, read again. When it does not reach down to what is held, lines in between are missing: what lies below
 * is dropped and can be read again, without a hole.
 */
export function addNewestLines(held: StatementHeld, page: StatementPage): StatementHeld {
  const oldest = page.items.at(-1)?.transfer
  const reaches = held.lines.some((line) => line.transfer === oldest)
  if (!reaches) return { lines: page.items, nextBefore: page.next_before }
  const below = held.lines.at(-1)?.transfer
  return {
    lines: merge(held.lines, page.items),
    nextBefore: below === oldest ? page.next_before : held.nextBefore,
  }
}
