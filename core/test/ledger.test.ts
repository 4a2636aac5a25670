import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Answer } from '@eg/shared'
import type Database from 'better-sqlite3'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Command, Publication, Work } from '../dist/commit/command.js'
import { type Committer, createCommitter } from '../dist/store/sqlite/committer.js'
import type { MoneySettings } from '../dist/store/sqlite/money/money-settings.js'
import { openDatabase } from '../dist/store/sqlite/open-database.js'
import { createBooksCheck } from '../dist/store/sqlite/reads/books-check.js'
import { storeSettings } from './store-settings.js'

let db: Database.Database
let committer: Committer
let now: number
let next: number
let published: Publication[]

function start(money: Partial<MoneySettings> = {}, random = (below: number) => below - 1): void {
  db = openDatabase(join(mkdtempSync(join(tmpdir(), 'eg-ledger-')), 'core.db'))
  committer = createCommitter(db, storeSettings({ money }), random)
  published = committer.boot(1).publications
  now = 1_000_000
  next = 0
}
beforeEach(() => start())

/** Carries one command out; the answer. A payload without a req_id gets a fresh one. */
function say(kind: Work['kind'], payload: object, actor = 'desk'): Answer {
  const work = { kind, payload: { req_id: `r${++next}`, ...payload } } as Work
  const command: Command = { work, actor: { key: actor, via: 'mqtt' }, at: now }
  const result = committer.commit([command])
  published.push(...result.publications)
  const [outcome] = result.outcomes
  if (outcome?.fault) throw new Error(outcome.fault)
  return outcome?.answer as Answer
}
const sweep = () => committer.commit([{ work: { kind: 'moneySweep' }, actor: { key: 'timer', via: 'timer' }, at: now }])
const desk = { desk_id: 'change-01' }
const slot = { device_id: 'slot-01', tag_uid: 'A' }
const issue = (tag_uid = 'A') => say('opCardIssue', { tag_uid })
const give = (amount_cents: number, tag_uid = 'A') =>
  say('opCardAdjust', { tag_uid, amount_cents, direction: 'credit', reason: 'test', by: 'Nadia' })
const balance = (tag_uid = 'A') => say('walletGet', { device_id: 'slot-09', tag_uid }).balance_cents
const last = (contract: string) => published.findLast((publication) => publication.contract === contract)?.payload

describe('the tables of the ledger', () => {
  beforeEach(() => {
    issue()
    give(500)
  })

  it('L1 hold whole cents on two different accounts, and move both sides at once', () => {
    const insert = (amount: string, debit = 1, credit = 2) =>
      db.exec(
        `INSERT INTO transfers (at, kind, debit, credit, amount, actor, part) VALUES (1, 'adjust', ${debit}, ${credit}, ${amount}, 'x', 0)`,
      )
    for (const amount of ['0', '-5', '1.5', `'abc'`, 'NULL', '1000000001'])
      expect(() => insert(amount), amount).toThrow(/constraint/i)
    expect(() => insert('5', 1, 1)).toThrow(/CHECK/)
    expect(() => insert('5', 1, 99)).toThrow(/FOREIGN KEY/)
    expect(() => db.exec(`INSERT INTO accounts (name, kind, balance) VALUES ('house2', 'house', 5)`)).toThrow(/empty/)
    expect(() => db.exec('DELETE FROM accounts')).toThrow(/kept|FOREIGN/)
    expect(db.prepare('SELECT sum(balance) FROM accounts').pluck().get()).toBe(0)
  })

  it('L2 keep transfers as they are, and take a reversal only for what it mirrors, once', () => {
    expect(() => db.exec('UPDATE transfers SET amount = 1')).toThrow(/immutable/)
    expect(() => db.exec('DELETE FROM transfers')).toThrow(/immutable/)
    const reverse = (amount: number) =>
      db.exec(
        `INSERT INTO transfers (at, kind, debit, credit, amount, actor, part, reverses) SELECT 1, 'reversal', credit, debit, ${amount}, 'x', 0, 1 FROM transfers WHERE transfer = 1`,
      )
    expect(() => reverse(499)).toThrow(/not the reversal/)
    reverse(500)
    expect(() => reverse(500)).toThrow(/UNIQUE|never_negative/)
  })

  it('L3 let no player fall below 0 and no drawer hold less than nothing', () => {
    const player = db.prepare(`SELECT account FROM accounts WHERE kind = 'player'`).pluck().get() as number
    const house = db.prepare(`SELECT account FROM accounts WHERE kind = 'house'`).pluck().get() as number
    const insert = (debit: number, credit: number) =>
      db.exec(
        `INSERT INTO transfers (at, kind, debit, credit, amount, actor, part) VALUES (1, 'x', ${debit}, ${credit}, 501, 'x', 0)`,
      )
    expect(() => insert(player, house)).toThrow(/never_negative/)
    db.exec(`INSERT INTO accounts (name, kind) VALUES ('drawer:x', 'drawer')`)
    const drawer = db.prepare(`SELECT account FROM accounts WHERE name = 'drawer:x'`).pluck().get() as number
    expect(() => insert(house, drawer)).toThrow(/drawer_holds/)
  })

  it('L4 write no request twice', () => {
    const again = `INSERT INTO transfers (at, kind, debit, credit, amount, actor, req_id, part) SELECT 2, kind, debit, credit, amount, actor, req_id, part FROM transfers WHERE transfer = 1`
    expect(() => db.exec(again)).toThrow(/UNIQUE/)
  })

  it('L14 end a payout once, and keep it', () => {
    say('payoutNew', { payout_id: 'p', source: 'roulette', amount_cents: 300 })
    say('opPayoutVoid', { payout_id: 'p', reason: 'mistake' })
    expect(() => db.exec(`UPDATE payouts SET status = 'ready'`)).toThrow(/ended/)
    expect(() => db.exec('DELETE FROM payouts')).toThrow(/kept/)
  })
})

