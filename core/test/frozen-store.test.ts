import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Answer, allContracts, contracts } from '@eg/shared'
import Database from 'better-sqlite3'
import { is } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { SQLiteTable, getTableConfig } from 'drizzle-orm/sqlite-core'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BatchResult, Command, Work } from '../dist/commit/command.js'
import { APPLICATION_ID } from '../dist/store/sqlite/application-id.js'
import { type Committer, createCommitter } from '../dist/store/sqlite/committer.js'
import { openDatabase } from '../dist/store/sqlite/open-database.js'
import * as schema from '../dist/store/sqlite/schema-gate.js'
import { storeSettings } from './store-settings.js'

// Freezing and unfreezing as the store carries it out, with time by hand.

const HOUR = 3_600_000
const OP = { key: 'Léa', via: 'http' } as const
let path: string
let db: Database.Database
let committer: Committer
let at: number
let last: BatchResult
let ids: number

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'eg-frozen-')), 'core.db')
  at = 1_700_000_000_000
  ids = 0
  open()
})
afterEach(() => {
  db.close()
  rmSync(dirname(path), { recursive: true })
})

function open() {
  db = openDatabase(path)
  committer = createCommitter(db, storeSettings({ expectedVotes: 3, money: { payoutMs: HOUR } }))
  last = committer.boot(at)
}
/** As after a power cut: another program opens what is there. */
function cut() {
  db.close()
  open()
}
function say(kind: Work['kind'], payload: object = {}, more: object = {}): Answer {
  const contract = (contracts as Record<string, { answer?: string }>)[kind]
  const work = { kind, payload: { req_id: `r${++ids}`, ...payload }, ...more } as Work
  const command: Command = { work, actor: OP, at, ...(contract?.answer ? { answer: contract.answer } : {}) }
  last = committer.commit([command])
  return last.outcomes[0]?.answer as Answer
}
const sweep = () => say('moneySweep')
const vote = (device_id: string, choice: string, more: object = {}) =>
  say('nightVote', { device_id, step: 1, choice, req_id: undefined, ...more })
const ask = (more: object = {}) => say('opNightOpen', { step: 1, question: 'Q', options: ['A', 'B'], ...more })
const transfers = () => db.prepare('SELECT count(*) FROM transfers').pluck().get()
const stateOf = (contract: string) => last.publications.findLast((one) => one.contract === contract)?.payload
const journal = () =>
  (db.prepare('SELECT kind, outcome, reason, actor, data FROM journal ORDER BY seq DESC LIMIT 1').get() ?? {}) as {
    kind: string
    outcome: string
    reason: string | null
    actor: string
    data: string
  }

describe('the tables', () => {
  it('U9 are those that the schema in the code names, and keep what was', () => {
    const tables = Object.values<SQLiteTable>(schema).filter((value) => is(value, SQLiteTable))
    expect(tables.length).toBe(5)
    for (const table of tables) {
      const { name, columns } = getTableConfig(table)
      const real = db.prepare(`SELECT name, type, "notnull" FROM pragma_table_info(?)`).all(name)
      const wanted = columns.map((c) => ({
        name: c.name,
        type: c.getSQLType().toUpperCase(),
        notnull: c.notNull && !(c.primary && c.getSQLType() === 'integer') ? 1 : 0,
      }))
      expect(real).toEqual(wanted)
    }
    const { panic } = say('opMoneyFreeze')
    const again = `INSERT INTO panics (scope, began_at, began_by) VALUES ('money', 1, 'x')`
    expect(() => db.exec(again)).toThrow(/UNIQUE/)
    expect(() => db.exec('DELETE FROM panics')).toThrow(/kept/)
    say('opMoneyUnfreeze', { panic })
    expect(() => db.exec('UPDATE panics SET ended_at = NULL, ended_by = NULL')).toThrow(/taken back/)
  })
})

