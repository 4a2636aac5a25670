import type Database from 'better-sqlite3'
import { makeAliases, renameCards, whereNamed } from './card-aliases.js'
import { type PlayerFound, firstYoung } from './find-players.js'
import { hashOfWhatStands, withoutGuards } from './immutable-rows.js'
import { sealOldRequests } from './seal-old-requests.js'
import { TYPED, forgetTyped } from './typed-texts.js'

export interface Purged {
  players: number
  cards: number
  journalLines: number
  requests: number
}

/** A reason that a program gave (`slot_bet`) stays; a sentence that somebody typed goes. */
const WORD = /^[a-z_]{1,32}$/

/**
 * Takes the names of players away and gives each of their cards an alias, the same everywhere, made at random and kept nowhere
 * else; deletes old lines of the journal; seals old requests. One transaction: all of it or nothing. No amount, account,
 * time or number changes, which is checked before it is committed.
 * @throws Error that says what was found where; then nothing was changed
 */
export function pseudonymise(
  db: Database.Database,
  found: readonly PlayerFound[],
  span: { cutoff: number; now: number },
): Purged {
  const aliases = makeAliases(found.flatMap(({ cards }) => cards))
  const players = new Set(found.map(({ player }) => player))
  const work = (): Purged => {
    const stood = hashOfWhatStands(db)
    let journalLines = 0
    let requests = 0
    withoutGuards(db, () => {
      journalLines = forgetJournal(db, span)
      requests = sealOldRequests(db, { cutoff: span.cutoff, players, aliases })
      db.function('is_word', { deterministic: true }, (text) => (WORD.test(String(text)) ? 1 : 0))
      for (const player of players) forgetPlayer(db, player)
      renameCards(db, aliases)
      forgetOldOrders(db, span.cutoff)
      forgetTraces(db, span.cutoff)
      forgetTyped(db, span.cutoff)
    })
    const left = whereNamed(db, aliases)
    if (left.length > 0) throw new Error(`a card is still named in ${left.join(', ')}`)
    if (hashOfWhatStands(db) !== stood) throw new Error('rows that must stand for ever would have changed')
    const lost = db.pragma('foreign_key_check') as { table: string }[]
    if (lost.length > 0) throw new Error(`rows of ${lost[0]?.table} would have lost what they belong to`)
    return { players: players.size, cards: aliases.size, journalLines, requests }
  }
  // What is deleted or written over is written over with zeros.
  db.pragma('secure_delete = ON')
  return db
    .transaction(() => {
      db.pragma('defer_foreign_keys = ON')
      const purged = work()
      note(db, purged, span.now)
      return purged
    })
    .immediate()
}

function forgetJournal(db: Database.Database, span: { cutoff: number; now: number }): number {
  const old = db.prepare('DELETE FROM journal WHERE seq < ? AND at < ?')
  return old.run(firstYoung(db, 'journal', span), span.cutoff).changes
}

function forgetPlayer(db: Database.Database, player: number): void {
  db.prepare('UPDATE players SET name = NULL WHERE player = ?').run(player)
  // Nothing moves on an alias, whoever reads one in an export and sends it.
  db.prepare(
    `UPDATE cards SET status = 'lost', status_reason = iif(status_reason IS NULL, NULL, ?) WHERE player = ?`,
  ).run(TYPED, player)
  for (const table of ['transfers', 'payouts']) {
    db.prepare(`UPDATE ${table} SET reason = ? WHERE player = ? AND reason IS NOT NULL AND NOT is_word(reason)`).run(
      TYPED,
      player,
    )
  }
  db.prepare('UPDATE payouts SET meta = NULL WHERE player = ? AND meta IS NOT NULL').run(player)
}

/** Which cards devices were told to pretend, long ago: also cards that were issued to nobody. */
function forgetOldOrders(db: Database.Database, cutoff: number): void {
  db.prepare(
    `UPDATE device_commands SET args = json_remove(args, '$.tag_uid')
     WHERE asked_at < ? AND json_extract(args, '$.tag_uid') IS NOT NULL`,
  ).run(cutoff)
}

/**
 * What slots showed long ago, what could be undone, and which request a line of the journal came of where that request is sealed: its
 * id is not kept.
 */
function forgetTraces(db: Database.Database, cutoff: number): void {
  db.prepare('DELETE FROM slot_shown WHERE at < ?').run(cutoff)
  db.exec('DELETE FROM undoables')
  db.exec(
    `UPDATE journal SET req_id = NULL WHERE req_id IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM requests r WHERE r.actor = journal.actor AND r.req_id = journal.req_id)`,
  )
}

/** A line of the journal says that it was done, and names nobody. */
function note(db: Database.Database, { players, cards, journalLines }: Purged, now: number): void {
  const data = JSON.stringify({ players, cards, lines: journalLines })
  db.prepare(`INSERT INTO journal (at, kind, outcome, actor, data) VALUES (?, 'purge', 'ok', 'core', ?)`).run(now, data)
}
