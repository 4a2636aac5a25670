import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { beforeEach, describe, expect, it } from 'vitest'
import type { BatchResult, Command, TimerLeft, Work } from '../dist/commit/command.js'
import { type Committer, createCommitter } from '../dist/store/sqlite/committer.js'
import { openDatabase } from '../dist/store/sqlite/open-database.js'
import { storeSettings } from './store-settings.js'

// Commands that come while another is being stored are stored together: each must go by what the one before has left behind.

const HOUR = 3_600_000
const DAY = 24 * HOUR
const START = Date.UTC(2026, 10, 21)

let committer: Committer
let db: Database.Database
let at: number
let asked: number

beforeEach(() => {
  db = openDatabase(join(mkdtempSync(join(tmpdir(), 'eg-clock-set-')), 'core.db'))
  committer = createCommitter(db, storeSettings())
  at = START
  asked = 0
  committer.boot(at)
  together(say('opModeSet', { mode: 'night' }))
})

const say = (kind: string, payload: object, left?: TimerLeft): Command => ({
  work: { kind, payload: { req_id: `r-${++asked}`, ...payload } } as Work,
  actor: { key: 'op', via: 'http' },
  answer: 'x',
  at,
  ...(left && { left }),
})
const setClock = (byMs: number): Command => {
  at += byMs
  return { work: { kind: 'clockSet', byMs }, actor: { key: 'core', via: 'core' }, at }
}
const sweep = () => together({ work: { kind: 'moneySweep' }, actor: { key: 'timer', via: 'timer' }, at })
/** One batch; faults are none of these tests. */
const together = (...commands: Command[]): BatchResult => {
  const result = committer.commit(commands)
  expect(result.outcomes.flatMap(({ fault }) => fault ?? [])).toEqual([])
  return result
}
const open = (more: object = {}) =>
  say('opNightOpen', { step: 1, question: 'Q', options: ['A', 'B'], duration_s: 60, reveal: 'operator', ...more })
/** The timer as the main thread has it: it hears of a batch once all of it is stored. */
const timer = (ms: number, version = 0): TimerLeft => ({ run: 1, version, ms })
const extend = (ms: number, seconds = 15) => say('opNightExtend', { run: 1, seconds }, timer(ms))
const told = ({ publications }: BatchResult, contract: string) =>
  publications.findLast((publication) => publication.contract === contract)?.payload as Record<string, unknown>
const undoable = () => db.prepare('SELECT max(seq) FROM undoables').pluck().get() as number

describe('commands about one timer that are stored together', () => {
  it('Z60 more time that is given twice is given twice', () => {
    together(open())
    at += 20_000
    const { timer: next } = together(extend(40_000), extend(40_000))
    expect(next).toEqual({ run: 1, version: 2, remainingMs: 70_000 })
    // What came before the main thread knew of that goes by an old timer too.
    at += 1000
    expect(together(extend(39_000)).timer).toEqual({ run: 1, version: 3, remainingMs: 84_000 })
  })

  it('Z60 whatever was done to the clock, the timer that is the run’s own says what is left', () => {
    together(open())
    at += 20_000 + HOUR
    expect(together(say('opNightExtend', { run: 1, seconds: 15 }, timer(40_000))).timer?.remainingMs).toBe(55_000)
    at -= 2 * HOUR
    expect(together(say('opNightExtend', { run: 1, seconds: 15 }, timer(55_000, 1))).timer?.remainingMs).toBe(70_000)
  })

  it.each([
    ['close', 'opNightClose', {}],
    ['void', 'opNightVoid', { reason: 'x' }],
  ])('Z61 more time and a %s: undone, the run has the time that was given', (_, kind, more) => {
    together(open())
    at += 20_000
    together(extend(40_000), say(kind, { run: 1, ...more }, timer(40_000)))
    at += 5000
    expect(together(say('opUndo', { seq: undoable(), reason: 'mistake' })).timer?.remainingMs).toBe(55_000)
  })
})

