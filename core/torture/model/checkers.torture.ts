import type { Answer } from '@eg/shared'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { Pipeline } from '../../dist/commit/pipeline.js'
import { createSqliteStore } from '../../dist/store/sqlite/sqlite-store.js'
import type { Expected } from '../../test/ledger-accounts.js'
import { LedgerModel } from '../../test/ledger-model.js'
import type { LedgerOp } from '../../test/ledger-ops.js'
import { type Fault, breakCopy, importBroken } from './broken-copy.js'
import { createDraw } from './draw.js'
import { planEvening } from './evening.js'
import { type CoreParts, runInProcess } from './in-process.js'
import { Judge } from './judge.js'
import { type Request, VenueModel } from './venue-model.js'

// Each of these breaks what a check guards, and sees the check red. The evening is the same one every time.

const SEED = 4
const REAL: CoreParts = { Pipeline, createSqliteStore }
type More = Partial<Parameters<typeof runInProcess>[1]>

/** What is found wrong with an evening; empty if nothing is. */
async function verdict(more: More = {}): Promise<string> {
  const draw = createDraw(SEED)
  const sends = planEvening(draw, { commands: 400, nightShare: 70, window: 30 })
  const problems = runInProcess(sends, { parts: REAL, draw, ...more })
  return problems.then((found) => found.join('\n'), String)
}

/** The parts of a core that was broken in these places. */
async function broken(...faults: Fault[]): Promise<CoreParts> {
  const core = breakCopy(faults)
  const pipeline = await importBroken<typeof import('../../dist/commit/pipeline.js')>(core, 'dist/commit/pipeline.js')
  const store = await importBroken<typeof import('../../dist/store/sqlite/sqlite-store.js')>(
    core,
    'dist/store/sqlite/sqlite-store.js',
  )
  return { Pipeline: pipeline.Pipeline, createSqliteStore: store.createSqliteStore }
}

/** Changes the database behind the core's back. */
const rewrite = (sql: string) => (dbPath: string) => {
  const db = new Database(dbPath)
  db.exec(sql)
  db.close()
}

const ONE_VOTE: Fault = {
  file: 'src/store/sqlite/migrations/0001_night.sql',
  is: `  at INTEGER NOT NULL,
  PRIMARY KEY (run, device_id)
) WITHOUT ROWID;`,
  becomes: '  at INTEGER NOT NULL\n);',
}
const ONE_REQUEST: Fault = {
  file: 'src/store/sqlite/migrations/0001_night.sql',
  is: `  at INTEGER NOT NULL,
  PRIMARY KEY (actor, req_id)
) WITHOUT ROWID;`,
  becomes: '  at INTEGER NOT NULL\n);',
}
const ONE_MOVE: Fault = {
  file: 'src/store/sqlite/migrations/0002_money.sql',
  is: `  CHECK (debit <> credit),
  UNIQUE (actor, req_id, part)`,
  becomes: '  CHECK (debit <> credit)',
}
const FORGETS: Fault = { file: 'dist/store/sqlite/requests.js', is: 'if (before) {', becomes: 'if (false) {' }

describe('a checker is red', () => {
  it('Z29 not when nothing is broken, also in a copy of the core', async () => {
    expect(await verdict()).toBe('')
    expect(await verdict({ parts: await broken() })).toBe('')
  })

  it('Z29 when the votes lose their primary key', async () => {
    const change: Fault = {
      file: 'dist/store/sqlite/statements.js',
      is: 'UPDATE votes SET choice = ?, at = ? WHERE run = ? AND device_id = ?',
      becomes: 'INSERT INTO votes (choice, at, run, device_id) VALUES (?, ?, ?, ?)',
    }
    expect(await verdict({ parts: await broken(ONE_VOTE, change) })).toMatch(/the model says|counted twice/)
  })

  it('Z29 when a request id is forgotten between two copies', async () => {
    const between = rewrite('DELETE FROM requests')
    // The ledger's own unique index turns the second copy of a transfer into a fault.
    expect(await verdict({ between })).toMatch(/first answered|UNIQUE constraint failed/)
  })

  it('Z29 when request ids are not looked up', async () => {
    expect(await verdict({ parts: await broken(FORGETS) })).toMatch(/UNIQUE constraint failed: requests/)
  })

  it('Z29 when nothing at all holds a request to once', async () => {
    expect(await verdict({ parts: await broken(FORGETS, ONE_REQUEST, ONE_MOVE) })).toMatch(/first answered/)
  })

  it('Z29 when the model is wrong about one rule', async () => {
    class Forgetful extends LedgerModel {
      override apply(operation: LedgerOp, answer: Answer, at: number): Expected {
        if (operation.op === 'adjust') return { status: answer.status }
        return super.apply(operation, answer, at)
      }
    }
    const model = new VenueModel()
    model.ledger = new Forgetful()
    expect(await verdict({ judge: new Judge(model) })).toMatch(/the model says|should not be/)
  })

  it('Z29 when answers are heard in another order than they were committed in', async () => {
    class Swapping extends Judge {
      private held: [Request, Answer | null, number] | null = null
      override hear(...heard: [Request, Answer | null, number]): void {
        if (!this.held) return void (this.held = heard)
        super.hear(...heard)
        super.hear(...this.held)
        this.held = null
      }
    }
    expect(await verdict({ judge: new Swapping() })).toMatch(/the model says|should not be/)
  })
})

describe('the comparison of database and model is red when', () => {
  it.each([
    [
      'Z29 a slot has two votes in a run',
      /counted twice/,
      free('votes', 'INSERT INTO votes SELECT * FROM votes LIMIT 1'),
    ],
    ['Z29 a vote is gone', /vote missing/, free('votes', 'DELETE FROM votes WHERE rowid = 1')],
    [
      'Z29 a request has moved money twice',
      /moved twice/,
      // What refers to a transfer goes: to a table without a key nothing can refer.
      free('transfers', 'DROP TABLE session_cards; INSERT INTO transfers SELECT * FROM transfers WHERE transfer = 5'),
    ],
    [
      'Z29 a cent appears',
      /balance that should not be|must hold 0/,
      "UPDATE accounts SET balance = balance + 1 WHERE name = 'house'",
    ],
    [
      'Z29 a run has another winner',
      /run that should not be/,
      `DROP TRIGGER runs_ended_stay; UPDATE runs SET winner = 'Z' WHERE run = 2`,
    ],
    ['Z29 a line of the journal is gone', /journal has gaps/, 'DELETE FROM journal WHERE seq = 7'],
  ])('%s', async (_, problem, sql) => {
    expect(await verdict({ after: rewrite(sql) })).toMatch(problem)
  })
})

/** Takes every constraint and trigger from a table, and then does `sql`. */
function free(table: string, sql: string): string {
  return `PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON;
    CREATE TABLE freed AS SELECT * FROM ${table}; DROP TABLE ${table}; ALTER TABLE freed RENAME TO ${table}; ${sql}`
}
