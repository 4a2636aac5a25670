import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Work } from '../dist/commit/command.js'
import { createCommitter } from '../dist/store/sqlite/committer.js'
import { openDatabase } from '../dist/store/sqlite/open-database.js'
import { createSessionReads } from '../dist/store/sqlite/reads/session-reads.js'
import { storeSettings } from './store-settings.js'

const ROWS = 12_000

it('J18 a report reads so many rows at once and no more, whatever a session holds', () => {
  const db = openDatabase(join(mkdtempSync(join(tmpdir(), 'eg-session-')), 'core.db'))
  db.pragma('synchronous = OFF')
  const committer = createCommitter(db, storeSettings())
  committer.boot(1)
  let asked = 0
  const say = (...works: object[]) =>
    committer.commit(
      works.map((work) => {
        asked += 1
        const { payload, ...rest } = work as { payload: object }
        return {
          work: { ...rest, payload: { req_id: `r${asked}`, ...payload } } as Work,
          actor: { key: 'op', via: 'http' },
          at: asked,
        }
      }),
    )
  say({ kind: 'opSessionStart', payload: { name: 'x', group_size: 1 } })
  const payout = (i: number) => ({ kind: 'opPayoutNew', payload: { payout_id: `p${i}`, source: 'x', amount_cents: 1 } })
  say(...Array.from({ length: ROWS }, (_, i) => payout(i)))
  say({ kind: 'opSessionClose', payload: { session: 1 } })
  const reads = createSessionReads(db)
  const bounds = reads.sessionBounds(1)
  if (!bounds) throw new Error('no session')
  expect(bounds.counts.transfers).toBe(ROWS)
  const { transfers: from } = bounds.before
  expect(reads.sessionLines(bounds.first_seq, bounds.last_seq).last - bounds.first_seq).toBe(5000)
  expect(reads.sessionSums(from, bounds.after.transfers).last - from).toBe(5000)
  expect(reads.cardsPreview(1, true)).toBeNull()
  expect(reads.cardsPreview(1, false)).toBeNull()
  expect(reads.cardsPreview(1, false)).toMatchObject({ cards: 0, cents: 0 })
  db.close()
})
