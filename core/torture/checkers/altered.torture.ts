import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../test/core-process.js'
import { checkEvening } from '../evening/check-evening.js'
import { drawFrom } from '../evening/draw.js'
import { Evening } from '../evening/evening.js'
import { createKillableCore } from '../evening/killable-core.js'
import type { Verdict } from '../evening/verdict.js'
import { seed } from '../seed.js'

/** So many commands of every kind are in the database that is altered. */
const ENOUGH = 5

/** Something that must not happen to a database, and where the checkers must see it. */
const ALTERATIONS: [string, keyof Verdict, string][] = [
  ['a request is forgotten', 'lost', `DELETE FROM requests WHERE req_id = (SELECT min(req_id) FROM requests)`],
  ['an answer is another one', 'lost', `UPDATE requests SET answer = json_set(answer, '$.status', 'other')`],
  ['a transfer is gone', 'lost', `DELETE FROM transfers WHERE kind = 'stake' AND transfer % 2 = 0`],
  ['a payout is gone', 'lost', `DELETE FROM payouts WHERE status = 'ready'`],
  ['a vote is gone', 'lost', `DELETE FROM votes`],
  ['a vote is for something else', 'lost', `UPDATE votes SET choice = 'Z'`],
  ['a journal line is gone', 'lost', `DELETE FROM journal WHERE kind = 'walletDebit' AND seq % 2 = 0`],
  [
    'a transfer is there twice',
    'doubled',
    `INSERT INTO transfers (at, kind, debit, credit, amount, actor, req_id, part)
     SELECT at, kind, debit, credit, amount, actor, req_id, 7 FROM transfers WHERE kind = 'bet' LIMIT 1`,
  ],
  ['a vote is counted twice', 'doubled', `UPDATE runs SET voted = voted + 1 WHERE voted > 0`],
  ['a vote comes from nowhere', 'broken', `INSERT INTO votes SELECT run, 'change-01', 'A', at FROM votes LIMIT 1`],
  ['a balance moves by itself', 'broken', `UPDATE accounts SET balance = balance + 1 WHERE name = 'house'`],
  ['two balances move by themselves', 'broken', `UPDATE accounts SET balance = -balance`],
]

describe('the checkers of a database see it when', () => {
  const core = createKillableCore()
  const folder = mkdtempSync(join(tmpdir(), 'eg-altered-'))
  const evening = new Evening(drawFrom(seed))

  beforeAll(async () => {
    await core.start()
    await evening.operator.prepare(core.api)
    await evening.connect(core)
    evening.start(core)
    const enough = () => Object.values(evening.account.effective()).every((count) => count >= ENOUGH)
    await until('some of every kind', enough, 60_000)
    await core.kill()
    await evening.gone()
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
    rmSync(dirname(core.dbPath), { recursive: true })
  })

  /** A copy of the evening's database, altered. */
  function altered(sql: string): string {
    const path = join(folder, 'core.db')
    for (const suffix of ['', '-wal', '-shm']) {
      rmSync(path + suffix, { force: true })
      if (existsSync(core.dbPath + suffix)) copyFileSync(core.dbPath + suffix, path + suffix)
    }
    const db = new Database(path)
    db.pragma('ignore_check_constraints = ON')
    const triggers = db.prepare(`SELECT name FROM sqlite_master WHERE type = 'trigger'`).pluck().all() as string[]
    for (const trigger of triggers) db.exec(`DROP TRIGGER ${trigger}`)
    db.pragma('foreign_keys = OFF')
    db.exec(sql)
    db.close()
    return path
  }

  it('Z8 nothing was altered: they find nothing', () => {
    expect(checkEvening(altered(''), evening.account)).toEqual({ lost: [], doubled: [], broken: [] })
  })

  it.each(ALTERATIONS)('Z8 %s', (_, what, sql) => {
    expect(checkEvening(altered(sql), evening.account)[what]).not.toEqual([])
  })
})
