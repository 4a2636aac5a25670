import { expect, it } from 'vitest'
import { GuardedPersistence } from './guarded-persistence.js'
import { DEFAULT_LIMITS } from './wire/limits.js'

const persistence = () =>
  new GuardedPersistence(
    DEFAULT_LIMITS,
    () => true,
    () => undefined,
  )

it('S97 what is kept is handed over in the order of the filters that ask for it, whenever it was kept', async () => {
  const kept = persistence()
  const topics = ['b', 'z/2', 'a', 'z/1', 'c']
  for (const topic of topics)
    await kept.storeRetained({ cmd: 'publish', topic, payload: Buffer.from('x'), qos: 1 } as never)
  const handed = async (filters: string[]) => {
    const found: string[] = []
    for await (const packet of kept.createRetainedStreamCombi(filters)) found.push((packet as { topic: string }).topic)
    return found
  }
  expect(await handed(['c', 'none', 'a', 'b'])).toEqual(['c', 'a', 'b'])
  expect(await handed(['z/+', 'a', 'c', 'b'])).toEqual(['z/2', 'z/1', 'a', 'c', 'b'])
})

it('W70 what is kept is handed out in parts, a turn of the event loop each, however much is asked for', async () => {
  const kept = persistence()
  const topics = Array.from({ length: 100 }, (_, i) => `t/${i}`)
  for (const topic of topics)
    await kept.storeRetained({ cmd: 'publish', topic, payload: Buffer.from('x'), qos: 1 } as never)
  let turns = 0
  let isOver = false
  const count = () => {
    turns += 1
    if (!isOver) setImmediate(count)
  }
  setImmediate(count)
  const most = new Map<number, number>()
  const handed: string[] = []
  for await (const packet of kept.createRetainedStreamCombi(['#'])) {
    handed.push((packet as { topic: string }).topic)
    most.set(turns, (most.get(turns) ?? 0) + 1)
  }
  isOver = true
  expect(handed).toEqual(topics)
  expect(Math.max(...most.values())).toBeLessThanOrEqual(32)
})
