import Database from 'better-sqlite3'

/** In `meta`: this database is a copy, and whoever starts on it has lost what came after. */
const COPY = 'copy'
/** In `meta`: how many numbers were left out so far, of each kind. */
export const SKIPPED = 'skipped_numbers'
/** In `meta`: the number after which the runs of this database begin; absent: 0. */
export const RUNS_BEGIN = 'runs_begin'

/**
 * More than an evening gives out of runs, receipts or anything else that people, slots or pages name by its number. A slot
 * that heard its vote counted in a run which the copy does not hold would take the next run of that number for the same one.
 */
export const SKIP = 10_000

/**
 * Marks a copy of a database as one, wherever it is put later. It must not be open. What its log held is in the file itself
 * afterwards: the log may stay behind.
 */
export function markAsCopy(path: string): void {
  const db = new Database(path)
  try {
    db.prepare(`INSERT OR REPLACE INTO meta (key, value) VALUES ('${COPY}', '1')`).run()
    // Closing does that too, but says nothing when the disk is full.
    db.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    db.close()
  }
}

/**
 * A database that was a copy goes on with other numbers than those that were given out after it was taken. Players keep theirs:
 * nobody but the books names them by it. Once for each copy; nothing is done to a database that is none.
 */
export function numberOn(db: Database.Database): void {
  const meta = db.prepare('SELECT value FROM meta WHERE key = ?').pluck()
  if (meta.get(COPY) === undefined) return
  db.transaction(() => {
    const numbered = db
      .prepare(
        `SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%' AND name <> 'players'`,
      )
      .pluck()
      .all() as string[]
    for (const table of numbered) {
      const { changes } = db.prepare('UPDATE sqlite_sequence SET seq = seq + ? WHERE name = ?').run(SKIP, table)
      if (changes === 0) db.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run(table, SKIP)
    }
    const skipped = Number(meta.get(SKIPPED) ?? 0) + SKIP
    db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(SKIPPED, String(skipped))
    db.prepare('DELETE FROM meta WHERE key = ?').run(COPY)
  }).immediate()
}
