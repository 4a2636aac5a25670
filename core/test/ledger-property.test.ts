import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Answer } from '@eg/shared'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Command } from '../dist/commit/command.js'
import { createCommitter } from '../dist/store/sqlite/committer.js'
import { openDatabase } from '../dist/store/sqlite/open-database.js'
import { createBooksCheck } from '../dist/store/sqlite/reads/books-check.js'
import { LedgerModel } from './ledger-model.js'
import { type LedgerOp, commandOf, ledgerActor, ledgerWork } from './ledger-ops.js'
import { storeSettings } from './store-settings.js'

const RUNS = 40
const OPS = 500

const card = fc.nat(5)
const slot = fc.nat(2)
const payout = fc.nat(30)
const amount = fc.integer({ min: 1, max: 900 })
const count = fc.integer({ min: 0, max: 5000 })
const operation: fc.Arbitrary<LedgerOp> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ op: fc.constant('issue' as const), card: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constantFrom('freeze' as const, 'unfreeze' as const), card }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('replace' as const), card, by: fc.nat(9) }) },
  { weight: 6, arbitrary: fc.record({ op: fc.constantFrom('debit' as const, 'credit' as const), slot, card, amount }) },
  {
    weight: 6,
    arbitrary: fc.record({
      op: fc.constant('round' as const),
      slot,
      card,
      stake: fc.constantFrom(100, 200, 500, 150),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      op: fc.constantFrom('payout' as const, 'op_payout' as const),
      payout,
      amount: fc.constantFrom(300, 700),
      table: fc.nat(1),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ op: fc.constantFrom('claim' as const, 'desk_claim' as const), payout, card }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('balance' as const), slot, card }) },
  {
    weight: 2,
    arbitrary: fc.record({ op: fc.constant('reverse' as const), transfer: fc.integer({ min: 1, max: 300 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constant('drawer' as const),
      amount,
      direction: fc.constantFrom('in' as const, 'out' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constantFrom('void' as const, 'expire' as const), payout }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constantFrom('shift_open' as const, 'shift_close' as const), count }) },
  { weight: 5, arbitrary: fc.record({ op: fc.constantFrom('top_up' as const, 'cash_out' as const), card, amount }) },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constant('adjust' as const),
      card,
      amount,
      direction: fc.constantFrom('credit' as const, 'debit' as const),
    }),
  },
)
/** An operation, or one from before sent again, as it was or with its id and other content. */
const step = fc.record({
  operation,
  again: fc.constantFrom('new', 'new', 'new', 'new', 'same', 'other'),
  back: fc.nat(20),
  endsBatch: fc.boolean(),
})

interface Sent {
  actor: string
  reqId: string
  operation: LedgerOp
  answer: Answer
}

/** A table's payout has no request id, and a balance is today's: both are answered anew. */
const hasFirstAnswer = ({ op }: LedgerOp) => op !== 'payout' && op !== 'balance'

describe('the ledger, whatever comes in whatever order', () => {
  it(`L27 ${(RUNS * OPS).toLocaleString('en')} operations: it equals the model, the sum is 0, no card is negative`, () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: OPS, maxLength: OPS }), fc.integer(), (steps, seed) => {
        const folder = mkdtempSync(join(tmpdir(), 'eg-ledger-'))
        const db = openDatabase(join(folder, 'core.db'))
        db.pragma('synchronous = OFF') // the rules are tested here, not the disk
        let state = seed
        const random = (below: number) => Math.abs((state = Math.imul(state, 1_103_515_245) + 12_345) >> 8) % below
        const committer = createCommitter(db, storeSettings(), random)
        committer.boot(1)
        const model = new LedgerModel()
        const history: Sent[] = []
        let batch: { command: Command; sent: Omit<Sent, 'answer'>; first: Sent | null; conflict: boolean }[] = []

        const flush = () => {
          const { outcomes } = committer.commit(batch.map(({ command }) => command))
          for (const [i, { sent, first, conflict }] of batch.entries()) {
            const answer = outcomes[i]?.answer as Answer
            if (conflict) expect(answer.status).toBe('conflict')
            else if (first) expect(answer).toEqual(first.answer)
            else {
              expect(answer, sent.operation.op).toMatchObject(model.apply(sent.operation, answer, 1000))
              if (hasFirstAnswer(sent.operation)) history.push({ ...sent, answer })
            }
          }
          batch = []
        }

        for (const [i, { operation, again, back, endsBatch }] of steps.entries()) {
          const before = again === 'new' ? undefined : history[history.length - 1 - back]
          if (before && again === 'same') {
            flush()
            const command = commandOf(before.operation, before.actor, before.reqId)
            batch.push({ command, sent: before, first: before, conflict: false })
          } else if (before && again === 'other' && hasFirstAnswer(operation)) {
            const differs =
              JSON.stringify(ledgerWork(before.operation, 'x')) !== JSON.stringify(ledgerWork(operation, 'x'))
            if (!differs) continue
            const actor = before.actor
            const sent = { actor, reqId: before.reqId, operation }
            batch.push({ command: commandOf(operation, actor, before.reqId), sent, first: null, conflict: true })
          } else {
            const actor = ledgerActor(operation)
            const sent = { actor, reqId: `r${i}`, operation }
            batch.push({ command: commandOf(operation, actor, `r${i}`), sent, first: null, conflict: false })
          }
          if (endsBatch) flush()
        }
        flush()

        const balances = db.prepare(`SELECT name, balance FROM accounts`).all() as { name: string; balance: number }[]
        const balanceOf = (name: string) => balances.find((account) => account.name === name)?.balance ?? 0
        expect(balances.reduce((sum, { balance }) => sum + balance, 0)).toBe(0)
        for (const [name, balance] of model.balances) {
          expect(balanceOf(name), name).toBe(balance)
          if (name.startsWith('player:')) expect(balance).toBeGreaterThanOrEqual(0)
        }
        const waiting = [...model.payouts.values()].filter(({ status }) => status === 'ready')
        expect(balanceOf('payouts')).toBe(waiting.reduce((sum, { amount }) => sum + amount, 0))
        expect(createBooksCheck(db)(true)?.problems).toEqual([])
        db.close()
        rmSync(folder, { recursive: true })
      }),
      { numRuns: RUNS },
    )
  })
})