describe('the books', () => {
  it('L5 turn red for a balance, a transfer or a round that was tampered with, and say which', () => {
    issue()
    give(1000)
    say('roundPlay', { ...slot, stake_cents: 100 }, 'slot-01')
    const check = createBooksCheck(db)
    expect(check(false)).toMatchObject({ transfers: 2, players_cents: 900, house_cents: -900, problems: [] })
    db.exec(`UPDATE accounts SET balance = balance + 7 WHERE name = 'player:1'`)
    expect(check(false)?.problems).toEqual([
      'All accounts together hold 7 cents; they must hold 0.',
      'player:1 says 907 cents; its transfers add up to 900.',
    ])
    db.exec(`UPDATE accounts SET balance = balance - 7 WHERE name = 'player:1'`)
    expect(check(false)?.problems).toEqual([])
    db.exec('DROP TRIGGER transfers_kept; DELETE FROM transfers WHERE transfer = 2')
    expect(check(false)?.problems.join(' ')).toMatch(
      /Rounds say stakes of 100 cents \(1\); the ledger holds 0 cents \(0\)/,
    )
  })

  describe('with a round, two bets and a receipt', () => {
    beforeEach(() => {
      start({}, () => 0) // the round wins
      issue()
      give(1000)
      say('opShiftOpen', { ...desk, count_cents: 0, by: 'Nadia' })
      say('opDeskTopUp', { ...desk, tag_uid: 'A', amount_cents: 500 })
      say('walletDebit', { ...slot, device_id: 'slot-02', amount_cents: 50 }, 'slot-02')
      say('walletCredit', { ...slot, device_id: 'slot-02', amount_cents: 70 }, 'slot-02')
      say('walletDebit', { ...slot, device_id: 'slot-02', amount_cents: 50 }, 'slot-02')
      expect(say('roundPlay', { ...slot, stake_cents: 100 }, 'slot-01').win_cents).toBeGreaterThan(0)
      expect(createBooksCheck(db)(true)?.problems).toEqual([])
    })

    it.each([
      [
        'a round that says a win which was never paid',
        `INSERT INTO rounds (at, device_id, player, tag_uid, stake, win, reels, paytable)
         SELECT at, device_id, player, tag_uid, stake, 5000, reels, paytable FROM rounds`,
        /Rounds say wins of \d+ cents \(2\); the ledger holds \d+ cents \(1\)/,
      ],
      ['a round’s changed win', 'DROP TRIGGER rounds_stay; UPDATE rounds SET win = win + 1', /Rounds say wins/],
      ['a bet’s changed stake', 'UPDATE bets SET stake = 51 WHERE bet = 2', /\(bet\) moved 50; .* says 51/],
      ['a bet’s changed win', `UPDATE bets SET win = 71 WHERE bet = 1`, /\(bet_win\) moved 70; .* says 71/],
      [
        'a bet that is said to have won',
        `UPDATE bets SET status = 'won', win = 5000 WHERE bet = 2`,
        /Bets say wins of 5070/,
      ],
      ['a bet that is gone', 'PRAGMA foreign_keys = OFF; DELETE FROM bets WHERE bet = 2', /Bets say stakes of 50/],
      [
        'a receipt’s changed amount',
        'DROP TRIGGER receipts_stay; UPDATE receipts SET amount = 501',
        /\(top_up\) and its receipt 1 differ\..*Receipts were given of 501/,
      ],
      [
        'a receipt’s changed balance',
        'DROP TRIGGER receipts_stay; UPDATE receipts SET balance = 1',
        /its receipt 1 differ/,
      ],
      [
        'a receipt without its money',
        `INSERT INTO receipts (at, kind, desk_id, tag_uid, player, amount, balance)
         SELECT at, kind, desk_id, tag_uid, player, amount, balance FROM receipts`,
        /Receipts were given of 1000 cents \(2\); the ledger holds 500 cents \(1\)/,
      ],
    ])('L41 turn red for %s', (_, tamper, says) => {
      db.exec(tamper)
      expect(createBooksCheck(db)(true)?.problems.join(' ')).toMatch(says)
    })
  })

  it('L5 turn red for a payout that waits without its money', () => {
    say('payoutNew', { payout_id: 'p', source: 'roulette', amount_cents: 300 })
    db.exec('DROP TRIGGER payouts_stay; PRAGMA foreign_keys = OFF; DELETE FROM payouts')
    expect(createBooksCheck(db)(true)?.problems).toEqual(['Payouts of 0 cents wait; the ledger holds 300 for them.'])
  })
})