describe('a database of the release before', () => {
  it('U9 gets the tables of the gate, whatever was applied to it before', () => {
    const folder = mkdtempSync(join(tmpdir(), 'eg-migrations-'))
    cpSync(new URL('../src/store/sqlite/migrations/', import.meta.url), folder, { recursive: true })
    const list = join(folder, 'meta', '_journal.json')
    const all = JSON.parse(readFileSync(list, 'utf8')) as { entries: { tag: string; when: number }[] }
    expect(all.entries.map(({ when }) => when)).toEqual(all.entries.map(({ when }) => when).toSorted((a, b) => a - b))
    writeFileSync(list, JSON.stringify({ ...all, entries: all.entries.filter(({ tag }) => tag < '0007') }))
    const before = join(folder, 'core.db')
    const old = new Database(before)
    old.pragma(`application_id = ${APPLICATION_ID}`)
    migrate(drizzle(old), { migrationsFolder: folder })
    old.close()
    const now = openDatabase(before)
    expect(now.prepare('SELECT count(*) FROM panics').pluck().get()).toBe(0)
    now.close()
    rmSync(folder, { recursive: true })
  })
})

describe('freezing', () => {
  it('U2 U3 U9 twice is once, by whoever; taking back names what it saw; each is a line with who and why', () => {
    const first = say('opMoneyFreeze', { reason: 'a card pays twice' })
    expect(first).toMatchObject({ type: 'money_freeze', status: 'ok', panic: 1 })
    expect(journal()).toMatchObject({ kind: 'opMoneyFreeze', outcome: 'ok', actor: 'Léa' })
    expect(JSON.parse(journal().data)).toEqual({ panic: 1, why: 'a card pays twice' })
    expect(say('opMoneyFreeze')).toMatchObject({ status: 'ok', panic: 1 })
    expect(stateOf('opPanic')).toBeUndefined()
    expect(say('opMoneyUnfreeze', { panic: 1 })).toMatchObject({ status: 'ok', panic: 1 })
    expect(say('opMoneyUnfreeze', { panic: 1 })).toMatchObject({ status: 'ok' })
    expect(say('opMoneyFreeze')).toMatchObject({ panic: 2 })
    expect(say('opMoneyUnfreeze', { panic: 1 })).toMatchObject({ status: 'stale', reason: 'stale' })
    expect(say('opGameUnfreeze', { panic: 2 })).toMatchObject({ status: 'refused', reason: 'unknown_panic' })
    expect(stateOf('panicState')).toBeUndefined()
    cut()
    expect(stateOf('panicState')).toEqual({ money: { panic: 2, since: at }, game: null, blackout: null, message: null })
    expect(stateOf('opPanic')).toMatchObject({ money: { panic: 2, by: 'Léa', reason: null } })
  })

  it('U1 the same request again has its first answer, before, during and after', () => {
    say('opCardIssue', { tag_uid: 'A' })
    const bet = { req_id: 'bet-1', device_id: 'slot-01', tag_uid: 'A', amount_cents: 100, reason: 'slot_bet' }
    const { panic } = say('opMoneyFreeze')
    const refused = say('walletDebit', bet)
    expect(refused).toMatchObject({ type: 'wallet_debit', status: 'refused', reason: 'frozen', req_id: 'bet-1' })
    say('opMoneyUnfreeze', { panic })
    expect(say('walletDebit', bet)).toEqual(refused)
    expect(say('walletDebit', { ...bet, req_id: 'bet-2' })).toMatchObject({ status: 'insufficient' })
  })
})

