import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { is } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { SQLiteTable, getTableConfig } from 'drizzle-orm/sqlite-core'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Command, Work } from '../dist/commit/command.js'
import { type Committer, createCommitter } from '../dist/store/sqlite/committer.js'
import { APPLICATION_ID } from '../dist/store/sqlite/application-id.js'
import { openDatabase } from '../dist/store/sqlite/open-database.js'
import * as schema from '../dist/store/sqlite/schema.js'
import { createSqliteStore } from '../dist/store/sqlite/sqlite-store.js'
import { StoreRefusedError } from '../dist/store/store.js'
import { storeSettings } from './store-settings.js'

const freshPath = () => join(mkdtempSync(join(tmpdir(), 'eg-store-')), 'core.db')
const command = (work: Work, at = 1000): Command => ({ work, actor: { key: 'op', via: 'http' }, at })
const open = (req_id: string, more: object = {}): Work => ({
  kind: 'opNightOpen',
  payload: { req_id, step: 1, question: 'Q', options: ['A', 'B'], ...more },
})
const vote = (device_id: string, choice = 'A'): Work => ({ kind: 'nightVote', payload: { device_id, step: 1, choice } })

let db: Database.Database
let committer: Committer
beforeEach(() => {
  db = openDatabase(freshPath())
  committer = createCommitter(db, storeSettings({ expectedVotes: 9 }))
  committer.boot(1)
})
const night = () => committer.commit([command({ kind: 'opModeSet', payload: { req_id: 'night', mode: 'night' } })])
const answers = (...works: Work[]) => committer.commit(works.map((work) => command(work))).outcomes.map((o) => o.answer)

