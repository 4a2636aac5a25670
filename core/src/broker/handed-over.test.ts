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
