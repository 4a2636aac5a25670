import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { StartFailure } from '../start-failure.js'
import type { SlotStore } from './ports.js'
import { createSqliteCommandMemory } from './sqlite-command-memory.js'
import { createSqliteForgottenRun } from './sqlite-forgotten-run.js'
import { createSqliteOutbox } from './sqlite-outbox.js'
import { createSqliteRoundOutbox } from './sqlite-round-outbox.js'
import { createSqliteVoteMemory } from './sqlite-vote-memory.js'

/** A file with the outboxes of one slot (an agent) or many (the simulator). */
export interface StoreFile {
  /** `machine`: whose it is what outlives a change of name; default: the slot has its name for ever. */
  slot(deviceId: string, machine?: string): SlotStore
  /** Forgets what waits to be sent under a name, and what was counted under it: another device has had the name since. */
  forget(deviceId: string): void
  close(): void
}

// Only ever add here: a file of an earlier release is opened as it is, and an agent that was rolled back must find what
// it knows.
const SCHEMA = `
CREATE TABLE IF NOT EXISTS outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  device_id TEXT NOT NULL,
  req_id TEXT NOT NULL,
  run INTEGER NOT NULL,
  step INTEGER NOT NULL,
  choice TEXT NOT NULL,
  ts TEXT NOT NULL,
  UNIQUE (device_id, req_id)
) STRICT;
CREATE TABLE IF NOT EXISTS last_vote (
  device_id TEXT PRIMARY KEY,
  run INTEGER NOT NULL,
  question TEXT NOT NULL,
  counted TEXT,
  choice TEXT,
  status TEXT,
  reason TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS round_outbox (
  device_id TEXT PRIMARY KEY,
  req_id TEXT NOT NULL,
  tag_uid TEXT NOT NULL,
  stake_cents INTEGER NOT NULL CHECK (stake_cents > 0),
  ts TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS commands (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  device_id TEXT NOT NULL,
  cmd_id TEXT NOT NULL,
  action TEXT NOT NULL,
  report TEXT NOT NULL,
  UNIQUE (device_id, cmd_id)
) STRICT;
CREATE TABLE IF NOT EXISTS forgotten_run (
  machine TEXT PRIMARY KEY,
  run INTEGER NOT NULL
) STRICT;
`

/**
 * Opens (or makes, with its folder) the database at `path`. Every commit reaches the disk before it returns.
 * Throws a StartFailure if the file cannot be used.
 */
export function openStoreFile(path: string): StoreFile {
  const db = openDatabase(path)
  return {
    slot: (deviceId, machine = deviceId) => ({
      outbox: createSqliteOutbox(db, deviceId),
      rounds: createSqliteRoundOutbox(db, deviceId),
      memory: createSqliteVoteMemory(db, deviceId),
      forgotten: createSqliteForgottenRun(db, machine),
      commands: createSqliteCommandMemory(db, deviceId),
    }),
    forget: db.transaction((deviceId: string) => {
      for (const table of ['outbox', 'round_outbox', 'last_vote'])
        db.prepare(`DELETE FROM ${table} WHERE device_id = ?`).run(deviceId)
    }),
    close: () => void db.close(),
  }
}

function openDatabase(path: string): Database.Database {
  let db: Database.Database | null = null
  try {
    mkdirSync(dirname(path), { recursive: true })
    db = new Database(path)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.exec(SCHEMA)
    return db
  } catch (error) {
    db?.close()
    const why = error instanceof Error ? error.message : String(error)
    throw new StartFailure(
      `DB_PATH="${path}" cannot be used (${why}): votes and rounds could not be kept. Give the agent a folder it may write to, or move a damaged file away`,
      { cause: error },
    )
  }
}