describe('a round', () => {
  it('L6 is stake, draw and win in one, answered the same for ever', () => {
    start({}, () => 0) // the first outcome: three sevens, 50 times the stake
    issue()
    give(500)
    const first = say('roundPlay', { req_id: 'g', ...slot, stake_cents: 200 }, 'slot-01')
    expect(first).toMatchObject({
      status: 'ok',
      reels: ['seven', 'seven', 'seven'],
      outcome: 'Three sevens',
      win_cents: 10_000,
      new_balance_cents: 10_300,
    })
    expect(say('roundPlay', { req_id: 'g', ...slot, stake_cents: 200 }, 'slot-01')).toEqual(first)
    expect(say('roundPlay', { req_id: 'g', ...slot, stake_cents: 100 }, 'slot-01').status).toBe('conflict')
    expect(balance()).toBe(10_300)
    expect(last('opFloor')).toMatchObject({
      device_id: 'slot-01',
      player: { tag_uid: 'A', balance_cents: 10_300 },
      last: { kind: 'round', stake_cents: 200, win_cents: 10_000 },
      take_cents: -9800,
      rounds: 1,
    })
  })

  it('L9 that is refused takes nothing', () => {
    const play = (more: object = {}) => say('roundPlay', { ...slot, stake_cents: 200, ...more }, 'slot-01')
    expect(play()).toMatchObject({ status: 'unknown_card', field: 'tag_uid' })
    issue()
    expect(play()).toMatchObject({ status: 'insufficient', new_balance_cents: 0 })
    give(1000)
    expect(play({ stake_cents: 300 })).toMatchObject({ status: 'refused', reason: 'stake_not_offered' })
    say('opCardFreeze', { tag_uid: 'A', reason: 'found' })
    expect(play()).toMatchObject({ status: 'frozen', reason: 'frozen' })
    say('opCardUnfreeze', { tag_uid: 'A', reason: 'owner came' })
    say('opModeSet', { mode: 'night' })
    expect(play()).toMatchObject({ status: 'refused', reason: 'night' })
    expect(balance()).toBe(1000)
  })

  it('L20 stays within what a card may stake in an hour', () => {
    start({ stakeLimit: 400 })
    issue()
    give(1000)
    const play = () => say('roundPlay', { ...slot, stake_cents: 200 }, 'slot-01')
    expect([play().status, play().status, play().status]).toEqual(['ok', 'ok', 'refused'])
    expect(play().reason).toBe('limit')
    now += 3_600_001
    expect(play().status).toBe('ok')
  })
})

