import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Work } from '../dist/commit/command.js'
import { createCommitter } from '../dist/store/sqlite/committer.js'
import { openDatabase } from '../dist/store/sqlite/open-database.js'
import { createSessionReads } from '../dist/store/sqlite/reads/session-reads.js'
import { headOf } from '../dist/http/session-report/gather.js'
import { storeSettings } from './store-settings.js'

const HOUR = 3_600_000

it('J3 a clock that is set makes a session neither longer nor shorter, running or paused', () => {
  const db = openDatabase(join(mkdtempSync(join(tmpdir(), 'eg-session-')), 'core.db'))
  const committer = createCommitter(db, storeSettings())
  committer.boot(1)
  let asked = 0
  const say = (at: number, kind: string, payload: object) =>
    committer.commit([
      { work: { kind, payload: { req_id: `r${++asked}`, ...payload } } as Work, actor: { key: 'op', via: 'http' }, at },
    ])
  const clock = (at: number, byMs: number) =>
    committer.commit([{ work: { kind: 'clockSet', byMs }, actor: { key: 'core', via: 'core' }, at }])

  say(1000, 'opSessionStart', { name: 'x', group_size: 1 })
  clock(2000 + HOUR, HOUR)
  say(3000 + HOUR, 'opSessionPause', { session: 1 })
  clock(4000 - HOUR, -2 * HOUR)
  say(5000 - HOUR, 'opSessionResume', { session: 1 })
  say(6000 - HOUR, 'opSessionClose', { session: 1 })
  const bounds = createSessionReads(db).sessionBounds(1)
  if (!bounds) throw new Error('no session')
  expect(headOf(bounds, 0).timings).toEqual({ as_of: null, duration_ms: 5000, active_ms: 3000, paused_ms: 2000 })
  db.close()
})

it('J3 Z65 a core that starts with an old clock makes a session no shorter, and NTP no longer than it was on', () => {
  const db = openDatabase(join(mkdtempSync(join(tmpdir(), 'eg-session-')), 'core.db'))
  let committer = createCommitter(db, storeSettings())
  const MINUTE = HOUR / 60
  let asked = 0
  let at = HOUR
  committer.boot(at)
  const commit = (work: object) =>
    committer.commit([{ work: work as Work, actor: { key: 'op', via: 'http' }, at, answer: 'x' }]).outcomes[0]?.answer
  const say = (kind: string, payload: object) => commit({ kind, payload: { req_id: `r${++asked}`, ...payload } })

  say('opCardIssue', { tag_uid: 'A' })
  say('opCardAdjust', { tag_uid: 'A', amount_cents: 500, direction: 'credit', reason: 'x', by: 'op' })
  say('opSessionStart', { name: 'x', group_size: 1 })
  at += 70 * MINUTE
  say('walletDebit', { device_id: 'slot-01', tag_uid: 'A', amount_cents: 200 })
  at -= 53 * MINUTE
  committer = createCommitter(db, storeSettings())
  committer.boot(at)
  at += 11 * MINUTE
  commit({ kind: 'moneySweep' })
  at += 54 * MINUTE
  commit({ kind: 'clockSet', byMs: 54 * MINUTE })
  at += 39 * MINUTE
  expect(say('opSessionClose', { session: 1 })).toMatchObject({ status: 'ok' })
  const bounds = createSessionReads(db).sessionBounds(1)
  if (!bounds) throw new Error('no session')
  expect(headOf(bounds, 0).timings).toMatchObject({ active_ms: 120 * MINUTE, paused_ms: 0 })
  db.close()
})