describe('the database', () => {
  it('P7 has the tables that the schema in the code names, column by column', () => {
    const tables = Object.values(schema).filter((value): value is SQLiteTable => is(value, SQLiteTable))
    expect(tables.length).toBeGreaterThan(5)
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
  })

  it('P7 of the release before gets what is new and keeps what it has, and that release goes on writing to it', () => {
    const path = freshPath()
    const folder = mkdtempSync(join(tmpdir(), 'eg-migrations-'))
    const own = new URL('../src/store/sqlite/migrations/', import.meta.url)
    cpSync(own, folder, { recursive: true })
    const list = join(folder, 'meta', '_journal.json')
    const journal = JSON.parse(readFileSync(list, 'utf8')) as { entries: { tag: string }[] }
    const before = { ...journal, entries: journal.entries.filter(({ tag }) => tag < '0003') }
    writeFileSync(list, JSON.stringify(before))
    const old = new Database(path)
    old.pragma(`application_id = ${APPLICATION_ID}`)
    migrate(drizzle(old), { migrationsFolder: folder })
    const insert = `INSERT INTO runs (step, question, options, status, expected, final, tie, reveal, opened_at)
      VALUES (1, 'Q', '["A","B"]', 'revealed', 9, 0, 'first', 'auto', 1)`
    old.exec(insert)
    old.close()
    const now = openDatabase(path)
    now.exec(insert)
    expect(now.prepare('SELECT run, expected, expects FROM runs').all()).toEqual([
      { run: 1, expected: 9, expects: 'number' },
      { run: 2, expected: 9, expects: 'number' },
    ])
    expect(now.prepare('SELECT count(*) AS n FROM device_commands').get()).toEqual({ n: 0 })
    now.close()
  })

  it('P8 commits to disk: write-ahead log with synchronous FULL, foreign keys on', () => {
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(db.pragma('synchronous', { simple: true })).toBe(2)
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
  })

  it('N28 itself refuses a second current run, a vote on a run that is not open, and any change of what has ended', () => {
    night()
    answers(open('a'), vote('slot-01'))
    const insert = `INSERT INTO runs (step, question, options, status, expected, final, tie, reveal, opened_at) VALUES (2, 'Q', '["A","B"]', 'open', 9, 0, 'first', 'auto', 1)`
    expect(() => db.exec(insert)).toThrow(/UNIQUE/)
    expect(() => db.exec(`INSERT INTO votes VALUES (1, 'slot-01', 'B', 1)`)).toThrow(/UNIQUE/)
    expect(() => db.exec('DELETE FROM votes')).toThrow(/kept/)
    answers({ kind: 'opNightClose', payload: { req_id: 'c', run: 1 } })
    expect(() => db.exec(`UPDATE votes SET choice = 'B'`)).toThrow(/not open/)
    expect(() => db.exec(`UPDATE runs SET winner = 'B'`)).toThrow(/ended/)
    expect(() => db.exec('DELETE FROM runs')).toThrow(/kept/)
    expect(() => db.exec(`UPDATE journal SET outcome = 'x'`)).toThrow(/append-only/)
  })

  it('P9 refuses somebody else’s file, a folder and garbage in one line, and changes none of them', async () => {
    const foreign = freshPath()
    new Database(foreign).exec('CREATE TABLE shopping (item TEXT)').close()
    expect(() => openDatabase(foreign)).toThrow(StoreRefusedError)
    expect(() => openDatabase(foreign)).toThrow(/another program's database/)
    const garbage = freshPath()
    await import('node:fs').then(({ writeFileSync }) =>
      writeFileSync(garbage, 'this is no database, but it is long enough to be read as one'.repeat(50)),
    )
    expect(() => openDatabase(garbage)).toThrow(/DB_PATH .*cannot be opened/)
    expect(() => openDatabase(tmpdir())).toThrow(/DB_PATH/)
    const refused = createSqliteStore(foreign, storeSettings({ expectedVotes: 9 }), () => undefined)
    await expect(refused.boot(1)).rejects.toThrow(StoreRefusedError)
    await refused.close()
  })
})

describe('requests', () => {
  it('P17 begins a new database with nothing in it, also beside the log of one that is gone', () => {
    const path = freshPath()
    const former = openDatabase(path)
    createCommitter(former, storeSettings()).boot(1)
    former.pragma('wal_checkpoint(TRUNCATE)')
    former.exec(`INSERT INTO meta (key, value) VALUES ('former', 'yes')`)
    copyFileSync(`${path}-wal`, `${path}.kept`)
    former.close()
    rmSync(path)
    copyFileSync(`${path}.kept`, `${path}-wal`)
    const begun = openDatabase(path)
    expect(begun.prepare(`SELECT value FROM meta WHERE key = 'former'`).get()).toBeUndefined()
    expect(begun.pragma('integrity_check', { simple: true })).toBe('ok')
    begun.close()
  })

  it('P10 the same id with the same content gets the first answer for ever, also a refusal; with other content it is a conflict', () => {
    expect(answers(open('r1'))).toMatchObject([{ status: 'refused', reason: 'not_night' }])
    night()
    expect(answers(open('r1'))).toMatchObject([{ status: 'refused', reason: 'not_night' }])
    expect(answers(open('r2'), open('r2'))).toMatchObject([
      { status: 'ok', run: 1 },
      { status: 'ok', run: 1 },
    ])
    expect(answers(open('r2', { question: 'Other?' }))).toMatchObject([{ status: 'conflict', field: 'req_id' }])
    const timed = answers(open('r3', { duration_s: 60 }))
    expect(timed).toMatchObject([{ status: 'ok', run: 2 }])
    const extend: Work = { kind: 'opNightExtend', payload: { req_id: 'x1', run: 2, seconds: 15 } }
    answers(extend, extend)
    expect(db.prepare('SELECT closes_at - opened_at FROM runs WHERE run = 2').pluck().get()).toBe(75_000)
  })
})

describe('a batch', () => {
  it('P11 goes on without a command that has a fault; its sender is told, and nothing of it stays', () => {
    night()
    const poison = {
      kind: 'deviceState',
      contract: 'inputLeds',
      deviceId: 'slot-07',
      topic: 't',
      text: '{broken',
      keep: true,
    } as Work
    const { outcomes, publications } = committer.commit(
      [open('a'), vote('slot-01'), poison, vote('slot-02')].map((work) => command(work)),
    )
    expect(outcomes.map((o) => o.answer?.status ?? 'fault')).toEqual(['ok', 'counted', 'fault', 'counted'])
    expect(outcomes[2]?.fault).toContain('JSON')
    expect(db.prepare('SELECT device_id FROM devices ORDER BY 1').pluck().all()).toEqual(['slot-01', 'slot-02'])
    expect(publications.filter((p) => p.contract === 'inputLeds')).toEqual([])
  })

  it('N18 keeps what each slot chose out of the journal and out of the operator’s view until the run is shown', () => {
    night()
    const { publications } = committer.commit(
      [open('a', { reveal: 'operator', expected: 2 }), vote('slot-01', 'A'), vote('slot-02', 'B')].map((work) =>
        command(work),
      ),
    )
    const told = JSON.stringify(publications.filter((p) => p.contract !== 'nightStep'))
    expect(told).not.toMatch(/"choice"|"tally":\{/)
    expect(publications.filter((p) => p.contract === 'nightResult')).toEqual([])
    const shown = committer.commit([command({ kind: 'opNightReveal', payload: { req_id: 'v', run: 1 } })])
    expect(shown.publications.find((p) => p.contract === 'nightResult')?.payload).toMatchObject({
      tally: { A: 1, B: 1 },
    })
  })

  it('N18 a tie that the operator decides tells only which options lead', () => {
    night()
    answers(
      open('a', { tie: 'operator', options: ['A', 'B', 'C'], expected: 3 }),
      vote('slot-01', 'A'),
      vote('slot-02', 'B'),
    )
    const { publications } = committer.commit([command({ kind: 'opNightClose', payload: { req_id: 'c', run: 1 } })])
    const view = publications.find((p) => p.contract === 'opNight')?.payload
    expect(view).toMatchObject({ suggested: 'decide', run: { status: 'closed', tied: ['A', 'B'], tally: null } })
    expect(answers({ kind: 'opNightReveal', payload: { req_id: 'v', run: 1, winner: 'B' } })).toMatchObject([
      { status: 'ok' },
    ])
  })

  it('N17 a revote asks again by itself, with the same step and a new run', () => {
    night()
    answers(open('a', { tie: 'revote', expected: 2, duration_s: 60 }), vote('slot-01', 'A'), vote('slot-02', 'B'))
    const rows = db.prepare('SELECT run, status, step, void_reason, duration_ms, expected FROM runs').all()
    expect(rows).toMatchObject([
      { run: 1, status: 'voided', void_reason: 'tie' },
      { run: 2, status: 'open', step: 1, duration_ms: 60_000, expected: 2 },
    ])
  })

  it('N23 a clock that was set while a run is open moves the published end, not the remaining time', () => {
    night()
    committer.commit([command(open('a', { duration_s: 60 }), 1000)])
    const hour = 3_600_000
    const { publications } = committer.commit([
      command({ kind: 'timerSave', run: 1, version: 0, remainingMs: 50_000 }, 11_000 + hour),
    ])
    expect(publications.find((p) => p.contract === 'nightStep')?.payload).toMatchObject({ closes_at: 61_000 + hour })
    expect(committer.boot(12_000 + hour).timer).toMatchObject({ run: 1, remainingMs: 49_000 })
    // The Pi comes up again with an old clock: what was left holds, and the published end says the same.
    const old = committer.boot(12_000)
    expect(old.timer).toMatchObject({ remainingMs: 49_000 })
    expect(old.publications.find((p) => p.contract === 'nightStep')?.payload).toMatchObject({ closes_at: 61_000 })
  })
})
