import { expect, it } from 'vitest'
import { createManualClock, type ManualClock } from '@eg/shared'
import {
  type ButtonRig,
  describeButtonInput,
  describeCardReader,
  describeKeySource,
  describeLedOutput,
} from './part-contracts.suite.js'
import { HELP, runLine } from './simulated-console.js'
import { createSimulatedDrivers } from './simulated-drivers.js'

function make(clock: ManualClock, held: number[] = []) {
  const { drivers, handle } = createSimulatedDrivers(clock, held)
  return { drivers, handle, settle: async () => clock.advance(60) }
}
const buttons =
  (held: number[]) =>
  async (clock: ManualClock): Promise<ButtonRig> => {
    const { drivers, handle, settle } = make(clock, held)
    return { part: drivers.buttons, settle, down: handle.hold, up: handle.release }
  }

describeButtonInput('simulated', buttons([]), buttons([2]))
describeLedOutput('simulated', async (clock) => {
  const { drivers, handle, settle } = make(clock)
  return { part: drivers.lights, settle, shown: handle.lights }
})
describeCardReader('simulated', async (clock) => {
  const { drivers, handle, settle } = make(clock)
  return { part: drivers.reader, settle, present: handle.card }
})
describeKeySource('simulated', async (clock) => {
  const { drivers, handle, settle } = make(clock)
  return { part: drivers.keys, settle, type: handle.key }
})

it('typed lines move a simulated slot, and a wrong one is answered with what would be right', () => {
  const clock = createManualClock()
  const { drivers, handle } = make(clock)
  const heard: (number | string)[] = []
  drivers.buttons.onPress((index) => heard.push(index))
  drivers.reader.onCard((tagUid) => heard.push(tagUid))
  drivers.lights.set([true, false, false, false, false, true])
  for (const line of ['1', 'hold 3', '', 'card 04a37c91']) expect(runLine(handle, line)).toBeNull()
  clock.advance(100)
  for (const line of ['release 3', ' 6 ']) expect(runLine(handle, line)).toBeNull()
  expect(heard).toEqual([0, 2, '04A37C91', 5])
  expect(runLine(handle, 'lights')).toBe('1 . . . . 6')
  expect(runLine(handle, 'help')).toBe(HELP)
  for (const wrong of ['7', 'hold', 'hold 9', 'card', 'dance']) expect(runLine(handle, wrong)).toContain(HELP)
})
