import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Answer } from '@eg/shared'
import type Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Work } from '../dist/commit/command.js'
import { createCommitter } from '../dist/store/sqlite/committer.js'
import { openDatabase } from '../dist/store/sqlite/open-database.js'
import { createBooksCheck } from '../dist/store/sqlite/reads/books-check.js'
import { storeSettings } from './store-settings.js'

const RUNS = 30
const CARDS = 70
const cents = fc.integer({ min: 1, max: 900 })
const card = fc.nat(CARDS - 1)
type Op =
  | { op: 'money'; card: number; cents: number }
  | { op: 'choose'; choice: 'keep' | 'cash_out' | 'expire' }
  | { op: 'freeze' | 'unfreeze' | 'replace'; card: number }
  | { op: 'cash'; cents: number; direction: 'in' | 'out' }
  | { op: 'open' | 'close' | 'step' | 'restart' | 'reverse' }
const operation: fc.Arbitrary<Op> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ op: fc.constant('money' as const), card, cents }) },
  {
    weight: 3,
    arbitrary: fc.record({ op: fc.constant('choose' as const), choice: fc.constantFrom('keep', 'cash_out', 'expire') }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ op: fc.constantFrom('freeze' as const, 'unfreeze' as const, 'replace' as const), card }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constant('cash' as const), cents, direction: fc.constantFrom('in', 'out') }),
  },
  { weight: 8, arbitrary: fc.record({ op: fc.constantFrom('open', 'close', 'step', 'step', 'restart', 'reverse') }) },
) as fc.Arbitrary<Op>

/** The store as a thread runs it, with its steps driven by hand. */
function openStore(path: string) {
  const db = openDatabase(path)
  db.pragma('synchronous = OFF') // the rules are tested here, not the disk
  const committer = createCommitter(db, storeSettings(), (below) => Math.floor(below / 3))
  committer.boot(1)
  return { db, committer }
}

it(`J52 J56 ${RUNS} evenings in any order, restarts in the middle: no card is dealt with twice and the books balance`, () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(fc.array(operation, { minLength: 80, maxLength: 120 }), (ops) => {
      const folder = mkdtempSync(join(tmpdir(), 'eg-session-'))
      const path = join(folder, 'core.db')
      let { db, committer } = openStore(path)
      let asked = 0
      const listed: Listed = new Map()
      const say = (work: Work): Answer | null => {
        const { outcomes } = committer.commit([{ work, actor: { key: 'op', via: 'http' }, at: ++asked }])
        noteListed(db, listed)
        return outcomes[0]?.answer ?? null
      }
      const op = (kind: string, payload: object) => say({ kind, payload: { req_id: `r${asked}`, ...payload } } as Work)
      const job = () =>
        db.prepare('SELECT job FROM session_card_jobs WHERE ended_at IS NULL').pluck().get() as number | undefined

      for (let i = 0; i < CARDS; i++) op('opCardIssue', { tag_uid: `C${i}` })
      op('opShiftOpen', { desk_id: 'change-01', count_cents: 4000, by: 'N' })
      for (const step of ops) {
        switch (step.op) {
          case 'money':
            op('opCardAdjust', {
              tag_uid: `C${step.card}`,
              amount_cents: step.cents,
              direction: 'credit',
              reason: 'x',
              by: 'x',
            })
            break
          case 'open':
            op('opSessionStart', { name: 'x', group_size: 1, reason: 'x' })
            break
          case 'close':
            op('opSessionClose', { session: lastSession(db), reason: 'x' })
            break
          case 'choose':
            op('opSessionCards', {
              session: lastSession(db),
              choice: step.choice,
              desk_id: 'change-01',
              reason: 'x',
              by: 'x',
            })
            break
          case 'cash':
            op('opDeskCash', {
              desk_id: 'change-01',
              amount_cents: step.cents,
              direction: step.direction,
              reason: 'x',
              by: 'x',
            })
            break
          case 'freeze':
            op('opCardFreeze', { tag_uid: `C${step.card}`, reason: 'x' })
            break
          case 'unfreeze':
            op('opCardUnfreeze', { tag_uid: `C${step.card}`, reason: 'x' })
            break
          case 'replace':
            op('opCardReplace', { tag_uid: `C${step.card}`, new_tag_uid: `N${asked}`, reason: 'x' })
            break
          case 'reverse': {
            const last = db.prepare('SELECT max(transfer) FROM session_cards').pluck().get() as number | null
            if (last !== null) op('opTransferReverse', { transfer: last, reason: 'x', by: 'x' })
            break
          }
          case 'step': {
            const running = job()
            if (running !== undefined) say({ kind: 'cardsStep', job: running })
            break
          }
          case 'restart':
            db.close()
            ;({ db, committer } = openStore(path))
        }
      }
      for (let running = job(); running !== undefined; running = job()) say({ kind: 'cardsStep', job: running })
      check(db, listed)
      const ways = db
        .prepare('SELECT outcome FROM session_cards UNION SELECT reason FROM session_card_jobs')
        .pluck()
        .all()
      for (const way of ways as (string | null)[]) if (way !== null) seen.add(way)
      db.close()
      rmSync(folder, { recursive: true })
    }),
    { numRuns: RUNS },
  )
  // They were evenings in which something happened.
  expect([...seen]).toEqual(expect.arrayContaining(['kept', 'cashed_out', 'expired']))
})