describe('a device that debits and credits by itself', () => {
  const debit = (amount_cents: number, more: object = {}) =>
    say('walletDebit', { ...slot, amount_cents, ...more }, 'slot-01')
  const credit = (amount_cents: number, more: object = {}) =>
    say('walletCredit', { ...slot, amount_cents, ...more }, 'slot-01')
  beforeEach(() => {
    issue()
    give(1000)
  })

  it('L11 has one open bet with a card: the next one closes it, so does its win', () => {
    expect(debit(200).new_balance_cents).toBe(800)
    expect(debit(200).new_balance_cents).toBe(600)
    expect(db.prepare(`SELECT status FROM bets ORDER BY bet`).pluck().all()).toEqual(['lost', 'open'])
    expect(credit(500)).toMatchObject({ status: 'ok', new_balance_cents: 1100 })
    expect(credit(500)).toMatchObject({ status: 'no_bet', new_balance_cents: 1100 })
  })

  it('L12 wins only for its own open bet with that card', () => {
    issue('B')
    debit(200)
    expect(credit(500, { tag_uid: 'B' }).status).toBe('no_bet')
    expect(say('walletCredit', { ...slot, device_id: 'slot-02', amount_cents: 500 }, 'slot-02').status).toBe('no_bet')
    expect(credit(500).status).toBe('ok')
  })

  it('L11 loses a bet that is open for 10 minutes', () => {
    debit(200)
    now += 600_000
    expect(credit(500).status).toBe('no_bet')
    sweep()
    expect(db.prepare('SELECT status FROM bets').pluck().get()).toBe('lost')
    expect(db.prepare(`SELECT kind FROM journal ORDER BY seq DESC LIMIT 1`).pluck().get()).toBe('betExpired')
  })

  it('L12 credits without a bet where the venue turned that check off', () => {
    start({ creditPolicy: 'any', cards: 'auto' })
    expect(credit(500)).toMatchObject({ status: 'ok', new_balance_cents: 500 })
  })

  it('L20 stays within what devices may credit to a card in an hour', () => {
    start({ creditPolicy: 'any', cards: 'auto', creditLimit: 800 })
    expect([credit(500).status, credit(500).status, credit(300).status]).toEqual(['ok', 'refused', 'ok'])
  })

  it('L10 L25 a first tap issues a card with 0 where the venue says so; its balance is always today’s', () => {
    start({ cards: 'auto' })
    const get = (req_id: string) => say('walletGet', { req_id, ...slot }, 'slot-01')
    expect(get('w')).toMatchObject({ status: 'ok', balance_cents: 0 })
    give(700)
    expect(get('w')).toMatchObject({ status: 'ok', balance_cents: 700 })
  })
})