describe('the clock is set', () => {
  it.each([3 * HOUR, -3 * HOUR])('Z63 by %d ms in one batch with an opening: the run has its time', (byMs) => {
    const opened = open()
    const set = setClock(byMs)
    at += 1000
    const result = together(opened, set, say('opCardIssue', { tag_uid: 'A' }))
    expect(result.timer).toEqual({ run: 1, version: 0, remainingMs: 59_000 })
    expect(told(result, 'nightStep').closes_at).toBe(START + byMs + 60_000)
  })

  it('Z63 the screens hear of the new end at once; of a run that stands still nothing changes', () => {
    together(open())
    at += 20_000
    const set = together(setClock(DAY))
    expect(told(set, 'nightStep').closes_at).toBe(at + 40_000)
    // The timer itself counts on.
    expect(set.timer).toBeUndefined()
    const freeze = { ...say('opGameFreeze', { reason: 'x' }) }
    freeze.work = { ...freeze.work, left: timer(40_000) } as Work
    together(freeze)
    const ends = () => db.prepare('SELECT closes_at, remaining_ms FROM runs').get()
    const before = ends()
    expect(told(together(setClock(-DAY)), 'nightStep')).toBeUndefined()
    expect(ends()).toEqual(before)
  })

  it('Z64 after a power cut and an old clock: a bet and an undo wait no longer than from then on', () => {
    together(say('opModeSet', { mode: 'day' }))
    together(say('opCardIssue', { tag_uid: 'A' }))
    together(say('opCardAdjust', { tag_uid: 'A', amount_cents: 500, direction: 'credit', reason: 'x', by: 'op' }))
    together(say('walletDebit', { device_id: 'slot-01', tag_uid: 'A', amount_cents: 200 }))
    const bets = () => db.prepare(`SELECT count(*) FROM bets WHERE status = 'open'`).pluck().get()
    // The power goes; the Pi comes up days behind, and NTP sets it right.
    at += 60_000 - 5 * DAY
    committer = createCommitter(db, storeSettings())
    committer.boot(at)
    const set = together(setClock(5 * DAY))
    const { items } = told(set, 'opUndoable') as { items: { until: number }[] }
    expect(Math.max(...items.map(({ until }) => until))).toBe(at + 60_000)
    at += 599_999
    sweep()
    expect(bets()).toBe(1)
    at += 1
    sweep()
    expect(bets()).toBe(0)
    const late = together(say('opUndo', { seq: undoable(), reason: 'x' }))
    expect(late.outcomes[0]?.answer).toMatchObject({ reason: 'too_late' })
  })
})