it.each(['cash_out', 'expire', 'keep'] as const)(
  'J94 J55 %s of 200 cards takes nothing that comes onto one before its turn, and says so',
  (choice) => {
    const folder = mkdtempSync(join(tmpdir(), 'eg-session-'))
    const { db, committer } = openStore(join(folder, 'core.db'))
    const listed: Listed = new Map()
    let asked = 0
    const say = (work: object) => {
      const command = { work: work as Work, actor: { key: 'op', via: 'http' as const }, at: ++asked, answer: 'x' }
      const answer = committer.commit([command]).outcomes[0]?.answer
      noteListed(db, listed)
      return answer
    }
    const op = (kind: string, payload: object) => say({ kind, payload: { req_id: `r${asked}`, ...payload } })
    const adjust = (tag_uid: string, amount_cents: number, direction = 'credit') =>
      op('opCardAdjust', { tag_uid, amount_cents, direction, reason: 'x', by: 'x' })
    const on = (tag: string) =>
      db
        .prepare(
          'SELECT balance FROM accounts JOIN players USING (account) JOIN cards USING (player) WHERE tag_uid = ?',
        )
        .pluck()
        .get(tag)

    op('opShiftOpen', { desk_id: 'change-01', count_cents: 20_000, by: 'N' })
    op('opSessionStart', { name: 'x', group_size: 1 })
    for (let i = 0; i < 200; i++) {
      op('opCardIssue', { tag_uid: `C${i}` })
      adjust(`C${i}`, 100)
    }
    op('opSessionClose', { session: 1 })
    const asks = { session: 1, choice, desk_id: 'change-01', reason: 'x', by: 'x' }
    const begun = op('opSessionCards', { ...asks, expect_cards: 200, expect_cents: 20_000 })
    expect(begun).toMatchObject({ status: 'ok', progress: 'moving', cents: 20_000 })
    adjust('C180', 50)
    adjust('C190', 30, 'debit')
    // Somebody takes his money home, and the next player is handed the card.
    adjust('C185', 100, 'debit')
    adjust('C185', 70)
    adjust('C195', 60, 'debit')
    adjust('C195', 500)
    for (let more = true; more;) {
      say({ kind: 'cardsStep', job: 1 })
      more = db.prepare('SELECT 1 FROM session_card_jobs WHERE ended_at IS NULL').get() !== undefined
    }
    const kept = choice === 'keep'
    const held = ['C180', 'C190', 'C185', 'C195', 'C199'].map(on)
    expect(held).toEqual(kept ? [150, 70, 70, 540, 100] : [50, 0, 70, 500, 0])
    const job = db.prepare('SELECT status, cards, cents, done, done_cents FROM session_card_jobs').get()
    expect(job).toEqual({ status: 'done', cards: 200, cents: 20_000, done: 199, done_cents: 19_810 })
    check(db, listed)
    db.close()
    rmSync(folder, { recursive: true })
  },
)

function lastSession(db: Database.Database): number {
  return (db.prepare('SELECT max(session) FROM sessions').pluck().get() as number | null) ?? 1
}

type Listed = Map<string, number>

/** Remembers what was listed on cards that wait for their turn (cents), or the least that they held since. */
function noteListed(db: Database.Database, listed: Listed): void {
  const rows = db
    .prepare(
      `SELECT c.job, c.player, c.cents, a.balance FROM session_cards c JOIN players USING (player) JOIN accounts a USING (account)
       WHERE c.outcome IS NULL`,
    )
    .all() as { job: number; player: number; cents: number; balance: number }[]
  for (const { job, player, cents, balance } of rows) {
    const key = `${job} ${player}`
    listed.set(key, Math.min(listed.get(key) ?? cents, balance))
  }
}

function check(db: Database.Database, listed: Listed): void {
  const books = createBooksCheck(db)
  let found = books(true)
  while (!found) found = books(false)
  expect(found.problems).toEqual([])
  // Of one session no player is dealt with twice, but after a reversal.
  const twice = db
    .prepare(
      `SELECT j.session, c.player, count(*) AS n FROM session_cards c JOIN session_card_jobs j USING (job)
       WHERE c.transfer IS NOT NULL AND NOT EXISTS (SELECT 1 FROM transfers r WHERE r.reverses = c.transfer)
       GROUP BY 1, 2 HAVING n > 1`,
    )
    .all()
  expect(twice).toEqual([])
  // What the jobs say is what the ledger moved, and each line is one transfer of that player.
  const wrong = db
    .prepare(
      `SELECT * FROM session_cards c LEFT JOIN transfers t USING (transfer)
       WHERE c.transfer IS NOT NULL AND (t.player IS NOT c.player OR t.amount IS NOT c.cents)`,
    )
    .all()
  expect(wrong).toEqual([])
  // Of each card went what was listed on it, or what of that was never taken off it: what is left now came later.
  const moved = db
    .prepare(
      `SELECT job, c.player, c.cents, player_balance AS rest FROM session_cards c JOIN transfers USING (transfer)`,
    )
    .all() as { job: number; player: number; cents: number; rest: number }[]
  for (const { job, player, cents, rest } of moved) {
    const saw = listed.get(`${job} ${player}`) ?? cents + rest
    expect(cents).toBe(Math.min(saw, cents + rest))
  }
  const sums = db
    .prepare(
      `SELECT j.job FROM session_card_jobs j LEFT JOIN session_cards c USING (job) GROUP BY j.job
       HAVING j.done_cents <> coalesce(sum(c.cents) FILTER (WHERE c.outcome IN ('kept', 'cashed_out', 'expired')), 0)
         OR j.done <> count(c.player) FILTER (WHERE c.outcome IN ('kept', 'cashed_out', 'expired'))
         OR (j.status = 'done' AND j.done + j.skipped <> j.cards)`,
    )
    .all()
  expect(sums).toEqual([])
}