describe('payouts', () => {
  const create = (more: object = {}) =>
    say('payoutNew', { payout_id: 'p', source: 'roulette', amount_cents: 300, ...more }, 'table-01')
  const claim = (req_id: string, tag_uid = 'A') =>
    say('payoutClaim', { req_id, device_id: 'change-01', payout_id: 'p', tag_uid }, 'change-01')
  beforeEach(() => issue())

  it('L14 L17 created twice is listed once, at every desk', () => {
    expect([create().status, create().status]).toEqual(['ok', 'ok'])
    expect(create({ amount_cents: 301 })).toMatchObject({ status: 'conflict', field: 'payout_id' })
    expect(last('payoutList')).toEqual({ items: [{ payout_id: 'p', source: 'roulette', amount_cents: 300 }] })
    const hello = { kind: 'deviceHello', deviceId: 'change-02', payload: { type: 'change' } } as Work
    const { publications } = committer.commit([{ work: hello, actor: { key: 'change-02', via: 'mqtt' }, at: now }])
    const lists = publications.filter(({ contract }) => contract === 'payoutList').map(({ params }) => params.device_id)
    expect(lists).toContain('change-02')
  })

  it('L15 claimed once; the first claim sent again has its first answer', () => {
    create()
    const first = claim('c1')
    expect(first).toMatchObject({ status: 'ok', credited_cents: 300, new_balance_cents: 300 })
    expect(claim('c2')).toMatchObject({ status: 'already_claimed', credited_cents: 0, new_balance_cents: 300 })
    expect(claim('c1')).toEqual(first)
    expect(last('opPayouts')).toMatchObject({ items: [], waiting: 0 })
  })

  it('L15 not found where there is none, or none any more', () => {
    expect(claim('c1')).toMatchObject({ status: 'not_found', reason: 'unknown' })
    create()
    say('opPayoutVoid', { payout_id: 'p', reason: 'mistake' })
    expect(claim('c2')).toMatchObject({ status: 'not_found', reason: 'voided' })
  })

  it('L15 is not claimed by a card that cannot be used, and waits', () => {
    create()
    expect(claim('c1', 'NOBODY').status).toBe('unknown_card')
    say('opCardFreeze', { tag_uid: 'A', reason: 'x' })
    expect(claim('c2').status).toBe('frozen')
    expect(last('opPayouts')).toMatchObject({ waiting: 1 })
  })

  it('L16 voided goes back to the table by a linked reversal; expired to the house, also by itself', () => {
    create()
    say('opPayoutVoid', { payout_id: 'p', reason: 'mistake' })
    expect(db.prepare(`SELECT reverses FROM transfers WHERE kind = 'payout_void'`).pluck().get()).toBe(1)
    start({ payoutMs: 1000 })
    create()
    now += 999
    sweep()
    expect(last('opPayouts')).toMatchObject({ waiting: 1 })
    now += 1
    published.push(...sweep().publications)
    expect(last('opPayouts')).toMatchObject({ waiting: 0 })
    const house = db.prepare(`SELECT balance FROM accounts WHERE name = 'house'`).pluck().get()
    expect(house).toBe(300)
    expect(say('opPayoutVoid', { payout_id: 'p', reason: 'x' })).toMatchObject({ reason: 'already_expired' })
  })
})

describe('cards', () => {
  it('L18 issued once, frozen and unfrozen', () => {
    expect(issue()).toMatchObject({ status: 'ok', player: 1, new_balance_cents: 0 })
    expect(issue()).toMatchObject({ status: 'refused', reason: 'already_issued' })
    const freeze = () => say('opCardFreeze', { tag_uid: 'A', reason: 'found' })
    expect([freeze().status, freeze().reason]).toEqual(['ok', 'already_frozen'])
    expect(say('walletGet', slot)).toMatchObject({ status: 'frozen', balance_cents: 0 })
    const unfreeze = () => say('opCardUnfreeze', { tag_uid: 'A', reason: 'back' })
    expect([unfreeze().status, unfreeze().reason]).toEqual(['ok', 'not_frozen'])
    expect(say('opCardFreeze', { tag_uid: 'B', reason: 'x' }).status).toBe('unknown_card')
  })

  it('L19 a lost one is replaced: balance and history go on, the old one is refused, frozen stays frozen', () => {
    issue()
    give(700)
    const replace = (tag_uid: string, new_tag_uid: string) =>
      say('opCardReplace', { tag_uid, new_tag_uid, reason: 'lost' })
    expect(replace('A', 'B')).toMatchObject({ status: 'ok', tag_uid: 'B', player: 1, new_balance_cents: 700 })
    expect(say('walletGet', slot)).toMatchObject({ status: 'frozen', reason: 'lost' })
    expect(balance('B')).toBe(700)
    expect(replace('A', 'C')).toMatchObject({ status: 'refused', reason: 'lost' })
    expect(replace('B', 'A')).toMatchObject({ status: 'refused', reason: 'already_issued' })
    say('opCardFreeze', { tag_uid: 'B', reason: 'x' })
    replace('B', 'C')
    expect(say('walletGet', { ...slot, tag_uid: 'C' })).toMatchObject({ status: 'frozen', reason: 'frozen' })
  })

  it('L23 are adjusted with a reason and a name, also while frozen, never below 0', () => {
    issue()
    say('opCardFreeze', { tag_uid: 'A', reason: 'x' })
    expect(give(300)).toMatchObject({ status: 'ok', new_balance_cents: 300 })
    const take = { tag_uid: 'A', amount_cents: 301, direction: 'debit', reason: 'r', by: 'N' }
    expect(say('opCardAdjust', take).status).toBe('insufficient')
    expect(db.prepare(`SELECT reason, person FROM transfers`).get()).toEqual({ reason: 'test', person: 'Nadia' })
  })
})

