import { createManualClock } from '@eg/shared'
import { expect, it } from 'vitest'
import { createPressFilter } from './press-filter.js'

function createButtons() {
  const clock = createManualClock()
  const filter = createPressFilter(clock)
  const heard: number[] = []
  filter.onPress((index) => heard.push(index))
  filter.begin([false, false, false, false, false, false])
  const move = (down: boolean, afterMs: number) => {
    clock.advance(afterMs)
    filter.edge({ index: 0, down, at: clock.monotonic() })
  }
  return { clock, filter, heard, move }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

it('G1 a press right after the last one is taken when it lasts, once', async () => {
  const { clock, heard, move } = createButtons()
  move(true, 0)
  move(false, 200)
  move(true, 20)
  clock.advance(49)
  await turn()
  expect(heard).toEqual([0])
  clock.advance(1)
  await turn()
  clock.advance(1000)
  await turn()
  expect(heard).toEqual([0, 0])
})

it('G1 bouncing on release is none, also when its last edge is heard late', async () => {
  const { clock, heard, move } = createButtons()
  move(true, 0)
  move(false, 200)
  move(true, 2)
  clock.advance(60)
  move(false, 0)
  await turn()
  expect(heard).toEqual([0])
})

it('G1 nothing is told after the end', async () => {
  const { clock, filter, heard, move } = createButtons()
  move(true, 0)
  move(false, 200)
  move(true, 20)
  filter.stop()
  clock.advance(100)
  await turn()
  expect(heard).toEqual([0])
})
