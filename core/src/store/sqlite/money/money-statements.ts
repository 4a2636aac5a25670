import type Database from 'better-sqlite3'

type Name =
  | 'account'
  | 'addAccount'
  | 'balance'
  | 'addTransfer'
  | 'transfer'
  | 'reversed'
  | 'recent'
  | 'card'
  | 'workingCard'
  | 'nextPlayer'
  | 'addPlayer'
  | 'addCard'
  | 'setCard'
  | 'replaceCard'
  | 'addRound'
  | 'openBet'
  | 'addBet'
  | 'closeBet'
  | 'endOpenBet'
  | 'shiftBets'
  | 'shiftPayouts'
  | 'staleBets'
  | 'payout'
  | 'payoutTransfer'
  | 'addPayout'
  | 'endPayout'
  | 'stalePayouts'
  | 'waitingPayouts'
  | 'waitingTotal'
  | 'shift'
  | 'lastShift'
  | 'addShift'
  | 'closeShift'
  | 'addReceipt'
  | 'putFloor'
  | 'winFloor'
  | 'loseFloor'
  | 'floor'
  | 'floorsOf'
  | 'allFloors'
  | 'changeDesks'

export type MoneyStatements = Record<Name, Database.Statement>

/** The prepared statements of the ledger and what stands around it. */
export function prepareMoney(db: Database.Database): MoneyStatements {
  return {
    account: db.prepare('SELECT account FROM accounts WHERE name = ?').pluck(),
    addAccount: db.prepare('INSERT INTO accounts (name, kind) VALUES (?, ?) RETURNING account').pluck(),
    balance: db.prepare('SELECT balance FROM accounts WHERE name = ?').pluck(),
    addTransfer: db.prepare(
      `INSERT INTO transfers (at, kind, debit, credit, amount, actor, req_id, part, player, player_balance, device_id, tag_uid,
         payout_id, round, bet, shift, receipt, reverses, reason, person)
       VALUES (@at, @kind, @debit, @credit, @amount, @actor, @reqId, @part, @player, @playerBalance, @deviceId, @tagUid,
         @payoutId, @round, @bet, @shift, @receipt, @reverses, @reason, @person)`,
    ),
    transfer: db.prepare(
      `SELECT t.transfer, t.kind, d.name AS debit, c.name AS credit, t.amount, t.player, t.device_id, t.tag_uid, t.round, t.bet
       FROM transfers t JOIN accounts d ON d.account = t.debit JOIN accounts c ON c.account = t.credit WHERE t.transfer = ?`,
    ),
    reversed: db.prepare('SELECT transfer FROM transfers WHERE reverses = ?').pluck(),
    recent: db.prepare('SELECT at, kind, amount FROM transfers WHERE player = ? ORDER BY transfer DESC'),

    card: db.prepare(
      `SELECT c.tag_uid AS tagUid, c.player, c.status, a.balance
       FROM cards c JOIN players p ON p.player = c.player JOIN accounts a ON a.account = p.account WHERE c.tag_uid = ?`,
    ),
    workingCard: db.prepare(
      `SELECT c.tag_uid, p.name, a.balance FROM players p JOIN accounts a ON a.account = p.account
       LEFT JOIN cards c ON c.player = p.player AND c.status <> 'lost' WHERE p.player = ?`,
    ),
    nextPlayer: db.prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'players'`).pluck(),
    addPlayer: db.prepare('INSERT INTO players (account, name, since) VALUES (?, ?, ?) RETURNING player').pluck(),
    addCard: db.prepare(
      'INSERT INTO cards (tag_uid, player, status, status_reason, issued_at, issued_by) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    setCard: db.prepare('UPDATE cards SET status = ?, status_reason = ? WHERE tag_uid = ?'),
    replaceCard: db.prepare('UPDATE cards SET replaced_by = ? WHERE tag_uid = ?'),

    addRound: db.prepare(
      `INSERT INTO rounds (at, device_id, player, tag_uid, stake, win, outcome, reels, paytable) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    openBet: db.prepare(
      `SELECT bet, stake, opened_at AS openedAt FROM bets WHERE device_id = ? AND player = ? AND status = 'open'`,
    ),
    addBet: db.prepare(
      `INSERT INTO bets (device_id, player, tag_uid, stake, opened_at, status) VALUES (?, ?, ?, ?, ?, 'open')`,
    ),
    closeBet: db.prepare(`UPDATE bets SET status = ?, win = ?, closed_at = ? WHERE bet = ?`),
    endOpenBet: db.prepare(`UPDATE bets SET status = 'lost', closed_at = ? WHERE bet = ? AND status = 'open'`),
    shiftBets: db.prepare(`UPDATE bets SET opened_at = min(opened_at + ?, ?) WHERE status = 'open'`),
    shiftPayouts: db.prepare(
      `UPDATE payouts SET expires_at = expires_at + ? WHERE status = 'ready' AND expires_at IS NOT NULL`,
    ),
    staleBets: db.prepare(
      `SELECT bet, device_id AS deviceId, player, tag_uid AS tagUid, stake FROM bets WHERE status = 'open' AND opened_at <= ?`,
    ),

    payout: db.prepare(
      `SELECT payout_id AS payoutId, source, amount, status, table_id AS tableId, hash FROM payouts WHERE payout_id = ?`,
    ),
    payoutTransfer: db.prepare(`SELECT min(transfer) FROM transfers WHERE payout_id = ? AND kind = 'payout'`).pluck(),
    addPayout: db.prepare(
      `INSERT INTO payouts (payout_id, source, amount, meta, hash, table_id, status, created_at, created_by, expires_at)
       VALUES (?, ?, ?, ?, ?, ?, 'ready', ?, ?, ?)`,
    ),
    endPayout: db.prepare(
      `UPDATE payouts SET status = ?, closed_at = ?, closed_by = ?, player = ?, tag_uid = ?, reason = ? WHERE payout_id = ?`,
    ),
    stalePayouts: db
      .prepare(`SELECT payout_id FROM payouts WHERE status = 'ready' AND expires_at <= ? LIMIT 500`)
      .pluck(),
    waitingPayouts: db.prepare(
      `SELECT payout_id, source, amount AS amount_cents, table_id, created_at, expires_at FROM payouts
       WHERE status = 'ready' ORDER BY created_at, payout_id LIMIT ?`,
    ),

    waitingTotal: db.prepare(
      `SELECT count(*) AS waiting, coalesce(sum(amount), 0) AS waiting_cents FROM payouts WHERE status = 'ready'`,
    ),

    shift: db.prepare(
      `SELECT shift, person, opened_at, opened_with FROM shifts WHERE desk_id = ? AND closed_at IS NULL`,
    ),
    lastShift: db
      .prepare(`SELECT over_short FROM shifts WHERE desk_id = ? AND closed_at IS NOT NULL ORDER BY shift DESC LIMIT 1`)
      .pluck(),
    addShift: db.prepare('INSERT INTO shifts (desk_id, person, opened_at, opened_with) VALUES (?, ?, ?, ?)'),
    closeShift: db.prepare(
      `UPDATE shifts SET closed_at = ?, expected = ?, counted = ?, over_short = ?, note = ? WHERE shift = ?`,
    ),
    addReceipt: db.prepare(
      `INSERT INTO receipts (at, kind, desk_id, shift, tag_uid, player, amount, balance, person) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),

    putFloor: db.prepare(
      `INSERT INTO floor (device_id, player, tag_uid, kind, at, stake, win, reels, outcome, rounds)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
       ON CONFLICT (device_id) DO UPDATE SET player = excluded.player, tag_uid = excluded.tag_uid, kind = excluded.kind,
         at = excluded.at, stake = excluded.stake, win = excluded.win, reels = excluded.reels, outcome = excluded.outcome,
         rounds = rounds + 1`,
    ),
    winFloor: db.prepare(
      `UPDATE floor SET win = coalesce(win, 0) + ? WHERE device_id = ? AND player = ? AND kind = 'bet'`,
    ),
    loseFloor: db.prepare(
      `UPDATE floor SET win = 0 WHERE device_id = ? AND player = ? AND kind = 'bet' AND win IS NULL`,
    ),
    floor: db.prepare('SELECT * FROM floor WHERE device_id = ?'),
    floorsOf: db.prepare('SELECT device_id FROM floor WHERE player = ?').pluck(),
    allFloors: db.prepare('SELECT device_id FROM floor').pluck(),
    // Also one that was heard of only by its shift or by the cash in its drawer.
    changeDesks: db
      .prepare(
        `SELECT device_id FROM devices WHERE kind = 'change'
         UNION SELECT desk_id FROM shifts WHERE closed_at IS NULL
         UNION SELECT substr(name, length('drawer:') + 1) FROM accounts WHERE kind = 'drawer' AND balance <> 0`,
      )
      .pluck(),
  }
}