describe('a desk', () => {
  const top = (amount_cents: number) => say('opDeskTopUp', { ...desk, tag_uid: 'A', amount_cents })
  const out = (amount_cents: number) => say('opDeskCashOut', { ...desk, tag_uid: 'A', amount_cents })
  const open = (count_cents: number) => say('opShiftOpen', { ...desk, count_cents, by: 'Nadia' })
  const close = (count_cents: number) => say('opShiftClose', { ...desk, count_cents })
  beforeEach(() => issue())

  it('L21 takes and gives cash only in an open shift, with a receipt each', () => {
    expect([top(500).reason, out(1).reason, close(0).reason]).toEqual(['no_shift', 'no_shift', 'no_shift'])
    expect(open(1000)).toMatchObject({ status: 'ok', drawer_cents: 1000 })
    expect(open(1000)).toMatchObject({ status: 'refused', reason: 'shift_is_open' })
    expect(top(500)).toMatchObject({ status: 'ok', receipt: 1, new_balance_cents: 500 })
    expect(out(501)).toMatchObject({ status: 'insufficient', new_balance_cents: 500 })
    expect(out(200)).toMatchObject({ status: 'ok', receipt: 2, new_balance_cents: 300 })
    expect(last('opDesk')).toMatchObject({ drawer_cents: 1300, shift: { by: 'Nadia', opened_with_cents: 1000 } })
  })

  it('L21 gives no more than the drawer holds', () => {
    open(100)
    give(5000)
    expect(out(101)).toMatchObject({ status: 'refused', reason: 'drawer_short', drawer_cents: 100 })
    say('opDeskCash', { ...desk, amount_cents: 1000, direction: 'in', reason: 'change', by: 'Nadia' })
    expect(out(101).status).toBe('ok')
    const taken = { ...desk, amount_cents: 1000, direction: 'out', reason: 'safe', by: 'Nadia' }
    expect(say('opDeskCash', taken)).toMatchObject({ reason: 'drawer_short', drawer_cents: 999 })
  })

  it('L22 counts at the end: the difference is over or short, and the next shift begins with what is there', () => {
    open(1000)
    top(500)
    expect(close(1490)).toMatchObject({ status: 'ok', expected_cents: 1500, over_short_cents: -10 })
    expect(db.prepare(`SELECT balance FROM accounts WHERE name = 'over_short'`).pluck().get()).toBe(-10)
    expect(open(2000)).toMatchObject({ status: 'ok', drawer_cents: 2000 })
    expect(close(2003)).toMatchObject({ over_short_cents: 3 })
    expect(last('opDesk')).toMatchObject({ shift: null, last_over_short_cents: 3, drawer_cents: 2003 })
    expect(createBooksCheck(db)(true)?.problems).toEqual([])
  })

  it('L15 claims a payout with a receipt', () => {
    say('opPayoutNew', { payout_id: 'p', source: 'roulette', amount_cents: 300, table_id: 'table-02' })
    const claim = () => say('opDeskClaim', { ...desk, payout_id: 'p', tag_uid: 'A' })
    expect(claim()).toMatchObject({ status: 'ok', receipt: 1, credited_cents: 300, new_balance_cents: 300 })
    expect(claim()).toMatchObject({ status: 'already_claimed', credited_cents: 0 })
  })
})

describe('a reversal', () => {
  const reverse = (transfer: number) => say('opTransferReverse', { transfer, reason: 'wrong card', by: 'Nadia' })

  it('L2 takes a transfer back once, linked to it', () => {
    issue()
    give(500)
    expect(reverse(1)).toMatchObject({ status: 'ok', transfer: 2, new_balance_cents: 0 })
    expect(reverse(1)).toMatchObject({ status: 'refused', reason: 'already_reversed' })
    expect(reverse(2)).toMatchObject({ status: 'refused', reason: 'not_reversible' })
    expect(reverse(9)).toMatchObject({ status: 'not_found' })
    expect(createBooksCheck(db)(true)?.problems).toEqual([])
  })

  it('L2 is refused where the money is gone, and of a drawer without a shift', () => {
    issue()
    say('opShiftOpen', { ...desk, count_cents: 0, by: 'Nadia' })
    say('opDeskTopUp', { ...desk, tag_uid: 'A', amount_cents: 500 })
    say('walletDebit', { ...slot, amount_cents: 100 }, 'slot-01')
    expect(reverse(1)).toMatchObject({ status: 'insufficient' })
    give(100)
    say('opShiftClose', { ...desk, count_cents: 500 })
    expect(reverse(1)).toMatchObject({ status: 'refused', reason: 'no_shift' })
    say('opShiftOpen', { ...desk, count_cents: 500, by: 'Nadia' })
    expect(reverse(1)).toMatchObject({ status: 'ok', new_balance_cents: 0 })
  })
})

