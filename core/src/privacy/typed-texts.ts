import type Database from 'better-sqlite3'

/** What stands where somebody had typed something. */
export const TYPED = '[purged]'

const CLOSED = 'session IN (SELECT session FROM sessions WHERE closed_at < @cutoff)'

/**
 * Columns that hold what somebody typed of an evening, which may be about anybody: how a group was called, why money was frozen.
 * `old`: which rows are over since before `@cutoff`, in milliseconds.
 */
export const TYPED_COLUMNS: readonly { table: string; columns: readonly string[]; old: string }[] = [
  { table: 'sessions', columns: ['name', 'notes', 'forced', 'closed_though'], old: 'closed_at < @cutoff' },
  { table: 'session_pauses', columns: ['reason'], old: CLOSED },
  { table: 'session_card_jobs', columns: ['why'], old: CLOSED },
  { table: 'panics', columns: ['text', 'reason', 'end_reason'], old: 'ended_at < @cutoff' },
  { table: 'waivers', columns: ['reason'], old: 'ends_at < @cutoff' },
  { table: 'swaps', columns: ['reason'], old: 'ended_at < @cutoff' },
  { table: 'shows', columns: ['end_reason'], old: 'ended_at < @cutoff' },
  { table: 'show_visits', columns: ['reason'], old: 'left_at < @cutoff' },
]

/** Takes away what was typed of evenings that are over since before `cutoff`; a name of the house stays. */
export function forgetTyped(db: Database.Database, cutoff: number): void {
  for (const { table, columns, old } of TYPED_COLUMNS) {
    const purged = columns.map((column) => `${column} = iif(${column} IS NULL, NULL, @typed)`)
    db.prepare(`UPDATE ${table} SET ${purged.join(', ')} WHERE ${old}`).run({ typed: TYPED, cutoff })
  }
}
