import Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Command, Work } from '../dist/commit/command.js'
import { createCommitter } from '../dist/store/sqlite/committer.js'
import { openDatabase } from '../dist/store/sqlite/open-database.js'
import { storeSettings } from './store-settings.js'

interface Night {
  run: { run: number; status: string; excused: { device_id: string }[]; voters: { device_id: string }[] } | null
}

/** Known slots that are away, or that the operator does not wait for, and that have not voted (N33, N36). */
const EXCUSED = `SELECT device_id FROM devices LEFT JOIN slot_roll USING (device_id)
  WHERE kind = 'slot' AND device_id NOT IN (SELECT device_id FROM votes WHERE run = 1)
    AND (coalesce(here, 0) = 0 OR device_id IN (SELECT device_id FROM run_excuses WHERE run = 1 AND excused = 1))
  ORDER BY device_id`

const slot = fc.integer({ min: 1, max: 5 }).map((n) => `slot-0${n}`)
const vote = fc
  .tuple(slot, fc.constantFrom('A', 'B', 'C'))
  .map(([device_id, choice]): Work => ({ kind: 'nightVote', payload: { device_id, step: 1, choice } }))
/** What comes between votes and changes who is there, who is waited for, and what a vote is about. */
const other = fc.oneof(
  fc.tuple(slot, fc.boolean()).map(([deviceId, here]): Work => ({ kind: 'rollCall', deviceId, here })),
  fc.tuple(slot, fc.boolean()).map(([deviceId, up]): Work => ({ kind: 'link', deviceId, up })),
  fc.tuple(slot, fc.boolean(), fc.uuid()).map(([slot_id, excused, req_id]): Work => ({
    kind: 'opNightExcuse',
    payload: { req_id, run: 1, slot_id, excused },
  })),
)
const batches = fc.array(
  fc.array(fc.oneof({ weight: 4, arbitrary: vote }, { weight: 1, arbitrary: other }), { minLength: 1, maxLength: 8 }),
  {
    minLength: 1,
    maxLength: 12,
  },
)

describe('what the store keeps in mind while people vote', () => {
  it('N31 N33 P2 is what its tables say, after each batch: who has voted, what, and who is excused', () => {
    const folder = mkdtempSync(join(tmpdir(), 'eg-voting-'))
    let n = 0
    try {
      fc.assert(
        fc.property(fc.constantFrom('slots' as const, 500), batches, (expected, given) => {
          const path = join(folder, `${n++}.db`)
          const db = openDatabase(path)
          const tables = new Database(path, { readonly: true })
          const committer = createCommitter(db, storeSettings())
          let at = 1_000_000
          const commit = (works: Work[]) =>
            committer.commit(
              works.map((work): Command => ({ work, at: (at += 7), actor: { key: 'test', via: 'http' }, answer: 'x' })),
            )
          committer.boot(at)
          commit([{ kind: 'opModeSet', payload: { req_id: 'm', mode: 'night' } }])
          for (const deviceId of ['slot-01', 'slot-02', 'slot-03', 'slot-04']) {
            commit([{ kind: 'deviceHello', deviceId, payload: { type: 'slot' } } as Work])
            commit([{ kind: 'rollCall', deviceId, here: true }])
          }
          const step = { step: 1, question: 'Q', options: ['A', 'B', 'C'], expected, reveal: 'operator' as const }
          commit([{ kind: 'opNightOpen', payload: { req_id: 'o', ...step } }])
          const chosen = new Map<string, string>()
          let told: Night | undefined
          for (const works of given) {
            const { outcomes, publications } = commit(works)
            expect(outcomes.flatMap(({ fault }) => fault ?? [])).toEqual([])
            for (const [i, work] of works.entries())
              if (work.kind === 'nightVote' && outcomes[i]?.answer?.status === 'counted')
                chosen.set(work.payload.device_id, work.payload.choice)
            const votes = tables.prepare('SELECT device_id, choice FROM votes WHERE run = 1').all() as {
              device_id: string
              choice: string
            }[]
            expect(new Map(votes.map(({ device_id, choice }) => [device_id, choice]))).toEqual(chosen)
            // What did not change is not told again.
            const opNight = publications.findLast(({ contract }) => contract === 'opNight')
            if (opNight) told = opNight.payload as Night
            if (!told?.run) continue
            expect(told.run.voters.map(({ device_id }) => device_id).toSorted()).toEqual([...chosen.keys()].toSorted())
            // A run that its last expected vote has closed waits for nobody.
            if (told.run.status !== 'open') continue
            const excused = tables.prepare(EXCUSED).pluck().all()
            expect(told.run.excused.map(({ device_id }) => device_id).toSorted()).toEqual(excused)
          }
          tables.close()
          db.close()
        }),
        { numRuns: 20 },
      )
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