describe('the line of a reversal', () => {
  const lastLine = (kind: string) =>
    JSON.parse(
      db.prepare('SELECT data FROM journal WHERE kind = ? ORDER BY seq DESC').pluck().get(kind) as string,
    ) as Record<string, unknown>
  const reverse = (transfer: number, more: object = {}) =>
    say('opTransferReverse', { transfer, reason: 'wrong card', by: 'Nadia', ...more })

  it('O187 names the card whose balance it moves, also one that has come in the place of the first', () => {
    issue()
    give(500)
    give(300)
    expect(reverse(1).status).toBe('ok')
    expect(lastLine('opTransferReverse')).toMatchObject({ tag_uid: 'A', transfer: 1, amount_cents: 500 })
    say('opCardReplace', { tag_uid: 'A', new_tag_uid: 'B', reason: 'lost' })
    expect(reverse(2)).toMatchObject({ status: 'ok', new_balance_cents: 0 })
    expect(lastLine('opTransferReverse')).toMatchObject({ tag_uid: 'B', transfer: 2 })
    expect(db.prepare(`SELECT tag_uid FROM transfers WHERE kind = 'reversal'`).pluck().all()).toEqual(['A', 'A'])
  })

  it('O187 names no card where none moves', () => {
    say('opShiftOpen', { ...desk, count_cents: 0, by: 'Nadia' })
    say('opDeskCash', { ...desk, amount_cents: 500, direction: 'in', reason: 'change', by: 'Nadia' })
    expect(reverse(1).status).toBe('ok')
    expect(lastLine('opTransferReverse')).not.toHaveProperty('tag_uid')
    expect(reverse(9).status).toBe('not_found')
    expect(lastLine('opTransferReverse')).not.toHaveProperty('tag_uid')
  })

  it.each(['opDeskTopUp', 'opDeskCashOut', 'opCardAdjust'] as const)(
    'O187 of %s that is undone does so too',
    (kind) => {
      issue()
      say('opShiftOpen', { ...desk, count_cents: 1000, by: 'Nadia' })
      give(500)
      const amount = { tag_uid: 'A', amount_cents: 200 }
      const given = kind === 'opCardAdjust' ? { direction: 'debit', reason: 'x', by: 'Nadia' } : desk
      expect(say(kind, { ...amount, ...given }).status).toBe('ok')
      const seq = db.prepare('SELECT max(seq) FROM journal WHERE kind = ?').pluck().get(kind)
      expect(say('opUndo', { seq, reason: 'mistake' })).toMatchObject({ status: 'ok' })
      expect(lastLine('opTransferReverse')).toMatchObject({ tag_uid: 'A', amount_cents: 200 })
      expect(balance()).toBe(500)
    },
  )

  it('O187 asked for twice it is written once', () => {
    issue()
    give(500)
    const first = reverse(1, { req_id: 'same' })
    expect(reverse(1, { req_id: 'same' })).toEqual(first)
    expect(db.prepare(`SELECT count(*) FROM journal WHERE kind = 'opTransferReverse'`).pluck().get()).toBe(1)
  })

  it('C71 O187 tells who it was when an amount was seen before', () => {
    issue()
    give(500)
    reverse(1)
    const seen = { tag_uid: 'A', amount_cents: 100, direction: 'debit', expect_balance_cents: 500 }
    const late = say('opCardAdjust', { ...seen, reason: 'x', by: 'Nadia' })
    expect(late).toMatchObject({ status: 'stale', changed: { kind: 'opTransferReverse' } })
  })
})

