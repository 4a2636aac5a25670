import type Database from 'better-sqlite3'
import type { BooksFound } from '../../money-reads.js'

/** How many transfers one step adds up: others of this thread's callers wait for one step at most. */
const STEP = 5000
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
  /** What its round or bet says of it; `amount` where there is neither. */
  said: number | null
  bet: number | null
  receipt: number | null
  /** 1: its receipt says the same; 0: something else. */
  receipt_right: number
}

interface Account {
  account: number
  name: string
  kind: string
  balance: number
}

/** How many there are, and their cents together. */
interface Tally {
  count: number
  cents: number
}

/** What stands beside the ledger and must have moved as much money as it says: rounds, bets and receipts. */
const BESIDE = {
  stakes: ['Rounds say stakes', 'SELECT count(*) AS count, coalesce(sum(stake), 0) AS cents FROM rounds'],
  wins: ['Rounds say wins', 'SELECT count(*) AS count, coalesce(sum(win), 0) AS cents FROM rounds WHERE win <> 0'],
  bets: ['Bets say stakes', 'SELECT count(*) AS count, coalesce(sum(stake), 0) AS cents FROM bets'],
  betWins: [
    'Bets say wins',
    `SELECT count(*) AS count, coalesce(sum(win), 0) AS cents FROM bets WHERE win <> 0 OR status = 'won'`,
  ],
  receipts: ['Receipts were given', 'SELECT count(*) AS count, coalesce(sum(amount), 0) AS cents FROM receipts'],
} as const
type Beside = keyof typeof BESIDE
const BESIDE_NAMES = Object.keys(BESIDE) as Beside[]

/**
 * Adds the whole ledger up, apart from the triggers that keep the balances: every transfer from the first one on, in steps,
 * then only those that are new. What it finds must be what the accounts say, the sum of all must be 0, nobody may stand
 * below 0, and rounds, bets, receipts and payouts must agree with the money they moved.
 */
export function createBooksCheck(db: Database.Database): (full: boolean) => BooksFound | null {
  const sql = {
    next: db.prepare(
      `SELECT t.transfer, t.debit, t.credit, t.amount, t.kind, t.player, p.account, t.player_balance, t.bet, t.receipt,
         CASE t.kind WHEN 'stake' THEN r.stake WHEN 'win' THEN r.win WHEN 'bet' THEN b.stake
           WHEN 'bet_win' THEN iif(t.bet IS NULL, t.amount, b.win) ELSE t.amount END AS said,
         t.receipt IS NULL OR (c.kind = t.kind AND c.amount = t.amount AND c.player = t.player
           AND c.balance = t.player_balance) IS TRUE AS receipt_right
       FROM transfers t LEFT JOIN players p ON p.player = t.player LEFT JOIN rounds r ON r.round = t.round
         LEFT JOIN bets b ON b.bet = t.bet LEFT JOIN receipts c ON c.receipt = t.receipt
       WHERE t.transfer > ? ORDER BY t.transfer LIMIT ${STEP}`,
    ),
    exists: db.prepare('SELECT 1 FROM transfers WHERE transfer = ?').pluck(),
    accounts: db.prepare('SELECT account, name, kind, balance FROM accounts'),
    waiting: db.prepare(`SELECT coalesce(sum(amount), 0) FROM payouts WHERE status = 'ready'`).pluck(),
  }
  const beside = BESIDE_NAMES.map((name) => ({ name, what: BESIDE[name][0], total: db.prepare(BESIDE[name][1]) }))
  let moved = noTallies()
  let sums = new Map<number, number>()
  let last = 0
  let seen = 0
  let broken: string[] = []

  const reset = () => {
    sums = new Map()
    moved = noTallies()
    last = seen = 0
    broken = []
  }
  const add = (account: number, amount: number) => sums.set(account, (sums.get(account) ?? 0) + amount)
  const note = (problem: string) => {
    if (broken.length < MAX_PROBLEMS) broken.push(problem)
  }

  const count = (name: Beside, { amount }: Row) => {
    moved[name].count += 1
    moved[name].cents += amount
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
    if (row.said !== row.amount) {
      note(`Transfer ${row.transfer} (${row.kind}) moved ${row.amount}; its round or bet says ${row.said}.`)
    }
    if (!row.receipt_right) note(`Transfer ${row.transfer} (${row.kind}) and its receipt ${row.receipt} differ.`)
    if (row.kind === 'stake') count('stakes', row)
    if (row.kind === 'win') count('wins', row)
    if (row.kind === 'bet') count('bets', row)
    if (row.kind === 'bet_win' && row.bet !== null) count('betWins', row)
    if (row.receipt !== null) count('receipts', row)
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
    for (const { name, what, total } of beside) {
      const says = total.get() as Tally
      const has = moved[name]
      if (says.count !== has.count || says.cents !== has.cents)
        problems.push(
          `${what} of ${says.cents} cents (${says.count}); the ledger holds ${has.cents} cents (${has.count}).`,
        )
    }
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

function noTallies(): Record<Beside, Tally> {
  return { stakes: none(), wins: none(), bets: none(), betWins: none(), receipts: none() }
}

function none(): Tally {
  return { count: 0, cents: 0 }
}
