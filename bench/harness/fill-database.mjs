// A database with a long past: evenings of nine votes a run, and debits of cards, in the shape the core writes them.
import { createHash } from 'node:crypto'
import Database from 'better-sqlite3'

const SLOTS = 9
const CARDS = 100
const BEGAN_AT = 1_700_000_000_000

/**
 * Adds `rows` votes and `rows` debits of earlier evenings to a database of the core, which must not run. Every trigger and
 * constraint is in force, so that what the core could not have written cannot come in.
 */
export function fillDatabase(path, rows) {
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = OFF')
  db.pragma('foreign_keys = ON')
  db.transaction(() => {
    const slots = Array.from({ length: SLOTS }, (_, i) => `slot-0${i + 1}`)
    for (const slot of slots) {
      db.prepare(`INSERT INTO devices VALUES (?, 'slot', NULL, ?, ?)`).run(slot, BEGAN_AT, BEGAN_AT)
    }
    fillVotes(db, slots, rows)
    fillDebits(db, slots, rows)
  })()
  db.pragma('synchronous = FULL')
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

function journalOf(db) {
  const line = db.prepare(
    `INSERT INTO journal (at, kind, outcome, actor, device_id, run, data) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  return (at, kind, outcome, device, run, data) =>
    line.run(at, kind, outcome, device ?? 'http', device, run, JSON.stringify(data))
}

function fillVotes(db, slots, rows) {
  const journal = journalOf(db)
  const open = db.prepare(
    `INSERT INTO runs (step, question, options, status, expected, final, tie, reveal, opened_at)
     VALUES (?, 'Who opened the safe?', '["A","B"]', 'open', ${SLOTS}, 0, 'first', 'auto', ?)`,
  )
  const vote = db.prepare('INSERT INTO votes VALUES (?, ?, ?, ?)')
  const reveal = db.prepare(
    `UPDATE runs SET status = 'revealed', voted = ?, closed_at = ?, closed_by = 'operator', winner = 'A', next_step = step + 1 WHERE run = ?`,
  )
  for (let written = 0; written < rows;) {
    const step = ((written / SLOTS) % 20) | 0
    const at = BEGAN_AT + written * 100
    const run = Number(open.run(step, at).lastInsertRowid)
    const voted = Math.min(SLOTS, rows - written)
    for (const slot of slots.slice(0, voted)) {
      vote.run(run, slot, 'A', at)
      journal(at, 'nightVote', 'counted', slot, run, { step })
    }
    reveal.run(voted, at, run)
    journal(at, 'runRevealed', 'ok', null, run, { step, winner: 'A', next_step: step + 1 })
    written += voted
  }
}

function fillDebits(db, slots, rows) {
  const journal = journalOf(db)
  const account = db.prepare('INSERT INTO accounts (name, kind) VALUES (?, ?)')
  const accountOf = (name, kind) => Number(account.run(name, kind).lastInsertRowid)
  const house = accountOf('house', 'house')
  const games = slots.map((slot) => accountOf(`game:${slot}`, 'game'))
  const transfer = db.prepare(
    `INSERT INTO transfers (at, kind, debit, credit, amount, actor, req_id, part, player, player_balance, device_id, tag_uid, bet, reason)
     VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, 'bench')`,
  )
  const bet = db.prepare(
    `INSERT INTO bets (device_id, player, tag_uid, stake, opened_at, status, closed_at) VALUES (?, ?, ?, 1, ?, 'lost', ?)`,
  )
  const request = db.prepare('INSERT INTO requests VALUES (?, ?, ?, ?, ?)')
  const credit = Math.ceil(rows / CARDS) + 1000
  const cards = Array.from({ length: CARDS }, (_, i) => {
    const tag = `OLD-${i}`
    const own = accountOf(`player:${i + 1}`, 'player')
    const player = Number(
      db.prepare('INSERT INTO players (account, since) VALUES (?, ?)').run(own, BEGAN_AT).lastInsertRowid,
    )
    db.prepare(
      `INSERT INTO cards (tag_uid, player, status, issued_at, issued_by) VALUES (?, ?, 'active', ?, 'http')`,
    ).run(tag, player, BEGAN_AT)
    transfer.run(BEGAN_AT, 'adjust', house, own, credit, 'http', `old-card-${i}`, player, credit, null, tag, null)
    return { tag, own, player, balance: credit }
  })
  for (let i = 0; i < rows; i++) {
    const card = cards[i % CARDS]
    const [slot, game] = [slots[i % SLOTS], games[i % SLOTS]]
    const at = BEGAN_AT + i * 100
    const req_id = `old-${i}`
    card.balance -= 1
    const { lastInsertRowid } = bet.run(slot, card.player, card.tag, at, at)
    transfer.run(at, 'bet', card.own, game, 1, slot, req_id, card.player, card.balance, slot, card.tag, lastInsertRowid)
    const answer = { req_id, type: 'wallet_debit', status: 'ok', new_balance_cents: card.balance }
    request.run(slot, req_id, createHash('sha256').update(req_id).digest('base64'), JSON.stringify(answer), at)
    journal(at, 'walletDebit', 'ok', slot, null, { tag_uid: card.tag, amount_cents: 1, balance_cents: card.balance })
  }
}