describe('time that is set', () => {
  const setClock = (byMs: number) => {
    now += byMs
    const work: Work = { kind: 'clockSet', byMs }
    committer.commit([{ work, actor: { key: 'core', via: 'core' }, at: now }])
    sweep()
  }
  const credit = () => say('walletCredit', { ...slot, amount_cents: 500 }, 'slot-01').status

  it('L28 forward ends neither a bet nor a payout; back keeps neither longer', () => {
    start({ payoutMs: 3_600_000 })
    issue()
    give(1000)
    say('payoutNew', { payout_id: 'p', source: 'roulette', amount_cents: 300 }, 'table-01')
    say('walletDebit', { ...slot, amount_cents: 200 }, 'slot-01')
    setClock(30 * 3_600_000)
    expect(credit()).toBe('ok')
    say('walletDebit', { ...slot, amount_cents: 200 }, 'slot-01')
    setClock(-48 * 3_600_000)
    now += 600_000
    expect(credit()).toBe('no_bet')
    now += 3_000_000
    published.push(...sweep().publications)
    expect(last('opPayouts')).toMatchObject({ waiting: 0 })
  })

  it('L20 L28 what was staked while the clock was ahead does not count against later hours', () => {
    start({ stakeLimit: 200 })
    issue()
    give(1000)
    const play = () => say('roundPlay', { ...slot, stake_cents: 200 }, 'slot-01').status
    expect([play(), play()]).toEqual(['ok', 'refused'])
    setClock(-48 * 3_600_000)
    expect(play()).toBe('ok')
  })
})

describe('what the review found', () => {
  it('L29 a reversed bet can win no more', () => {
    issue()
    give(1000)
    say('walletDebit', { ...slot, amount_cents: 1000 }, 'slot-01')
    expect(say('opTransferReverse', { transfer: 2, reason: 'jammed', by: 'Nadia' }).status).toBe('ok')
    expect(say('walletCredit', { ...slot, amount_cents: 5000 }, 'slot-01').status).toBe('no_bet')
  })

  it('L31 a payout id belongs to the table that used it first, whatever the order of the fields', () => {
    const at = (table: string, meta: object) =>
      say('payoutNew', { payout_id: 'p', source: 'roulette', amount_cents: 300, meta }, table).status
    expect(at('table-01', { a: 1, b: { c: 2, d: 3 } })).toBe('ok')
    expect(at('table-01', { b: { d: 3, c: 2 }, a: 1 })).toBe('ok')
    expect(at('table-02', { a: 1, b: { c: 2, d: 3 } })).toBe('conflict')
    expect(at('table-01', { a: 2 })).toBe('conflict')
  })

  it('L32 a desk with an open shift is there after a restart, though nobody names it', () => {
    say('opShiftOpen', { desk_id: 'bar', count_cents: 500, by: 'Nadia' })
    const states = createCommitter(db, storeSettings()).boot(now).publications
    const bar = states.find(({ contract, params }) => contract === 'opDesk' && params.device_id === 'bar')
    expect(bar?.payload).toMatchObject({ drawer_cents: 500, shift: { by: 'Nadia' } })
  })

  it('L33 a command that meets a fault is taken back and answered', () => {
    issue()
    db.exec(`CREATE TRIGGER broken BEFORE INSERT ON rounds BEGIN SELECT RAISE(ABORT, 'broken'); END`)
    give(1000)
    const payload = { req_id: 'g', ...slot, stake_cents: 200 }
    const { outcomes } = committer.commit([
      { work: { kind: 'roundPlay', payload }, actor: { key: 'slot-01', via: 'mqtt' }, at: now, answer: 'round_play' },
    ])
    expect(outcomes[0]?.fault).toMatch(/broken/)
    expect(outcomes[0]?.answer).toMatchObject({ req_id: 'g', type: 'round_play', status: 'refused', reason: 'fault' })
    expect(balance()).toBe(1000)
  })

  it('L33 a count that cannot be is refused', () => {
    say('opShiftOpen', { ...desk, count_cents: 1_000_000_000, by: 'Nadia' })
    issue()
    say('opDeskTopUp', { ...desk, tag_uid: 'A', amount_cents: 100 })
    expect(say('opShiftClose', { ...desk, count_cents: 0 })).toMatchObject({ status: 'refused', reason: 'miscounted' })
  })
})