describe('frozen money', () => {
  const WHO = { device_id: 'slot-01', tag_uid: 'A' }
  const DESK = { desk_id: 'change-01', tag_uid: 'A', amount_cents: 500 }
  const ASKED: Record<string, object> = {
    walletDebit: { ...WHO, amount_cents: 100, reason: 'slot_bet' },
    walletCredit: { ...WHO, amount_cents: 100, reason: 'slot_win' },
    roundPlay: { ...WHO, stake_cents: 100 },
    payoutNew: { payout_id: 'p-2', source: 'roulette', amount_cents: 100 },
    payoutClaim: { device_id: 'change-01', payout_id: 'p-1', tag_uid: 'A' },
    opPayoutNew: { payout_id: 'p-3', source: 'roulette', amount_cents: 100, table_id: 'table-01' },
    opPayoutVoid: { payout_id: 'p-1' },
    opPayoutExpire: { payout_id: 'p-1' },
    opCardAdjust: { tag_uid: 'A', amount_cents: 100, direction: 'credit', reason: 'x', by: 'Léa' },
    opTransferReverse: { transfer: 1, reason: 'x', by: 'Léa' },
    opShiftOpen: { desk_id: 'change-02', count_cents: 1000, by: 'Bo' },
    opShiftClose: { desk_id: 'change-01', count_cents: 1000 },
    opDeskTopUp: DESK,
    opDeskCashOut: DESK,
    opDeskClaim: { desk_id: 'change-01', payout_id: 'p-1', tag_uid: 'A' },
    opDeskCash: { desk_id: 'change-01', amount_cents: 100, direction: 'credit', reason: 'x', by: 'Bo' },
  }
  beforeEach(() => {
    say('opCardIssue', { tag_uid: 'A' })
    say('opShiftOpen', { desk_id: 'change-01', count_cents: 10_000, by: 'Bo' })
    say('opDeskTopUp', DESK)
    say('payoutNew', { payout_id: 'p-1', source: 'roulette', amount_cents: 300, req_id: undefined })
  })

  it.each(Object.entries(ASKED))(
    'U6 %s is refused and writes no transfer; afterwards it is carried out',
    (kind, payload) => {
      const before = transfers()
      const { panic } = say('opMoneyFreeze')
      const refused = say(kind as Work['kind'], payload)
      expect(refused).toMatchObject({ status: 'refused', reason: 'frozen' })
      expect(refused.detail).toMatch(/frozen by the house.*what was done before stands.*ask again/i)
      expect(journal()).toMatchObject({ kind, outcome: 'refused', reason: 'frozen' })
      sweep()
      expect(transfers()).toBe(before)
      say('opMoneyUnfreeze', { panic })
      expect(say(kind as Work['kind'], payload).reason).not.toBe('frozen')
    },
  )

  it('U6 whatever moves money by the contracts is in that list', () => {
    const paid = allContracts.filter(
      ({ kind, name }) => kind === 'command' && /wallet|round|payout|Desk|Shift|Adjust|Reverse/i.test(name),
    )
    const asked = paid.map(({ name }) => name).filter((name) => name !== 'walletGet')
    expect(asked.sort()).toEqual(Object.keys(ASKED).sort())
  })

  it('U6 a balance is told, cards are looked after, and a payout that was made before is the same', () => {
    say('opMoneyFreeze')
    expect(say('walletGet', WHO)).toMatchObject({ status: 'ok', balance_cents: 500 })
    expect(say('opCardIssue', { tag_uid: 'B' })).toMatchObject({ status: 'ok' })
    expect(say('opCardFreeze', { tag_uid: 'A', reason: 'x' })).toMatchObject({ status: 'ok' })
    const same = { payout_id: 'p-1', source: 'roulette', amount_cents: 300, req_id: undefined }
    expect(say('payoutNew', same)).toMatchObject({ status: 'ok' })
  })

  it('U7 bets and payouts wait as much longer as money stood still, also when the clock is set meanwhile', () => {
    say('walletDebit', ASKED.walletDebit)
    const open = () => db.prepare(`SELECT count(*) FROM bets WHERE status = 'open'`).pluck().get()
    const waits = () => db.prepare(`SELECT count(*) FROM payouts WHERE status = 'ready'`).pluck().get()
    at += 540_000
    const { panic } = say('opMoneyFreeze')
    at += 5 * HOUR
    sweep()
    at -= 20 * HOUR
    say('clockSet', {}, { byMs: -20 * HOUR })
    cut()
    expect([open(), waits()]).toEqual([1, 1])
    expect(say('opMoneyUnfreeze', { panic })).toMatchObject({ status: 'ok' })
    at += 59_000
    sweep()
    expect([open(), waits()]).toEqual([1, 1])
    at += 1000
    sweep()
    expect([open(), waits()]).toEqual([0, 1])
    at += 50 * 60_000
    sweep()
    expect(waits()).toBe(0)
  })
})

