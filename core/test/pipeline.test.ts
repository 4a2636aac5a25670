import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ManualClock, createManualClock } from '@eg/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BatchResult, Command, Work } from '../dist/commit/command.js'
import { Pipeline, type Settled } from '../dist/commit/pipeline.js'
import { createNightTimer } from '../dist/ops/night-timer.js'
import { createSqliteStore } from '../dist/store/sqlite/sqlite-store.js'
import { type Store, StoreUnavailableError } from '../dist/store/store.js'
import { until } from './core-process.js'
import { storeSettings } from './store-settings.js'

const CORE = { key: 'test', via: 'core' } as const
const vote = (device: string): Work => ({ kind: 'nightVote', payload: { device_id: device, step: 1, choice: 'A' } })
const turn = () => new Promise((resolve) => setTimeout(resolve, 5))

/** A real store whose commits wait until the test lets them, or fail as a full disk does. */
interface HeldStore extends Store {
  batches: (readonly Command[])[]
  release(): void
  fail: boolean
}

let store: HeldStore
let clock: ManualClock
let pipeline: Pipeline
let health: (string | null)[]
let commits: BatchResult[]

beforeEach(async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'eg-pipeline-')), 'core.db')
  const real = createSqliteStore(path, storeSettings({ expectedVotes: 9 }), () => undefined)
  await real.boot(1)
  let waiting: (() => void)[] = []
  store = {
    ...real,
    batches: [],
    fail: false,
    release() {
      for (const go of waiting.splice(0)) go()
    },
    async commit(commands) {
      store.batches.push(commands)
      await new Promise<void>((resolve) => waiting.push(resolve))
      if (store.fail) throw new StoreUnavailableError('database or disk is full')
      return real.commit(commands)
    },
  }
  clock = createManualClock()
  health = []
  commits = []
  pipeline = new Pipeline({
    store,
    clock,
    onCommit: (result) => commits.push(result),
    onHealth: (why) => health.push(why),
    onFault: () => undefined,
  })
})
afterEach(() => store.close())

describe('the commit pipeline', () => {
  it('L28 notices that the clock was set, before the next command', async () => {
    clock.jump(-3_600_000)
    pipeline.submit(vote('slot-01'), CORE, null)
    clock.advance(60_000) // time that passes is no jump, nor is what NTP slews
    clock.jump(1500)
    pipeline.submit(vote('slot-02'), CORE, null)
    for (let i = 0; i < 3; i++) {
      await turn()
      store.release()
    }
    await pipeline.drained()
    const kinds = store.batches.flat().map(({ work }) => (work.kind === 'clockSet' ? work.byMs : work.kind))
    expect(kinds).toEqual([-3_600_000, 'nightVote', 'nightVote'])
  })

  it('P2 acknowledges nothing before its batch is committed, and publishes before it acknowledges', async () => {
    const order: string[] = []
    pipeline.submit({ kind: 'opModeSet', payload: { req_id: 'a', mode: 'night' } }, CORE, null, () =>
      order.push(`acknowledged after ${commits.length} commit`),
    )
    await turn()
    expect(order).toEqual([])
    store.release()
    await pipeline.drained()
    expect(order).toEqual(['acknowledged after 1 commit'])
  })

  it('P3 commits one command at once when it is quiet, and gathers the next batch while one commits', async () => {
    for (let i = 0; i < 5; i++) pipeline.submit(vote(`slot-${i}`), CORE, null)
    await turn()
    expect(store.batches.map((b) => b.length)).toEqual([1])
    store.release()
    await turn()
    expect(store.batches.map((b) => b.length)).toEqual([1, 4])
    store.release()
    await pipeline.drained()
  })

  it('P4 a message that stores nothing waits for its own sender’s commands, and for nobody else’s', async () => {
    const order: string[] = []
    const mine = {}
    const other = {}
    pipeline.submit(vote('slot-1'), CORE, mine, () => order.push('my vote'))
    pipeline.pass(mine, () => order.push('my message'))
    pipeline.pass(other, () => order.push('another’s message'))
    expect(order).toEqual(['another’s message'])
    await turn()
    store.release()
    await pipeline.drained()
    expect(order).toEqual(['another’s message', 'my vote', 'my message'])
  })

  it('P5 tries a failed commit again for 5 s, then says that the outcome is not known; it recovers when the cause is gone', async () => {
    store.fail = true
    const settled: Settled[] = []
    pipeline.submit(vote('slot-1'), CORE, null, (s) => settled.push(s))
    for (let i = 0; i < 24; i++) {
      await turn()
      store.release()
      await turn()
      clock.advance(200)
    }
    expect(settled).toEqual([])
    expect(health.every((why) => why?.includes('full'))).toBe(true)
    for (let i = 0; i < 4 && settled.length === 0; i++) {
      await turn()
      store.release()
      await turn()
      clock.advance(200)
    }
    expect(settled).toEqual([{ ok: false }])
    store.fail = false
    pipeline.submit(vote('slot-1'), CORE, null, (s) => settled.push(s))
    await turn()
    store.release()
    await pipeline.drained()
    expect(settled[1]).toMatchObject({ ok: true })
    expect(health.at(-1)).toBeNull()
  })

  it('P12 turns green by itself when the store can commit again, though nobody sends anything', async () => {
    store.fail = true
    pipeline.submit(vote('slot-1'), CORE, null)
    const pass = async () => {
      await turn()
      store.release()
      await turn()
    }
    while (health.length < 30) {
      await pass()
      clock.advance(200)
    }
    const tried = store.batches.length
    store.fail = false
    await until('health', async () => {
      await pass()
      clock.advance(200)
      return health.at(-1) === null
    })
    expect(store.batches.slice(tried).every((batch) => batch.length === 0)).toBe(true)
    const asked = store.batches.length
    for (let i = 0; i < 10; i++) clock.advance(1000)
    await turn()
    expect(store.batches).toHaveLength(asked)
  })

  it('N30 a timer that ends while the store fails closes its run when the store is back', async () => {
    const done = async (work: Work) => {
      const settled = pipeline.run(work, CORE)
      await turn()
      store.release()
      return settled
    }
    await done({ kind: 'opModeSet', payload: { req_id: 'n', mode: 'night' } })
    const step = { step: 1, question: 'Q', options: ['A', 'B'], duration_s: 3 }
    await done({ kind: 'opNightOpen', payload: { req_id: 'o', ...step } })
    const timer = createNightTimer(pipeline, clock)
    timer.set(commits.at(-1)?.timer ?? null)
    store.fail = true
    for (let i = 0; i < 50; i++) {
      clock.advance(200)
      await turn()
      store.release()
      await turn()
    }
    store.fail = false
    await until('the close', async () => {
      clock.advance(200)
      await turn()
      store.release()
      return commits.some(({ publications }) => publications.some(({ contract }) => contract === 'nightResult'))
    })
    timer.stop()
  })

  it('P6 takes nothing more once it stops, and still commits what was queued', async () => {
    const settled: Settled[] = []
    pipeline.submit(vote('slot-1'), CORE, null, (s) => settled.push(s))
    const stopped = pipeline.stop()
    pipeline.submit(vote('slot-2'), CORE, null, (s) => settled.push(s))
    expect(settled).toEqual([{ ok: false }])
    await turn()
    store.release()
    await stopped
    expect(settled[1]).toMatchObject({ ok: true })
  })
})
