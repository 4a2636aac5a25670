import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Command, Work } from '../dist/commit/command.js'
import { createCommitter } from '../dist/store/sqlite/committer.js'
import { openDatabase } from '../dist/store/sqlite/open-database.js'
import { storeSettings } from './store-settings.js'

const OPTIONS = ['A', 'B', 'C']
const slot = fc.integer({ min: 1, max: 5 }).map((n) => `slot-0${n}`)
const step = fc.integer({ min: 1, max: 3 })
const run = fc.integer({ min: 1, max: 6 })

/** A night's work in any order, wrong runs, steps and options among it. */
const work: fc.Arbitrary<Work> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .record({ device_id: slot, step, choice: fc.constantFrom(...OPTIONS, 'Z') })
      .map((payload) => ({ kind: 'nightVote' as const, payload })),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        step,
        final: fc.boolean(),
        tie: fc.constantFrom('revote' as const, 'operator' as const, 'first' as const),
        reveal: fc.constantFrom('auto' as const, 'operator' as const),
      })
      .map((more) => ({
        kind: 'opNightOpen' as const,
        payload: { req_id: '', question: 'Q', options: OPTIONS, expected: 3, ...more },
      })),
  },
  { weight: 1, arbitrary: run.map((r) => ({ kind: 'opNightClose' as const, payload: { req_id: '', run: r } })) },
  {
    weight: 1,
    arbitrary: fc
      .record({ run, winner: fc.option(fc.constantFrom(...OPTIONS), { nil: undefined }) })
      .map((payload) => ({ kind: 'opNightReveal' as const, payload: { req_id: '', ...payload } })),
  },
  { weight: 1, arbitrary: run.map((r) => ({ kind: 'opNightVoid' as const, payload: { req_id: '', run: r } })) },
  { weight: 1, arbitrary: run.map((r) => ({ kind: 'opNightRedo' as const, payload: { req_id: '', run: r } })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('day' as const, 'night' as const)
      .map((mode) => ({ kind: 'opModeSet' as const, payload: { req_id: '', mode } })),
  },
)

interface RunRow {
  run: number
  status: string
  voted: number
  expected: number
}

describe('any night', () => {
  it('N27 P10 holds: one current run, one vote per slot and run, every result once and equal to its votes, no run left open by day', () => {
    fc.assert(
      fc.property(
        fc.array(work, { maxLength: 80 }),
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        (works, batchSize, again) => {
          const db = openDatabase(join(mkdtempSync(join(tmpdir(), 'eg-night-')), 'core.db'))
          const committer = createCommitter(db, storeSettings({ expectedVotes: 3 }))
          committer.boot(1)
          const model = new Map<number, Map<string, string>>()
          const results: { run: number; tally: Record<string, number> }[] = []
          const commands = works.map((each, i): Command => {
            const payload = { ...each.payload, req_id: `r${i}` }
            return { work: { ...each, payload } as Work, actor: { key: 'test', via: 'core' }, at: 1000 + i }
          })
          // Some come again later, with the id they had.
          for (const n of again) {
            const command = commands[n % (commands.length || 1)]
            if (command) commands.splice((n * 7) % commands.length, 0, command)
          }
          const first = new Map<unknown, unknown>()
          for (let i = 0; i < commands.length; i += batchSize) {
            const batch = commands.slice(i, i + batchSize)
            const { outcomes, publications } = committer.commit(batch)
            for (const [n, outcome] of outcomes.entries()) {
              expect(outcome.fault).toBeUndefined()
              const command = batch[n]?.work
              const answer = outcome.answer
              const id = command && 'payload' in command && 'req_id' in command.payload ? command.payload.req_id : null
              if (first.has(id)) {
                expect(answer).toEqual(first.get(id))
                continue
              }
              first.set(id, answer)
              if (command?.kind !== 'nightVote' || answer?.status !== 'counted') continue
              const votes = model.get(answer.run ?? 0) ?? new Map<string, string>()
              votes.set(command.payload.device_id, command.payload.choice)
              model.set(answer.run ?? 0, votes)
            }
            for (const { contract, payload } of publications)
              if (contract === 'nightResult') results.push(payload as never)
          }
          check(db, model, results)
          db.close()
        },
      ),
      { numRuns: 120 },
    )
  })
})

function check(
  db: Database.Database,
  model: Map<number, Map<string, string>>,
  results: { run: number; tally: Record<string, number> }[],
): void {
  const rows = db.prepare('SELECT run, status, voted, expected FROM runs').all() as RunRow[]
  expect(rows.filter((row) => row.status === 'open' || row.status === 'closed').length).toBeLessThanOrEqual(1)
  const mode = db.prepare(`SELECT value FROM meta WHERE key = 'mode'`).pluck().get()
  if (mode !== 'night') expect(rows.every((row) => row.status === 'revealed' || row.status === 'voided')).toBe(true)
  for (const row of rows) {
    const votes = db.prepare('SELECT device_id, choice FROM votes WHERE run = ?').all(row.run) as {
      device_id: string
      choice: string
    }[]
    expect(new Map(votes.map((v) => [v.device_id, v.choice]))).toEqual(model.get(row.run) ?? new Map())
    expect(row.voted).toBe(votes.length)
    expect(votes.length).toBeLessThanOrEqual(row.expected)
  }
  expect(results.map((r) => r.run).toSorted((a, b) => a - b)).toEqual(
    rows.filter((row) => row.status === 'revealed').map((row) => row.run),
  )
  for (const { run: number, tally } of results) {
    const counted = Object.fromEntries(
      OPTIONS.map((option) => [option, [...(model.get(number)?.values() ?? [])].filter((c) => c === option).length]),
    )
    expect(tally).toEqual(counted)
  }
}
