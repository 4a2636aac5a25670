import { createManualClock } from '@eg/shared'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from '../../dist/commit/command.js'
import type * as pipelineModule from '../../dist/commit/pipeline.js'
import type * as storeModule from '../../dist/store/sqlite/sqlite-store.js'
import { storeSettings } from '../../test/store-settings.js'
import { compareStore } from './compare-store.js'
import type { Draw } from './draw.js'
import { Disagreement, Judge } from './judge.js'
import { type Request, workOf } from './venue-model.js'

export interface CoreParts {
  Pipeline: typeof pipelineModule.Pipeline
  createSqliteStore: typeof storeModule.createSqliteStore
}

export interface InProcess {
  /** The core's own parts: those that ship, or a copy that was broken on purpose. */
  parts: CoreParts
  draw: Draw
  judge?: Judge
  /** Called whenever everything sent so far is answered, with the path of the database. */
  between?: (dbPath: string) => void
  /** Called when everything is answered and before the database is looked at. */
  after?: (dbPath: string) => void
}

/** The most that is under way at once: more than a batch takes. */
const MOST_UNDER_WAY = 2500

/**
 * Sends everything through a pipeline and a store as the core has them, in the order given, in bursts of any size, and judges
 * every answer as it comes. Resolves with every difference between database and model.
 * @throws Disagreement at the first wrong answer
 */
export async function runInProcess(sends: readonly Request[], options: InProcess): Promise<string[]> {
  const { parts, draw, judge = new Judge() } = options
  const folder = mkdtempSync(join(tmpdir(), 'eg-model-'))
  const dbPath = join(folder, 'core.db')
  const clock = createManualClock(Date.UTC(2026, 10, 21))
  const failures: Error[] = []
  const fail = (error: Error) => void failures.push(error)
  const results: number[] = []
  const store = parts.createSqliteStore(dbPath, storeSettings(), fail)
  await store.boot(clock.now())
  const pipeline = new parts.Pipeline({
    store,
    clock,
    onCommit({ publications }) {
      for (const { contract, payload } of publications)
        if (contract === 'nightResult') results.push((payload as { run: number }).run)
    },
    onHealth: (why) => why && fail(new Error(`the store failed: ${why}`)),
    onFault: (work, fault) => fail(new Disagreement(`${work.kind}: ${fault}`)),
  })
  try {
    let next = 0
    while (next < sends.length && failures.length === 0) {
      const burst = sends.slice(next, next + draw.pick([1, 3, 30, 300, MOST_UNDER_WAY]))
      next += burst.length
      for (const request of burst) {
        clock.advance(draw.below(3))
        submit(pipeline, judge, request, clock.now(), fail)
      }
      await pipeline.drained()
      options.between?.(dbPath)
    }
    if (failures[0]) throw failures[0]
    options.after?.(dbPath)
    const shown = String(results)
    const expected = String(judge.model.night.results)
    return [
      ...(shown === expected ? [] : [`results shown of runs ${shown}; the model says ${expected}`]),
      ...compareStore(dbPath, judge.model),
    ]
  } finally {
    await pipeline.stop()
    await store.close()
    rmSync(folder, { recursive: true })
  }
}

type Pipeline = InstanceType<CoreParts['Pipeline']>

function submit(pipeline: Pipeline, judge: Judge, request: Request, at: Command['at'], fail: (e: Error) => void): void {
  pipeline.submit(workOf(request), { key: request.actor, via: 'mqtt' }, request, (settled) => {
    try {
      judge.hear(request, settled.ok ? settled.outcome.answer : null, at)
    } catch (error) {
      fail(error as Error)
    }
  })
}
