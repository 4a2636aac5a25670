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
const turn = () => new Promise((resolve) => setImmediate(resolve))

/** A real store whose commits wait until the test lets them, or fail as a full disk does. */
interface HeldStore extends Store {
  batches: (readonly Command[])[]
  /** How many batches wait to be let go, and how many came to an end. */
  held(): number
  ended: number
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
    ended: 0,
    held: () => waiting.length,
    release() {
      for (const go of waiting.splice(0)) go()
    },
    async commit(commands) {
      store.batches.push(commands)
      await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        if (store.fail) throw new StoreUnavailableError('database or disk is full')
        return await real.commit(commands)
      } finally {
        store.ended += 1
      }
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

/** Lets the batch go that the store holds, and waits until the pipeline knows what became of it. */
async function pass(): Promise<void> {
  await until('a batch', () => store.held() > 0)
  const ended = store.ended
  store.release()
  await until('its end', () => store.ended > ended)
  for (let i = 0; i < 3; i++) await turn()
}

/** Lets everything go until nothing is left. */
async function passAll(): Promise<void> {
  let drained = false
  void pipeline.drained().then(() => (drained = true))
  await until('the queue to be empty', () => {
    store.release()
    return drained
  })
}

describe('the commit pipeline', () => {
  it('L28 notices that the clock was set, before the next command', async () => {
    clock.jump(-3_600_000)
    pipeline.submit(vote('slot-01'), CORE, null)
    clock.advance(60_000) // time that passes is no jump, nor is what NTP slews
    clock.jump(1500)
    pipeline.submit(vote('slot-02'), CORE, null)
    await passAll()
    const kinds = store.batches.flat().map(({ work }) => (work.kind === 'clockSet' ? work.byMs : work.kind))
    expect(kinds).toEqual([-3_600_000, 'nightVote', 'nightVote'])
  })

  it('Z66 notices that the clock was set since the store was booted', async () => {
    const clockOffset = clock.now() - clock.monotonic()
    clock.jump(3_600_000)
    const unheard = () => undefined
    pipeline = new Pipeline({ store, clock, clockOffset, onCommit: unheard, onHealth: unheard, onFault: unheard })
    pipeline.submit(vote('slot-01'), CORE, null)
    await passAll()
    const kinds = store.batches.flat().map(({ work }) => (work.kind === 'clockSet' ? work.byMs : work.kind))
    expect(kinds).toEqual([3_600_000, 'nightVote'])
  })

  it('Z62 a clock that was set while nothing could be stored is stored before what waited meanwhile', async () => {
    const stored: (string | number)[] = []
    const commit = store.commit
    store.commit = async (commands) => {
      const result = await commit(commands)
      stored.push(...commands.map(({ work }) => (work.kind === 'clockSet' ? work.byMs : work.kind)))
      return result
    }
    store.fail = true
    clock.jump(2 * 86_400_000)
    pipeline.submit({ kind: 'moneySweep' }, CORE, null)
    await until('the clock to be given up and the sweep to be next', async () => {
      store.release()
      clock.advance(200)
      for (let i = 0; i < 3; i++) await turn()
      return store.batches.at(-1)?.some(({ work }) => work.kind === 'moneySweep')
    })
    store.fail = false
    clock.jump(-3_600_000)
    pipeline.submit(vote('slot-1'), CORE, null)
    await passAll()
    expect(stored).toEqual([2 * 86_400_000, 'moneySweep', -3_600_000, 'nightVote'])
  })

  it('P2 acknowledges nothing before its batch is committed, and publishes before it acknowledges', async () => {
    const order: string[] = []
    pipeline.submit({ kind: 'opModeSet', payload: { req_id: 'a', mode: 'night' } }, CORE, null, () =>
      order.push(`acknowledged after ${commits.length} commit`),
    )
    await until('the batch', () => store.held() === 1)
    for (let i = 0; i < 10; i++) await turn()
    expect(order).toEqual([])
    await passAll()
    expect(order).toEqual(['acknowledged after 1 commit'])
  })

  it('P3 commits one command at once when it is quiet, and gathers the next batch while one commits', async () => {
    for (let i = 0; i < 5; i++) pipeline.submit(vote(`slot-${i}`), CORE, null)
    expect(store.batches.map((b) => b.length)).toEqual([1])
    await pass()
    expect(store.batches.map((b) => b.length)).toEqual([1, 4])
    await passAll()
  })

  it('P4 a message that stores nothing waits for its own sender’s commands, and for nobody else’s', async () => {
    const order: string[] = []
    const mine = {}
    const other = {}
    pipeline.submit(vote('slot-1'), CORE, mine, () => order.push('my vote'))
    pipeline.pass(mine, () => order.push('my message'))
    pipeline.pass(other, () => order.push('another’s message'))
    expect(order).toEqual(['another’s message'])
    await passAll()
    expect(order).toEqual(['another’s message', 'my vote', 'my message'])
  })

  it('P18 a message that waits with a batch which cannot be stored is told so', async () => {
    const mine = {}
    const heard: boolean[] = []
    pipeline.submit(vote('slot-1'), CORE, mine)
    pipeline.submit(vote('slot-2'), CORE, {})
    pipeline.pass(mine, (isStored) => heard.push(isStored))
    await pass()
    store.fail = true
    for (let i = 0; i < 24; i++) {
      await pass()
      clock.advance(200)
    }
    await pass()
    clock.advance(200)
    await passAll()
    expect(heard).toEqual([false])
  })

  it('P19 a later command of a sender whose earlier one could not be stored is not stored either', async () => {
    const mine = {}
    const other = {}
    const settled: [string, boolean][] = []
    const submit = (name: string, sender: object | null) =>
      pipeline.submit(vote(name), CORE, sender, ({ ok }) => settled.push([name, ok]))
    store.fail = true
    submit('slot-1', mine)
    submit('slot-2', other)
    for (let i = 0; i < 10; i++) {
      await pass()
      clock.advance(200)
    }
    submit('slot-3', null)
    submit('slot-4', mine)
    pipeline.pass(mine, (isStored) => settled.push(['my message', isStored]))
    submit('slot-5', other)
    await until('the first to be given up', async () => {
      store.release()
      clock.advance(200)
      await turn()
      return settled.length > 0
    })
    store.fail = false
    await passAll()
    // The second one’s batch is the next: it is tried, and only what is in it is told so.
    expect(settled).toEqual([
      ['slot-1', false],
      ['slot-4', false],
      ['my message', false],
      ['slot-2', true],
      ['slot-3', true],
      ['slot-5', true],
    ])
    const tried = store.batches.flat().map(({ work }) => work.kind === 'nightVote' && work.payload.device_id)
    expect(tried).not.toContain('slot-4')
    expect(pipeline.depth).toBe(0)
    // Another connection, or this one when all of its own is settled, is taken as ever.
    submit('slot-4', {})
    submit('slot-1', mine)
    await passAll()
    expect(settled.slice(6)).toEqual([
      ['slot-4', true],
      ['slot-1', true],
    ])
  })

  it('P19 room that is made by what goes with a failed command is told to who holds back', async () => {
    const mine = {}
    let rooms = 0
    pipeline.onRoom(() => (rooms += 1))
    store.fail = true
    pipeline.submit(vote('slot-1'), CORE, mine)
    for (let i = 0; i < 4000; i++) pipeline.submit(vote(`slot-${i}`), CORE, mine)
    expect(pipeline.isFull).toBe(true)
    await until('the first to be given up', async () => {
      store.release()
      clock.advance(200)
      await turn()
      return pipeline.depth === 0
    })
    await turn()
    expect(pipeline.isFull).toBe(false)
    expect(rooms).toBe(1)
    expect(store.batches.every(({ length }) => length <= 1)).toBe(true)
  })

  it('P5 tries a failed commit again for 5 s, then says that the outcome is not known; it recovers when the cause is gone', async () => {
    store.fail = true
    const settled: Settled[] = []
    pipeline.submit(vote('slot-1'), CORE, null, (s) => settled.push(s))
    for (let i = 0; i < 24; i++) {
      await pass()
      clock.advance(200)
    }
    expect(settled).toEqual([])
    expect(health.every((why) => why?.includes('full'))).toBe(true)
    for (let i = 0; i < 4 && settled.length === 0; i++) {
      await pass()
      clock.advance(200)
    }
    expect(settled).toEqual([{ ok: false }])
    store.fail = false
    pipeline.submit(vote('slot-1'), CORE, null, (s) => settled.push(s))
    await passAll()
    expect(settled[1]).toMatchObject({ ok: true })
    expect(health.at(-1)).toBeNull()
  })

  it('P12 turns green by itself when the store can commit again, though nobody sends anything', async () => {
    store.fail = true
    pipeline.submit(vote('slot-1'), CORE, null)
    await until('thirty failures', () => {
      store.release()
      clock.advance(200)
      return health.length >= 30
    })
    const tried = store.batches.length
    store.fail = false
    await until('health', () => {
      store.release()
      clock.advance(200)
      return health.at(-1) === null
    })
    expect(store.batches.slice(tried).every((batch) => batch.length === 0)).toBe(true)
    const asked = store.batches.length
    for (let i = 0; i < 10; i++) clock.advance(1000)
    for (let i = 0; i < 10; i++) await turn()
    expect(store.batches).toHaveLength(asked)
  })

  it('N30 a timer that ends while the store fails closes its run when the store is back', async () => {
    const done = async (work: Work) => {
      const settled = pipeline.run(work, CORE)
      await passAll()
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
      store.release()
      for (let i = 0; i < 3; i++) await turn()
    }
    store.fail = false
    await until('the close', () => {
      clock.advance(200)
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
    await passAll()
    await stopped
    expect(settled[1]).toMatchObject({ ok: true })
  })
})
