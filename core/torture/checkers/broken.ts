import type { Patch } from './patched-core.js'

// What each torture must notice, as changes of the built core: nothing in the core itself knows of them.

/** The sender is acknowledged when its command arrives, not when it is on disk. */
export const ACKNOWLEDGES_FIRST: Patch[] = [
  {
    file: 'dist/broker/gate.js',
    from: 'pipeline.submit(work, actor, client, (settled) => {',
    to: `acknowledge(client, packet, next)
        pipeline.submit(work, actor, client, (settled) => {`,
  },
  {
    file: 'dist/broker/gate.js',
    from: `if (!turnedAway.has(client))
                acknowledge(client, packet, next);`,
    to: '',
  },
]

/** The votes have no primary key, and a vote is only ever added. */
export const COUNTS_EVERY_VOTE: Patch[] = [
  {
    file: 'src/store/sqlite/migrations/0001_night.sql',
    from: 'at INTEGER NOT NULL,\n  PRIMARY KEY (run, device_id)\n) WITHOUT ROWID',
    to: 'at INTEGER NOT NULL\n)',
  },
  {
    file: 'dist/store/sqlite/statements.js',
    from: 'UPDATE votes SET choice = ?, at = ? WHERE run = ? AND device_id = ?',
    to: 'INSERT INTO votes (choice, at, run, device_id) VALUES (?, ?, ?, ?)',
  },
]

/** A request is carried out whenever it comes, and the ledger takes it. */
export const FORGETS_IDS: Patch[] = [
  { file: 'dist/store/sqlite/requests.js', from: 'if (before) {', to: 'if (false) {' },
  { file: 'dist/store/sqlite/statements.js', from: 'INSERT INTO requests', to: 'INSERT OR REPLACE INTO requests' },
  {
    file: 'src/store/sqlite/migrations/0002_money.sql',
    from: 'CHECK (debit <> credit),\n  UNIQUE (actor, req_id, part)',
    to: 'CHECK (debit <> credit)',
  },
]

/** COMMIT returns before anything is on disk. */
export const SYNCS_NEVER: Patch[] = [
  {
    file: 'dist/store/sqlite/open-database.js',
    from: `db.pragma('synchronous = FULL')`,
    to: `db.pragma('synchronous = OFF')`,
  },
]

/** What could not be stored is acknowledged all the same, and soon. */
export const ACKNOWLEDGES_FAILURES: Patch[] = [
  { file: 'dist/commit/pipeline.js', from: 'const RETRY_FOR_MS = 5000', to: 'const RETRY_FOR_MS = 200' },
  {
    file: 'dist/commit/pipeline.js',
    from: `if (stored && !result)
                entry.done({ ok: false });`,
    to: 'if (stored && !result) entry.done({ ok: true, outcome: { answer: null } });',
  },
]
