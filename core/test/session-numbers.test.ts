import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Work } from '../dist/commit/command.js'
import { REHEARSAL_ID } from '../dist/store/sqlite/application-id.js'
import { createCommitter } from '../dist/store/sqlite/committer.js'
import { markAsCopy } from '../dist/store/sqlite/number-on.js'
import { openDatabase } from '../dist/store/sqlite/open-database.js'
import { prepareRehearsal } from '../dist/store/sqlite/prepare-rehearsal.js'
import { createSessionReads } from '../dist/store/sqlite/reads/session-reads.js'
import { storeSettings } from './store-settings.js'

const NOTHING = { runs: 0, votes: 0, rounds: 0, bets: 0, transfers: 0 }

let path: string
let asked: number
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'eg-numbers-')), 'core.db')
  asked = 0
})
afterEach(() => rmSync(dirname(path), { recursive: true }))

/** A core on this database, which gives commands one after the other. */
function openCore(db: Database.Database) {
  const committer = createCommitter(db, storeSettings())
  committer.boot(asked)
  const say = (kind: string, payload: object = {}) => {
    const work = { kind, payload: { req_id: `r${++asked}`, ...payload } } as Work
    return committer.commit([{ work, actor: { key: 'op', via: 'http' }, at: asked, answer: 'x' }]).outcomes[0]?.answer
  }
  return { say, reads: createSessionReads(db) }
}
/** One question, asked and shown. */
function ask(say: ReturnType<typeof openCore>['say']): void {
  const run = say('opNightOpen', { step: 1, question: 'Q', options: ['A', 'B'], reveal: 'operator' })?.run
  say('nightVote', { device_id: 'slot-01', step: 1, choice: 'A' })
  say('opNightClose', { run })
  say('opNightReveal', { run })
}

it('X15 after a backup was put in place, what was outside sessions is counted from the session before', () => {
  let db = openDatabase(path)
  let { say, reads } = openCore(db)
  say('opModeSet', { mode: 'night' })
  say('opSessionStart', { name: 'x', group_size: 1 })
  ask(say)
  say('opSessionClose', { session: 1 })
  db.close()
  markAsCopy(path)
  db = openDatabase(path)
  ;({ say, reads } = openCore(db))
  const { session } = say('opSessionStart', { name: 'y', group_size: 1, reason: 'x' }) as { session: number }
  expect(session).toBe(10_002)
  ask(say)
  say('opSessionClose', { session })
  const [second, first] = reads.sessions(null, 10)
  expect(first).toMatchObject({ outside_before: NOTHING, counts: { runs: 1, votes: 1 } })
  expect(second).toMatchObject({ outside_before: NOTHING, counts: { runs: 1, votes: 1 } })
  expect(reads.outsideNow()).toEqual(NOTHING)
  db.close()
})

it('X15 in a rehearsal, whose runs do not begin at 1, what was outside sessions is counted from its first run', () => {
  const at = Date.UTC(2026, 10, 21)
  prepareRehearsal(path, { realPath: `${path}.real`, fresh: false }, at)
  const db = openDatabase(path, REHEARSAL_ID)
  const { say, reads } = openCore(db)
  expect(reads.outsideNow()).toEqual(NOTHING)
  say('opModeSet', { mode: 'night' })
  ask(say)
  expect(reads.outsideNow()).toMatchObject({ runs: 1, votes: 1 })
  say('opSessionStart', { name: 'x', group_size: 1 })
  expect(reads.sessions(null, 1)).toMatchObject([{ outside_before: { runs: 1 }, counts: { runs: 0 } }])
  db.close()
})
