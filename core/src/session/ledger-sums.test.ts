import { expect, it } from 'vitest'
import { NO_SUMS, accountsOf, addSums, booksBalance, returnToPlayer, takeOf } from './ledger-sums.js'
import type { SessionMarks } from './session-marks.js'

const marks = (players_cents: number, accounts: Record<string, number>): SessionMarks => ({
  transfers: 0,
  runs: 0,
  rounds: 0,
  bets: 0,
  visits: null,
  votes: 0,
  open_run: null,
  waiting: { count: 0, cents: 0 },
  players_cents,
  accounts,
})

it('J13 return to player: wins over stakes, less what was reversed; none without stakes', () => {
  expect(returnToPlayer(1000, 950)).toBe(0.95)
  expect(returnToPlayer(3, 1)).toBe(0.333333)
  expect(returnToPlayer(0, 0)).toBeNull()
  expect(returnToPlayer(-100, 50)).toBeNull()
  const row = { device_id: 's', bets: 3, stakes: 300, wins: 200, stakes_back: 100, wins_back: 50 }
  expect(takeOf(row)).toEqual({
    device_id: 's',
    bets: 3,
    stakes_cents: 200,
    wins_cents: 150,
    take_cents: 50,
    rtp: 0.75,
  })
})

it('J12 stretches beside each other add up, in the order of their names', () => {
  const a = { ...NO_SUMS, kinds: [{ kind: 'win', count: 1, cents: 5 }] }
  const b = {
    ...NO_SUMS,
    kinds: [
      { kind: 'stake', count: 2, cents: 20 },
      { kind: 'win', count: 1, cents: 7 },
    ],
  }
  expect(addSums(a, b).kinds).toEqual([
    { kind: 'stake', count: 2, cents: 20 },
    { kind: 'win', count: 2, cents: 12 },
  ])
})

it('J12 an account agrees when what it held and what moved is what it holds; the books when all do and their sum is 0', () => {
  const sums = {
    ...NO_SUMS,
    accounts: [
      { account: 'players', debits: 100, credits: 30 },
      { account: 'game:slot-01', debits: 30, credits: 100 },
    ],
  }
  const good = accountsOf(sums, marks(500, { house: -500 }), marks(430, { house: -500, 'game:slot-01': 70 }))
  expect(good.map(({ account, balances }) => [account, balances])).toEqual([
    ['game:slot-01', true],
    ['house', true],
    ['players', true],
  ])
  expect(booksBalance(good)).toBe(true)
  const wrong = accountsOf(sums, marks(500, { house: -500 }), marks(430, { house: -499, 'game:slot-01': 69 }))
  expect(wrong.filter(({ balances }) => !balances).map(({ account }) => account)).toEqual(['game:slot-01', 'house'])
  expect(booksBalance(wrong)).toBe(false)
})
