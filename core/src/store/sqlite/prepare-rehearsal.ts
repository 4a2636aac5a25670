import { existsSync, rmSync } from 'node:fs'
import type Database from 'better-sqlite3'
import type { RehearsalConfig } from '../../rehearsal/rehearsal-config.js'
import { StoreRefusedError } from '../store.js'
import { REHEARSAL_ID } from './application-id.js'
import { checkFile } from './check-file.js'
import { type CopiedVenue, copyVenue } from './copy-venue.js'
import { refuseOtherOccasion } from './file-occasion.js'
import { holderOf } from './lock-database.js'
import { RUNS_BEGIN } from './number-on.js'
import { createDatabase } from './open-database.js'

/** What lies beside an SQLite database of its own. */
const PARTS = ['', '-wal', '-shm', '-journal']

/**
 * Before a rehearsal's database is even locked: it is marked as one, and no core plays the real evening here.
 * @throws StoreRefusedError in one line; nothing was touched
 */
export function refuseRehearsal(path: string, { realPath }: RehearsalConfig): void {
  refuseOtherOccasion(path, true)
  if (!existsSync(`${realPath}.lock`)) return
  const holder = holderOf(`${realPath}.lock`)
  if (holder === null) return
  throw new StoreRefusedError(
    `The real core (process ${holder}) runs on ${realPath}, so this is no time to rehearse: devices would not know whom to hear. Stop it first (sudo systemctl stop eg-core, or Ctrl-C where it was started) and start it again afterwards; nothing was changed.`,
  )
}

/**
 * Makes a rehearsal's database if there is none, or anew when that is asked for; the sentence says what was done.
 * @throws StoreRefusedError for one that is damaged: there is nothing in it that must be kept
 */
export function prepareRehearsal(path: string, { realPath, fresh }: RehearsalConfig, at: number): string {
  if (fresh) for (const suffix of PARTS) rmSync(path + suffix, { force: true })
  const state = checkFile(path, REHEARSAL_ID)
  if (state.kind === 'good') {
    return `This is a rehearsal: nothing here is real money. It goes on in ${path}; "npm run rehearse -- --fresh" begins anew.`
  }
  if (state.kind !== 'missing') {
    throw new StoreRefusedError(
      `${path}: the rehearsal's database cannot be used (${state.why}). Begin anew with "npm run rehearse -- --fresh"; nothing was changed.`,
    )
  }
  let copied: CopiedVenue = { devices: 0, cards: 0 }
  createDatabase(path, REHEARSAL_ID, (db) => {
    copied = orRefused(realPath, () => copyVenue(db, realPath))
    mark(db, realPath, at)
  })
  return `This is a rehearsal: nothing here is real money. It begins anew in ${path}, with ${copied.devices} devices of ${realPath} and none of its money; its ${copied.cards} cards do not work here.`
}

/**
 * Says in the database what it is, for people. Its runs are numbered from the second it was made: a vote that a slot kept here
 * and sends to the real core then names no run that is known there, and the other way round.
 */
function mark(db: Database.Database, realPath: string, at: number): void {
  db.prepare(`INSERT INTO meta (key, value) VALUES ('rehearsal', ?)`).run(JSON.stringify({ at, of: realPath }))
  const runs = Math.floor(at / 1000)
  db.prepare(`INSERT INTO sqlite_sequence (name, seq) VALUES ('runs', ?)`).run(runs)
  db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run(RUNS_BEGIN, String(runs))
}

function orRefused<T>(realPath: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof StoreRefusedError) throw error
    throw new StoreRefusedError(
      `DB_PATH ${realPath}: the real database cannot be read (${(error as Error).message}), so the rehearsal has no devices to begin with. Mend it first, or rehearse with another DB_PATH; nothing was changed.`,
    )
  }
}
