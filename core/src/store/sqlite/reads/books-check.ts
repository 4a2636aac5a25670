import type Database from 'better-sqlite3'
import type { BooksFound } from '../../money-reads.js'

/** How many transfers one step adds up: others of this thread's callers wait for one step at most. */
const STEP = 20_000
const MAX_PROBLEMS = 20

interface Row {
  transfer: number
  debit: number
  credit: number
  amount: number
  kind: string
  player: number | null
  account: number | null
  player_balance: number | null
  stake: number | null
  win: number | null
}

interface Account {
  account: number
  name: string
  kind: string
  balance: number
}

/**
 * Adds the whole ledger up, apart from the triggers that keep the balances: every transfer from the first one on, in steps,
 * then only those that are new. What it finds must be what the accounts say, the sum of all must be 0, nobody may stand
 * below 0, and rounds and payouts must agree with the money they moved.
 */
export function createBooksCheck(db: Database.Database): (full: boolean) => BooksFound | null {
  const sql = {
    next: db.prepare(
      `SELECT t.transfer, t.debit, t.credit, t.amount, t.kind, t.player, p.account, t.player_balance, r.stake, r.win
       FROM transfers t LEFT JOIN players p ON p.player = t.player LEFT JOIN rounds r ON r.round = t.round
       WHERE t.transfer > ? ORDER BY t.transfer LIMIT ${STEP}`,
    ),
    exists: db.prepare('SELECT 1 FROM transfers WHERE transfer = ?').pluck(),
    accounts: db.prepare('SELECT account, name, kind, balance FROM accounts'),
    rounds: db.prepare('SELECT count(*) FROM rounds').pluck(),
    waiting: db.prepare(`SELECT coalesce(sum(amount), 0) FROM payouts WHERE status = 'ready'`).pluck(),
  }
  let sums = new Map<number, number>()
  let last = 0
  let seen = 0
  let stakes = 0
  let broken: string[] = []

  const reset = () => {
    sums = new Map()
    last = seen = stakes = 0
    broken = []
  }
  const add = (account: number, amount: number) => sums.set(account, (sums.get(account) ?? 0) + amount)
  const note = (problem: string) => {
    if (broken.length < MAX_PROBLEMS) broken.push(problem)
  }

  const take = (row: Row) => {
    add(row.debit, -row.amount)
    add(row.credit, row.amount)
    last = row.transfer
    seen += 1
    if (row.account !== null && row.player_balance !== sums.get(row.account)) {
      note(
        `Transfer ${row.transfer} says a balance of ${row.player_balance} for player ${row.player}; it adds up to ${sums.get(row.account)}.`,
      )
    }
    if (row.kind === 'stake') {
      stakes += 1
      if (row.amount !== row.stake) note(`Transfer ${row.transfer} took ${row.amount}, its round says ${row.stake}.`)
    }
    if (row.kind === 'win' && row.amount !== row.win) {
      note(`Transfer ${row.transfer} paid ${row.amount}, its round says ${row.win}.`)
    }
  }

  const compare = (): BooksFound => {
    const accounts = sql.accounts.all() as Account[]
    const total = (...kinds: string[]) =>
      accounts.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { balance }) => sum + balance, 0)
    const problems = [...broken]
    const sum = accounts.reduce((all, { balance }) => all + balance, 0)
    if (sum !== 0) problems.push(`All accounts together hold ${sum} cents; they must hold 0.`)
    for (const { account, name, kind, balance } of accounts) {
      const added = sums.get(account) ?? 0
      if (added !== balance) problems.push(`${name} says ${balance} cents; its transfers add up to ${added}.`)
      if ((kind === 'player' || kind === 'payouts') && balance < 0)
        problems.push(`${name} stands below 0: ${balance} cents.`)
      if (kind === 'drawer' && balance > 0) problems.push(`${name} holds less than nothing: ${-balance} cents.`)
    }
    const rounds = sql.rounds.get() as number
    if (rounds !== stakes) problems.push(`${rounds} rounds were played; ${stakes} stakes were taken for rounds.`)
    const waiting = sql.waiting.get() as number
    const owed = total('payouts')
    if (waiting !== owed) problems.push(`Payouts of ${waiting} cents wait; the ledger holds ${owed} for them.`)
    return {
      transfers: seen,
      players_cents: total('player'),
      payouts_cents: owed,
      house_cents: total('house', 'game', 'float', 'over_short'),
      problems: problems.slice(0, MAX_PROBLEMS),
    }
  }

  const step = db.transaction((full: boolean): BooksFound | null => {
    // A transfer that was seen and is not there any more: begin again, and see what the ledger says without it.
    if (full || (last > 0 && sql.exists.get(last) === undefined)) reset()
    const rows = sql.next.all(last) as Row[]
    for (const row of rows) take(row)
    return rows.length < STEP ? compare() : null
  })
  return (full) => step(full)
}
