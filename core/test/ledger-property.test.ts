import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Answer } from '@eg/shared'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Command, Work } from '../dist/commit/command.js'
import { createCommitter } from '../dist/store/sqlite/committer.js'
import { openDatabase } from '../dist/store/sqlite/open-database.js'
import { createBooksCheck } from '../dist/store/sqlite/reads/books-check.js'
import { LedgerModel, type Op } from './ledger-model.js'
import { storeSettings } from './store-settings.js'

const RUNS = 40
const OPS = 500

const card = fc.nat(5)
const slot = fc.nat(2)
const payout = fc.nat(30)
const amount = fc.integer({ min: 1, max: 900 })
const count = fc.integer({ min: 0, max: 5000 })
const operation: fc.Arbitrary<Op> = fc.oneof(
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
    arbitrary: fc.record({ op: fc.constant('payout' as const), payout, amount: fc.constantFrom(300, 700) }),
  },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('claim' as const), payout, card }) },
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
  operation: Op
  answer: Answer
}

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
              expect(`${sent.operation.op} ${answer.status}`).toBe(
                `${sent.operation.op} ${model.apply(sent.operation, answer)}`,
              )
              if (sent.operation.op !== 'payout') history.push({ ...sent, answer })
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
          } else if (before && before.operation.op !== 'payout' && again === 'other' && operation.op !== 'payout') {
            const differs = JSON.stringify(workOf(before.operation, 'x')) !== JSON.stringify(workOf(operation, 'x'))
            if (!differs) continue
            const actor = before.actor
            const sent = { actor, reqId: before.reqId, operation }
            batch.push({ command: commandOf(operation, actor, before.reqId), sent, first: null, conflict: true })
          } else {
            const actor = 'slot' in operation ? `slot-0${operation.slot}` : 'desk'
            const sent = { actor, reqId: `r${i}`, operation }
            batch.push({ command: commandOf(operation, actor, `r${i}`), sent, first: null, conflict: false })
          }
          if (endsBatch) flush()
        }
        flush()

        const balances = db.prepare(`SELECT name, balance FROM accounts`).all() as { name: string; balance: number }[]
        const balanceOf = (name: string) => balances.find((account) => account.name === name)?.balance ?? 0
        expect(balances.reduce((sum, { balance }) => sum + balance, 0)).toBe(0)
        for (const [player, balance] of model.balances) expect(balanceOf(`player:${player}`)).toBe(balance)
        for (const balance of model.balances.values()) expect(balance).toBeGreaterThanOrEqual(0)
        const waiting = [...model.payouts.values()].filter(({ status }) => status === 'ready')
        expect(balanceOf('payouts')).toBe(waiting.reduce((sum, { amount }) => sum + amount, 0))
        expect(0 - balanceOf('drawer:change-01')).toBe(model.drawer)
        expect(createBooksCheck(db)(true)?.problems).toEqual([])
        db.close()
        rmSync(folder, { recursive: true })
      }),
      { numRuns: RUNS },
    )
  })
})

const tag = (card: number) => `CARD-${card}`
const commandOf = (operation: Op, actor: string, reqId: string): Command => ({
  work: workOf(operation, reqId),
  actor: { key: actor, via: 'mqtt' },
  at: 1000,
})

function workOf(operation: Op, req_id: string): Work {
  const base = { req_id }
  const desk = { req_id, desk_id: 'change-01' }
  const why = { reason: 'test' }
  switch (operation.op) {
    case 'issue':
      return { kind: 'opCardIssue', payload: { ...base, tag_uid: tag(operation.card) } }
    case 'freeze':
      return { kind: 'opCardFreeze', payload: { ...base, tag_uid: tag(operation.card), ...why } }
    case 'unfreeze':
      return { kind: 'opCardUnfreeze', payload: { ...base, tag_uid: tag(operation.card), ...why } }
    case 'replace': {
      const cards = { tag_uid: tag(operation.card), new_tag_uid: tag(operation.by) }
      return { kind: 'opCardReplace', payload: { ...base, ...cards, ...why } }
    }
    case 'debit':
    case 'credit': {
      const at = { device_id: `slot-0${operation.slot}`, tag_uid: tag(operation.card) }
      const payload = { ...base, ...at, amount_cents: operation.amount }
      return { kind: operation.op === 'debit' ? 'walletDebit' : 'walletCredit', payload }
    }
    case 'round': {
      const at = { device_id: `slot-0${operation.slot}`, tag_uid: tag(operation.card) }
      return { kind: 'roundPlay', payload: { ...base, ...at, stake_cents: operation.stake } }
    }
    case 'payout': {
      const payload = { payout_id: `p${operation.payout}`, source: 'roulette', amount_cents: operation.amount }
      return { kind: 'payoutNew', payload }
    }
    case 'claim': {
      const payload = {
        ...base,
        device_id: 'change-01',
        payout_id: `p${operation.payout}`,
        tag_uid: tag(operation.card),
      }
      return { kind: 'payoutClaim', payload }
    }
    case 'void':
      return { kind: 'opPayoutVoid', payload: { ...base, payout_id: `p${operation.payout}`, ...why } }
    case 'expire':
      return { kind: 'opPayoutExpire', payload: { ...base, payout_id: `p${operation.payout}` } }
    case 'shift_open':
      return { kind: 'opShiftOpen', payload: { ...desk, count_cents: operation.count, by: 'Nadia' } }
    case 'shift_close':
      return { kind: 'opShiftClose', payload: { ...desk, count_cents: operation.count } }
    case 'top_up':
    case 'cash_out': {
      const payload = { ...desk, tag_uid: tag(operation.card), amount_cents: operation.amount }
      return { kind: operation.op === 'top_up' ? 'opDeskTopUp' : 'opDeskCashOut', payload }
    }
    case 'adjust': {
      const { amount: amount_cents, direction } = operation
      const payload = { ...base, tag_uid: tag(operation.card), amount_cents, direction, by: 'Nadia', ...why }
      return { kind: 'opCardAdjust', payload }
    }
  }
}
