import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Answer, newRequestId } from '@eg/shared'
import type Database from 'better-sqlite3'
import type { Work } from '../dist/commit/command.js'
import { createCommitter } from '../dist/store/sqlite/committer.js'
import { openDatabase } from '../dist/store/sqlite/open-database.js'
import { storeSettings } from './store-settings.js'

export const DAY_MS = 24 * 3_600_000

/** A database with evenings in it that were played on other days, by commands as they came then. */
export interface OldEvening {
  dbPath: string
  /** Carries one command out on a day; days are counted back from now. */
  on(daysAgo: number, kind: Work['kind'], payload: object, actor?: string): Answer
  /** Opens it for a look or a change by hand; `close` closes all there is. */
  db: Database.Database
  close(): void
}

export function createOldEvening(): OldEvening {
  const dbPath = join(mkdtempSync(join(tmpdir(), 'eg-purge-')), 'core.db')
  return openEvening(dbPath)
}

export function openEvening(dbPath: string): OldEvening {
  const db = openDatabase(dbPath)
  // Every draw wins nothing: the last of all tickets.
  const committer = createCommitter(db, storeSettings(), (below) => below - 1)
  const now = Date.now()
  committer.boot(now)
  return {
    dbPath,
    db,
    on(daysAgo, kind, payload, actor = 'ui:op-1') {
      const work = { kind, payload: { req_id: newRequestId(), ...payload } } as Work
      const command = { work, actor: { key: actor, via: 'mqtt' as const }, at: now - daysAgo * DAY_MS }
      const [outcome] = committer.commit([command]).outcomes
      if (outcome?.fault) throw new Error(outcome.fault)
      return outcome?.answer as Answer
    },
    close: () => void db.close(),
  }
}

export const DESK = { desk_id: 'change-01' }

/** Somebody who came on one day: issued, topped up, played a round, and cashed out all that was left. */
export function visit(evening: OldEvening, daysAgo: number, tag_uid: string, name: string, leaves = 0): void {
  const say = (kind: Work['kind'], payload: object, actor?: string) => evening.on(daysAgo, kind, payload, actor)
  say('opCardIssue', { tag_uid, name })
  say('opDeskTopUp', { ...DESK, tag_uid, amount_cents: 1000 })
  say('roundPlay', { device_id: 'slot-01', tag_uid, stake_cents: 200 }, 'slot-01')
  if (leaves < 800) say('opDeskCashOut', { ...DESK, tag_uid, amount_cents: 800 - leaves })
}
