import { createManualClock } from '@eg/shared'
import { expect, it } from 'vitest'
import { createBackupWatch } from './backup-watch.js'

const MINUTE = 60_000

function watched() {
  const clock = createManualClock()
  let whileTaken = () => undefined as void
  const watch = createBackupWatch({
    clock,
    everyMs: MINUTE,
    async take(at) {
      whileTaken()
      return { file: 'core.db', at, same_device: false }
    },
    onState: () => undefined,
  })
  return { clock, watch, during: (work: () => void) => (whileTaken = work) }
}

it('H27 a backup that has everything is not old in an idle house; what is missing there is as old as time that passed', async () => {
  const { clock, watch } = watched()
  watch.stored()
  clock.advance(30_000)
  expect(watch.behindMs()).toBe(30_000)
  await watch.now()
  clock.advance(20 * MINUTE)
  clock.jump(20 * MINUTE)
  expect(watch.behindMs()).toBe(0)
  watch.stored()
  clock.advance(20_000)
  watch.stored()
  clock.jump(-3_600_000)
  expect(watch.behindMs()).toBe(20_000)
  await watch.stop()
})

it('H27 what is stored while a backup is taken is missing there', async () => {
  const { clock, watch, during } = watched()
  watch.stored()
  during(() => {
    watch.stored()
    during(() => undefined)
  })
  await watch.now()
  clock.advance(10_000)
  expect(watch.behindMs()).toBe(10_000)
  await watch.now()
  expect(watch.behindMs()).toBe(0)
  await watch.stop()
})

it('H27 what no backup could be taken of stays missing', async () => {
  const { clock, watch, during } = watched()
  watch.stored()
  during(() => {
    throw new Error('the stick is full')
  })
  await watch.now()
  clock.advance(5000)
  expect(watch.state().problem).toBe('the stick is full')
  expect(watch.behindMs()).toBe(5000)
  await watch.stop()
})