describe('a frozen game', () => {
  beforeEach(() => {
    say('opModeSet', { mode: 'night' })
  })

  it('U4 refuses votes; one that was counted stands, and is counted when it comes again', () => {
    ask()
    vote('slot-01', 'A')
    const { panic } = say('opGameFreeze')
    expect(vote('slot-02', 'B')).toMatchObject({ type: 'night_vote', status: 'refused', reason: 'frozen' })
    expect(journal()).toMatchObject({ kind: 'nightVote', outcome: 'refused', reason: 'frozen' })
    expect(vote('slot-01', 'A')).toMatchObject({ status: 'counted' })
    expect(vote('slot-01', 'B')).toMatchObject({ status: 'refused', reason: 'frozen', stands: 'A' })
    expect(vote('slot-01', 'Z')).toMatchObject({ reason: 'not_offered' })
    say('opGameUnfreeze', { panic })
    expect(vote('slot-02', 'B')).toMatchObject({ status: 'counted' })
    expect(db.prepare('SELECT voted FROM runs').pluck().get()).toBe(2)
  })

  it('U5 opens nothing, shows nothing and keeps the mode; a run may be closed and voided', () => {
    ask()
    vote('slot-01', 'A')
    const { panic } = say('opGameFreeze')
    expect(ask()).toMatchObject({ status: 'ok', run: 1 })
    expect(ask({ step: 2 })).toMatchObject({ status: 'refused', reason: 'frozen' })
    expect(say('opNightRedo', { run: 1 })).toMatchObject({ reason: 'frozen' })
    expect(say('opModeSet', { mode: 'night' })).toMatchObject({ status: 'ok' })
    expect(say('opModeSet', { mode: 'day' })).toMatchObject({ status: 'refused', reason: 'frozen' })
    expect(say('opNightExcuse', { run: 1, slot_id: 'slot-01', excused: true })).toMatchObject({ reason: 'has_voted' })
    expect(say('opNightClose', { run: 1 })).toMatchObject({ status: 'ok' })
    expect(stateOf('nightResult')).toBeUndefined()
    expect(stateOf('nightRound')).toMatchObject({ status: 'closed' })
    expect(stateOf('opNight')).toMatchObject({ suggested: 'wait' })
    expect(say('opNightReveal', { run: 1 })).toMatchObject({ reason: 'frozen' })
    say('opGameUnfreeze', { panic })
    expect(stateOf('opNight')).toMatchObject({ suggested: 'reveal' })
    expect(say('opNightReveal', { run: 1 })).toMatchObject({ status: 'ok' })
    expect(stateOf('nightResult')).toMatchObject({ winner: 'A' })
    ask({ step: 2 })
    say('opGameFreeze')
    expect(say('opNightVoid', { run: 2 })).toMatchObject({ status: 'ok' })
  })

  it('U5 closed while frozen, a tie is not asked again by itself', () => {
    ask({ tie: 'revote' })
    vote('slot-01', 'A')
    vote('slot-02', 'B')
    say('opGameFreeze')
    say('opNightClose', { run: 1 })
    expect(db.prepare('SELECT run, status FROM runs').all()).toEqual([{ run: 1, status: 'closed' }])
  })

  it('U8 the timer stands still and goes on with what the monotonic clock had left, through a power cut', () => {
    ask({ duration_s: 60 })
    const version = last.timer?.version ?? -1
    at += 20_000
    const { panic } = say('opGameFreeze', {}, { left: { run: 1, version, ms: 41_500 } })
    expect(last.timer).toBeNull()
    expect(stateOf('nightStep')).toMatchObject({ closes_at: null, remaining_ms: 41_500 })
    expect(stateOf('opNight')).toMatchObject({ run: { closes_at: null, remaining_ms: 41_500 } })
    at += HOUR
    cut()
    expect(last.timer ?? null).toBeNull()
    expect(stateOf('nightStep')).toMatchObject({ closes_at: null, remaining_ms: 41_500 })
    // What the timer that ran until then still says is not about this one.
    say('timerExpired', {}, { run: 1, version })
    say('timerSave', {}, { run: 1, version, remainingMs: 1 })
    expect(say('opNightExtend', { run: 1, seconds: 15 })).toMatchObject({ status: 'ok' })
    expect(last.timer).toBeNull()
    expect(stateOf('nightStep')).toMatchObject({ closes_at: null, remaining_ms: 56_500 })
    at += 5000
    say('opGameUnfreeze', { panic })
    expect(last.timer).toMatchObject({ run: 1, remainingMs: 56_500 })
    expect(stateOf('nightStep')).toMatchObject({ closes_at: at + 56_500 })
    expect(stateOf('nightStep')).not.toHaveProperty('remaining_ms')
  })

  it('U8 a timer that nobody told of, of another run or of before more time was given, is read from the clock', () => {
    ask({ duration_s: 60 })
    const version = last.timer?.version ?? -1
    say('opNightExtend', { run: 1, seconds: 60 })
    at += 20_000
    const of = (left: object | null) => {
      const { panic } = say('opGameFreeze', {}, { left })
      expect(stateOf('nightStep')).toMatchObject({ remaining_ms: 100_000 })
      say('opGameUnfreeze', { panic })
    }
    of({ run: 7, version: version + 1, ms: 1 })
    of({ run: 1, version, ms: 1 })
    of(null)
  })

  it('U8 whatever is frozen, unfrozen, extended and cut in whatever order: time runs only while the game does', () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 1, max: 9000 }).map((ms) => ({ do: 'wait' as const, ms })) },
      { weight: 2, arbitrary: fc.constant({ do: 'freeze' as const }) },
      { weight: 2, arbitrary: fc.constant({ do: 'unfreeze' as const }) },
      { weight: 1, arbitrary: fc.constant({ do: 'cut' as const }) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 60 }).map((seconds) => ({ do: 'extend' as const, seconds })) },
      { weight: 1, arbitrary: fc.constant({ do: 'vote' as const }) },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        for (const { panic } of db.prepare(`SELECT panic FROM panics WHERE ended_at IS NULL`).all() as {
          panic: number
        }[])
          say('opGameUnfreeze', { panic })
        ask({ step: ++ids, duration_s: 86_400 })
        const run = Number((stateOf('nightRound') as { run: number }).run)
        let left = 86_400_000
        let frozen: number | null = null
        let voted = 0
        const stored = () => db.prepare('SELECT voted, remaining_ms, closes_at, timer_version, step FROM runs WHERE run = ?').get(run) as { voted: number; remaining_ms: number; closes_at: number; timer_version: number; step: number } // prettier-ignore
        for (const each of steps) {
          if (each.do === 'wait') {
            at += each.ms
            if (frozen === null) left -= each.ms
          } else if (each.do === 'freeze') {
            const { timer_version: version } = stored()
            const answer = say('opGameFreeze', {}, { left: frozen === null ? { run, version, ms: left } : null })
            frozen = Number(answer.panic)
          } else if (each.do === 'unfreeze') {
            if (frozen !== null) expect(say('opGameUnfreeze', { panic: frozen })).toMatchObject({ status: 'ok' })
            frozen = null
          } else if (each.do === 'extend') {
            say('opNightExtend', { run, seconds: each.seconds })
            left += each.seconds * 1000
          } else if (each.do === 'vote') {
            const { step } = stored()
            const answer = vote(`slot-${++ids}`, 'A', { step })
            expect(answer.status).toBe(
              frozen === null ? (voted < 3 ? 'counted' : 'closed') : voted < 3 ? 'refused' : 'closed',
            )
            if (frozen === null && voted < 3) voted += 1
            if (voted === 3) return
          } else cut()
          const row = stored()
          expect(row.voted).toBe(voted)
          expect(frozen === null ? row.closes_at - at : row.remaining_ms).toBe(left)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('a message and a blackout', () => {
  it('U17 a message is told to everybody, replaced, cleared by its number, and ends by itself', () => {
    const first = say('opMessageShow', { text: 'Back in five', severity: 'info', seconds: 60 })
    expect(stateOf('panicState')).toMatchObject({
      message: { panic: first.panic, text: 'Back in five', severity: 'info', since: at, until: at + 60_000 },
    })
    expect(stateOf('opPanic')).toMatchObject({ message: { by: 'Léa', seconds: 60 } })
    const second = say('opMessageShow', { text: 'Back in ten' })
    expect(stateOf('panicState')).toMatchObject({
      message: { text: 'Back in ten', severity: 'attention', until: null },
    })
    say('messageExpired', {}, { panic: first.panic })
    expect(stateOf('panicState')).toBeUndefined()
    expect(say('opMessageClear', { panic: first.panic })).toMatchObject({ status: 'stale' })
    expect(say('opMessageClear', { panic: second.panic })).toMatchObject({ status: 'ok' })
    expect(stateOf('panicState')).toMatchObject({ message: null })
    const third = say('opMessageShow', { text: 'Quick', seconds: 1 })
    say('messageExpired', {}, { panic: third.panic })
    expect(stateOf('panicState')).toMatchObject({ message: null })
    expect(journal()).toMatchObject({ kind: 'messageExpired' })
  })

  it('U18 a blackout is told to everybody, freezes nothing, and is taken back by its number', () => {
    say('opModeSet', { mode: 'night' })
    ask({ duration_s: 60 })
    const { panic } = say('opBlackout', { reason: 'fire drill' })
    expect(stateOf('panicState')).toMatchObject({ blackout: { panic }, game: null, money: null })
    expect(vote('slot-01', 'A')).toMatchObject({ status: 'counted' })
    expect(say('opBlackoutEnd', { panic })).toMatchObject({ status: 'ok' })
    expect(stateOf('panicState')).toMatchObject({ blackout: null })
  })
})

describe('the gate when the clock is set', () => {
  it('U16 U22 tests and the evening are as old as they were, and how far the operator’s clock is off is not known', () => {
    say('deviceHello', { type: 'slot', req_id: undefined }, { deviceId: 'slot-01' })
    expect(say('opLightsSeen', { target_id: 'slot-01', lights: [2] })).toMatchObject({ status: 'ok' })
    expect(last.ready).toEqual({ tests: { all: false, rows: [{ deviceId: 'slot-01', part: 'light', number: 2, at }] } })
    expect(say('opClockReading', { now_ms: at + 700 })).toMatchObject({ offset_ms: 700 })
    expect(last.ready).toEqual({ clock: { offsetMs: 700, at } })
    expect(say('opDoorsOpen', {}, { findings: [] })).toMatchObject({ status: 'ok', door: 1 })
    const from = last.ready?.door?.from ?? 0
    say('clockSet', {}, { byMs: -2 * HOUR })
    expect(last.ready).toMatchObject({
      clock: null,
      door: { door: 1, from: from - 2 * HOUR },
      tests: { all: true, rows: [{ at: at - 2 * HOUR }] },
    })
    cut()
    expect(last.ready).toMatchObject({ clock: null, waivers: [], door: { from: from - 2 * HOUR } })
  })

  it('U10 doors are not opened while nobody knows what is red', () => {
    expect(say('opDoorsOpen')).toMatchObject({ status: 'refused', reason: 'not_ready' })
    expect(say('opReadyWaive', { checks: [{ check: 'core/disk', problem: 'x' }], reason: 'y' })).toMatchObject({
      status: 'refused',
      reason: 'not_ready',
    })
  })
})
