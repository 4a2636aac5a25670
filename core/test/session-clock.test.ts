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
