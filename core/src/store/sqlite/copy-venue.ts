import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { refuseOtherOccasion } from './file-occasion.js'

/** What a rehearsal takes over as it is: who is let in, so that the venue's own slots and people can rehearse, and the scripts. */
const COPIED = ['devices', 'enrolments', 'operators', 'show_scripts']
/** Why a guest's card does nothing in a rehearsal; shown where the card is looked up. */
const REAL_CARD = 'a card of the real database: rehearse with another one'

/** How many of each were taken over. */
export interface CopiedVenue {
  devices: number
  cards: number
}

/**
 * Fills a rehearsal's new database from the real one, which is only read: devices, enrolments, operators. No balance, no
 * history, no name of a guest. The cards that are out for real money are known and never work: what a slot keeps of a
 * rehearsal and sends when the real evening runs again then names a card without any.
 */
export function copyVenue(db: Database.Database, realPath: string): CopiedVenue {
  if (!existsSync(realPath)) return { devices: 0, cards: 0 }
  refuseOtherOccasion(realPath, false)
  const real = new Database(realPath, { readonly: true, timeout: 1000 })
  try {
    real.pragma('query_only = ON')
    return db.transaction(() => {
      const [devices = 0] = COPIED.map((table) => copyTable(db, real, table))
      return { devices, cards: blockCards(db, real) }
    })()
  } finally {
    real.close()
  }
}

/** Copies the columns that both have: the real database may be of a release before. */
function copyTable(db: Database.Database, real: Database.Database, table: string): number {
  const shared = columnsOf(real, table).filter((name) => columnsOf(db, table).includes(name))
  if (shared.length === 0) return 0
  const insert = db.prepare(
    `INSERT INTO ${table} (${shared.join(', ')}) VALUES (${shared.map((name) => `@${name}`).join(', ')})`,
  )
  const rows = real.prepare(`SELECT ${shared.join(', ')} FROM ${table}`).all()
  for (const row of rows) insert.run(row)
  return rows.length
}

function blockCards(db: Database.Database, real: Database.Database): number {
  if (columnsOf(real, 'cards').length === 0) return 0
  const cards = real.prepare('SELECT tag_uid, issued_at FROM cards').all()
  if (cards.length === 0) return 0
  const { lastInsertRowid: account } = db
    .prepare(`INSERT INTO accounts (name, kind) VALUES ('player:1', 'player')`)
    .run()
  const { lastInsertRowid: player } = db.prepare('INSERT INTO players (account, since) VALUES (?, 0)').run(account)
  const block = db.prepare(
    `INSERT INTO cards (tag_uid, player, status, status_reason, issued_at, issued_by)
     VALUES (@tag_uid, @player, 'lost', @why, @issued_at, 'core')`,
  )
  for (const card of cards) block.run({ ...(card as object), player, why: REAL_CARD })
  return cards.length
}

function columnsOf(db: Database.Database, table: string): string[] {
  return (db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name)
}
