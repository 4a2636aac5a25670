import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DAY_MS, DESK, type OldEvening, createOldEvening, openEvening, visit } from './old-evening.js'

const PURGE = fileURLToPath(new URL('../dist/privacy/main.js', import.meta.url))
const ADA = '04A37C91'

let evening: OldEvening
beforeEach(() => {
  evening = createOldEvening()
  evening.on(400, 'opShiftOpen', { ...DESK, count_cents: 10_000, by: 'Nadia' })
})
afterEach(() => evening.close())

it('U78 a purge takes what disputes are told by: taps, what slots showed, and which request a line came of', () => {
  visit(evening, 120, ADA, 'Ada')
  const put = evening.db.prepare(
    `INSERT INTO slot_shown (device_id, place, number, after_seq, at, phase, tag_uid, lit) VALUES ('slot-01', ?, ?, 1, ?, 'ready', ?, 0)`,
  )
  put.run(1, 1, Date.now() - 120 * DAY_MS, ADA)
  put.run(2, 2, Date.now() - DAY_MS, ADA)
  evening.db
    .prepare(
      `INSERT INTO journal (at, kind, outcome, actor, device_id, data) VALUES (?, 'cardTap', 'ok', 'slot-01', 'slot-01', ?)`,
    )
    .run(Date.now() - 120 * DAY_MS, JSON.stringify({ tag_uid: ADA }))
  expect(evening.db.prepare('SELECT count(*) FROM journal WHERE req_id IS NOT NULL').pluck().get()).toBeGreaterThan(2)
  evening.close()
  const env = { PATH: process.env.PATH, DB_PATH: evening.dbPath }
  const { status, stderr } = spawnSync(process.execPath, [PURGE, '--card', ADA, '--yes'], { env, encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  evening = openEvening(evening.dbPath)
  const all = ['journal', 'slot_shown', 'undoables', 'requests'].map((table) =>
    evening.db.prepare(`SELECT * FROM ${table}`).all(),
  )
  expect(JSON.stringify(all)).not.toContain(ADA)
  const named = evening.db.prepare(`SELECT req_id FROM journal WHERE json_extract(data, '$.tag_uid') LIKE 'PURGED-%'`)
  expect(new Set(named.pluck().all())).toEqual(new Set([null]))
})
