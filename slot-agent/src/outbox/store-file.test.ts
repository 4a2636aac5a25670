import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StartFailure } from '../start-failure.js'
import type { KeptVote } from './ports.js'
import { createSqliteOutbox, OUTBOX_LIMIT } from './sqlite-outbox.js'
import { openStoreFile, type StoreFile } from './store-file.js'

let folder: string
let path: string
const open: StoreFile[] = []

const vote = (reqId: string, run = 1, choice = 'B'): KeptVote => ({
  reqId,
  run,
  step: run,
  choice,
  ts: '2026-01-31T22:00:00.000Z',
})
const openFile = (at = path) => {
  const file = openStoreFile(at)
  open.push(file)
  return file
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eg-outbox-'))
  path = join(folder, 'data', 'slot-01.db')
})
afterEach(() => {
  for (const file of open.splice(0)) file.close()
  rmSync(folder, { recursive: true })
})

describe('the outbox', () => {
  it('S1 a vote that was kept is there after the agent died without closing its file', () => {
    expect(openFile().slot('slot-01').outbox.add(vote('v-1'))).toBe('kept')
    // Never closed: a second connection sees what a restarted agent would see.
    expect(openFile().slot('slot-01').outbox.list()).toEqual([vote('v-1')])
  })

  it('S6 a newer vote of the same run takes the place of the older one', () => {
    const { outbox } = openFile().slot('slot-01')
    outbox.add(vote('v-1', 1, 'A'))
    outbox.add(vote('v-2', 2, 'B'))
    outbox.add(vote('v-3', 1, 'C'))
    expect(outbox.list().map(({ reqId }) => reqId)).toEqual(['v-2', 'v-3'])
  })

  it('S11 an answered vote is gone, once', () => {
    const { outbox } = openFile().slot('slot-01')
    outbox.add(vote('v-1'))
    expect(outbox.remove('v-1')).toBe(true)
    expect(outbox.remove('v-1')).toBe(false)
    expect(outbox.list()).toEqual([])
  })

  it('S13 a full outbox keeps nothing more, but still lets a newer vote replace an older one', () => {
    openFile()
    const db = new Database(path)
    const outbox = createSqliteOutbox(db, 'slot-01', 2)
    expect([outbox.add(vote('v-1', 1)), outbox.add(vote('v-2', 2)), outbox.add(vote('v-3', 3))]).toEqual([
      'kept',
      'kept',
      'full',
    ])
    expect(outbox.add(vote('v-4', 2, 'C'))).toBe('kept')
    expect(outbox.list().map(({ reqId }) => reqId)).toEqual(['v-1', 'v-4'])
    expect(OUTBOX_LIMIT).toBe(200)
    db.close()
  })

  it('keeps the slots of one file apart, also with equal ids', () => {
    const file = openFile()
    file.slot('slot-02').outbox.add(vote('v-1'))
    file.slot('slot-03').outbox.add(vote('v-1', 4))
    file.slot('slot-02').outbox.remove('v-1')
    expect(file.slot('slot-02').outbox.list()).toEqual([])
    expect(file.slot('slot-03').outbox.list()).toHaveLength(1)
  })
})

describe('the memory', () => {
  const question = { run: 7, step: 3, text: 'Who?', options: ['A', 'B'], closes_at: null, final: true }

  it('S20 what was counted is there after a restart', () => {
    const { memory } = openFile().slot('slot-01')
    expect(memory.load()).toBeNull()
    memory.save({ question, counted: null, press: null })
    const answered = { question, counted: 'B', press: { choice: 'B', status: 'counted' as const, reason: null } }
    memory.save(answered)
    expect(openFile().slot('slot-01').memory.load()).toEqual(answered)
    expect(openFile().slot('slot-02').memory.load()).toBeNull()
  })
})

describe('what is forgotten', () => {
  it('J90 is forgotten after a restart, until it is given up', () => {
    const { forgotten } = openFile().slot('slot-01')
    expect(forgotten.load()).toBeNull()
    forgotten.save(7)
    forgotten.save(9)
    expect(openFile().slot('slot-01').forgotten.load()).toBe(9)
    expect(openFile().slot('slot-02').forgotten.load()).toBeNull()
    forgotten.save(null)
    expect(openFile().slot('slot-01').forgotten.load()).toBeNull()
  })

  it('J90 is the machine’s: a spare has forgotten it under the name that it takes too', () => {
    const file = openFile()
    file.slot('spare-01', 'this').forgotten.save(7)
    file.forget('slot-04')
    expect(file.slot('slot-04', 'this').forgotten.load()).toBe(7)
  })

  it('J90 a file of the release before opens and takes it', () => {
    openFile().close()
    open.length = 0
    const db = new Database(path)
    db.exec('DROP TABLE forgotten_run')
    db.close()
    openFile().slot('slot-01').forgotten.save(7)
    expect(openFile().slot('slot-01').forgotten.load()).toBe(7)
  })
})

it('S46 a file of the release before opens, keeps its votes and takes rounds', () => {
  openFile().close()
  open.length = 0
  const db = new Database(path)
  db.exec('DROP TABLE round_outbox')
  db.prepare(
    "INSERT INTO outbox (device_id, req_id, run, step, choice, ts) VALUES ('slot-01', 'v-1', 1, 1, 'B', ?)",
  ).run(vote('v-1').ts)
  db.close()
  const { outbox, rounds } = openFile().slot('slot-01')
  const round = { reqId: 'g-1', tagUid: '04A37C91', stakeCents: 200 }
  rounds.keep(round, vote('v-1').ts)
  expect(outbox.list()).toEqual([vote('v-1')])
  expect(openFile().slot('slot-01').rounds.load()).toEqual(round)
})

it('a file that is no database is one line that says what to do', () => {
  const broken = join(folder, 'broken.db')
  writeFileSync(broken, 'this is not a database, and it is long enough to be taken for one by nobody at all')
  expect(() => openStoreFile(broken)).toThrow(StartFailure)
  expect(() => openStoreFile(broken)).toThrow(/DB_PATH=".*broken.db" cannot be used/)
})
