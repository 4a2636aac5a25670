import { expect, it } from 'vitest'
import { Pipeline } from '../../dist/commit/pipeline.js'
import { createSqliteStore } from '../../dist/store/sqlite/sqlite-store.js'
import { replay, rounds, seed } from '../seed.js'
import { createDraw } from './draw.js'
import { type EveningPlan, planEvening } from './evening.js'
import { runInProcess } from './in-process.js'
import { Judge } from './judge.js'
import type { VenueOp } from './venue-model.js'

/** About 6,000 messages an evening. */
const COMMANDS = 2000
const EVENINGS = rounds(14, 167)
/** So many evenings see every command accepted. */
const ENOUGH = 14
const ACCEPTED: VenueOp['op'][] = [
  ...(['mode', 'open', 'close', 'void', 'redo', 'extend', 'reveal'] as const),
  ...(['issue', 'freeze', 'unfreeze', 'replace', 'adjust', 'reverse'] as const),
  ...(['balance', 'debit', 'credit', 'round', 'payout', 'op_payout', 'claim', 'desk_claim', 'expire'] as const),
  ...(['shift_open', 'shift_close', 'top_up', 'cash_out', 'drawer'] as const),
]
const WINDOWS = [2, 30, 300, 3000, undefined]

it(`Z20 Z21 Z22 ${EVENINGS} evenings of commands sent 1 to 5 times in any order: store and model agree`, async () => {
  const outcomes = new Map<string, number>()
  let messages = 0
  const began = performance.now()
  for (let evening = 0; evening < EVENINGS; evening++) {
    const draw = createDraw(seed + evening)
    const window = draw.pick(WINDOWS)
    const plan: EveningPlan = {
      commands: COMMANDS,
      nightShare: draw.pick([0, 20, 50, 80, 100]),
      ...(window ? { window } : {}),
    }
    const told = `evening ${evening} (EG_SEED=${seed + evening} begins with it), window ${window ?? 'none'}`
    const judge = new Judge()
    const sends = planEvening(draw, plan)
    messages += sends.length
    const problems = await runInProcess(sends, { parts: { Pipeline, createSqliteStore }, draw, judge }).catch(
      (error: unknown) => [String(error)],
    )
    expect(problems, `${told}; ${replay('model')}`).toEqual([])
    for (const [outcome, count] of judge.outcomes) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + count)
  }
  const seconds = (performance.now() - began) / 1000
  console.log(`${messages.toLocaleString('en')} messages in ${seconds.toFixed(1)} s; ${replay('model')}`)
  // What never happened was not tested.
  if (EVENINGS < ENOUGH) return
  const seen = [...outcomes.keys()]
  expect(seen).toEqual(expect.arrayContaining(['again', 'conflict', 'vote counted', 'vote closed', 'vote refused']))
  expect(seen).toEqual(expect.arrayContaining(ACCEPTED.map((op) => `${op} ok`)))
})