describe('a core that starts with a clock behind what it has written', () => {
  const MINUTE = 60_000
  const boot = (byMs: number) => {
    at += byMs
    committer = createCommitter(db, storeSettings({ money: { payoutMs: HOUR } }))
    return committer.boot(at)
  }
  const lines = () =>
    (db.prepare(`SELECT data FROM journal WHERE kind = 'clockSet' ORDER BY seq`).pluck().all() as string[]).map(
      (data) => (JSON.parse(data) as { by_ms: number }).by_ms,
    )
  const isOpen = () => db.prepare(`SELECT 1 FROM bets WHERE status = 'open'`).pluck().get() === 1
  const waits = () => db.prepare(`SELECT 1 FROM payouts WHERE status = 'ready'`).pluck().get() === 1
  /** A bet, a payout and something that can be undone, made now. */
  const wait = () => {
    boot(0)
    together(say('opModeSet', { mode: 'day' }))
    together(say('opCardIssue', { tag_uid: 'A' }))
    together(say('opCardAdjust', { tag_uid: 'A', amount_cents: 500, direction: 'credit', reason: 'x', by: 'op' }))
    together(say('walletDebit', { device_id: 'slot-01', tag_uid: 'A', amount_cents: 200 }))
    together(say('opPayoutNew', { payout_id: 'p', source: 'x', amount_cents: 100 }))
  }
  const age = (ms: number) => {
    at += ms
    sweep()
  }

  it('Z65 a bet, a payout and an undo have what was left of their time, whatever is done to the clock then', () => {
    wait()
    age(30_000)
    together(say('opModeSet', { mode: 'night' }))
    const { items } = told(boot(-HOUR), 'opUndoable') as { items: { until: number }[] }
    expect(items.slice(0, 2).map(({ until }) => until)).toEqual([at + MINUTE, at + 30_000])
    age(30_001)
    const seq = db.prepare(`SELECT seq FROM undoables WHERE kind = 'opPayoutNew'`).pluck().get()
    expect(together(say('opUndo', { seq, reason: 'x' })).outcomes[0]?.answer).toMatchObject({ reason: 'too_late' })
    // NTP: the time since then has passed all the same.
    together(setClock(HOUR + MINUTE))
    age(8 * MINUTE)
    expect(isOpen()).toBe(true)
    age(MINUTE)
    expect(isOpen()).toBe(false)
    age(49 * MINUTE)
    expect(waits()).toBe(true)
    age(MINUTE)
    expect(waits()).toBe(false)
  })

  it('Z65 once: a second start goes by the line of the first', () => {
    wait()
    boot(-HOUR)
    boot(5 * MINUTE)
    expect(lines()).toEqual([-HOUR])
    // And again, where it begins again.
    boot(-4 * MINUTE)
    expect(lines()).toEqual([-HOUR])
    together(say('opCardIssue', { tag_uid: 'B' }))
    boot(-MINUTE)
    expect(lines()).toEqual([-HOUR, -MINUTE])
  })

  it('Z65 a clock that was a year ahead for an evening is right again: once, not at every start from then on', () => {
    at += 365 * DAY
    wait()
    boot(-365 * DAY)
    expect(lines()).toEqual([-365 * DAY])
    boot(MINUTE)
    expect(lines()).toHaveLength(1)
    age(8 * MINUTE)
    expect(isOpen()).toBe(true)
    age(MINUTE)
    expect(isOpen()).toBe(false)
    age(50 * MINUTE)
    expect(waits()).toBe(false)
  })

  it('Z65 a moment behind is no clock that was set', () => {
    wait()
    boot(-1999)
    expect(lines()).toEqual([])
    age(9 * MINUTE)
    expect(isOpen()).toBe(true)
  })

  it('Z65 N23 the run has what was stored of its timer, and is moved once', () => {
    together(open())
    at += 20_000
    together({
      work: { kind: 'timerSave', run: 1, version: 0, remainingMs: 40_000 },
      actor: { key: 'timer', via: 'timer' },
      at,
    })
    const booted = boot(-HOUR)
    expect(booted.timer).toMatchObject({ remainingMs: 40_000 })
    expect(told(booted, 'nightStep').closes_at).toBe(at + 40_000)
    expect(told(together(setClock(HOUR)), 'nightStep').closes_at).toBe(at + 40_000)
  })

  it('Z65 frozen money has been frozen for as long as it was', () => {
    wait()
    age(4 * MINUTE)
    together(say('opMoneyFreeze', { reason: 'x' }))
    age(5 * MINUTE)
    together(say('opCardFreeze', { tag_uid: 'A', reason: 'x' }))
    boot(-HOUR)
    age(MINUTE)
    together(say('opMoneyUnfreeze', { panic: 1 }))
    age(6 * MINUTE - 1)
    expect(isOpen()).toBe(true)
    age(1)
    expect(isOpen()).toBe(false)
  })
})

describe('the machine is started anew', () => {
  const boot = (bootId: string | null) => {
    committer = createCommitter(db, storeSettings(), undefined, bootId)
    return committer.boot((at += 1000)).ready?.clock
  }
  const compare = () => together(say('opClockReading', { now_ms: at + 300 }))

  it('U110 how far the operator’s clock was from it is forgotten, though the clock goes on where it was', () => {
    boot('first')
    compare()
    expect(boot('second')).toBeNull()
    compare()
    expect(boot('second')).toMatchObject({ offsetMs: 300 })
  })

  it('U110 a core that starts anew on a machine that went on keeps it, and one whose machine does not say', () => {
    boot('first')
    compare()
    expect(boot('first')).toMatchObject({ offsetMs: 300 })
    expect(boot(null)).toMatchObject({ offsetMs: 300 })
    expect(boot('first')).toMatchObject({ offsetMs: 300 })
  })
})
