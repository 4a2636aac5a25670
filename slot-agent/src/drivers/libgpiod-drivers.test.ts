import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../../scripts/test/processes.js'
import { createLibgpiodButtonInput, parseEdge } from './libgpiod-button-input.js'
import { createLibgpiodLedOutput } from './libgpiod-led-output.js'
import { createFakeTools, type FakeTools, holdLine } from './libgpiod-tools.fixture.js'
import { findGpioChip, toolVersion } from './libgpiod-tools.js'
import { type ButtonRig, describeButtonInput, describeLedOutput } from './part-contracts.suite.js'

const BUTTONS = [5, 6, 22, 23, 17, 16]
const LIGHTS = [18, 19, 20, 21, 12, 13]

let tools: FakeTools | null = null
afterEach(() => {
  tools?.end()
  tools = null
})

const buttons = (held: number[]) => async (): Promise<ButtonRig> => {
  tools = createFakeTools(held)
  const { move, told } = tools
  let stopped = false
  const part = await createLibgpiodButtonInput('gpiochip0', BUTTONS)
  let seconds = 100
  const pin = (index: number) => BUTTONS[index] ?? 0
  const stop = async () => {
    stopped = true
    await part.stop()
  }
  return {
    part: { ...part, stop },
    down: (index) => move(pin(index), true, (seconds += 0.001)),
    up: (index) => move(pin(index), false, (seconds += 0.001)),
    async settle() {
      seconds += 1
      if (!stopped) await until('gpiomon to tell it', told)
      await new Promise((resolve) => setTimeout(resolve, 50))
    },
  }
}

describeButtonInput('libgpiod', buttons([]), buttons([22]))
describeLedOutput('libgpiod', async () => {
  tools = createFakeTools()
  const { level } = tools
  const part = await createLibgpiodLedOutput('gpiochip0', LIGHTS)
  let wanted: readonly boolean[] = []
  const set = (states: readonly boolean[]) => {
    wanted = states
    part.set(states)
  }
  const settle = async () => void (await until('the lights', () => LIGHTS.every((pin, i) => level(pin) === wanted[i])))
  return { part: { ...part, set }, settle, shown: () => LIGHTS.map(level) }
})

describe('libgpiod’s tools', () => {
  beforeEach(() => {
    tools = createFakeTools()
  })

  it('G4 the version and the chip of the header are found', async () => {
    expect(await toolVersion()).toBe('2.2.1')
    expect(await findGpioChip()).toEqual({ name: 'gpiochip0', label: 'pinctrl-bcm2711' })
  })

  it('G4 a line of gpiomon is an edge at the kernel’s time, its banner is none', () => {
    expect(parseEdge('22 1 15.992711065')).toEqual({ pin: 22, down: true, at: 15992.711065 })
    expect(parseEdge('22 2 16.168912661')).toMatchObject({ down: false })
    for (const other of ["Monitoring lines '5', '6', and '22'...", '', '22 3 1.0']) expect(parseEdge(other)).toBeNull()
  })

  it('G10 a line that somebody else holds is a fault that names both; the others work', async () => {
    holdLine(22, 'sysfs')
    const part = await createLibgpiodButtonInput('gpiochip0', BUTTONS)
    expect(part.health()).toMatchObject({
      status: 'fault',
      detail: expect.stringContaining('BCM 22 is in use by sysfs'),
    })
    const heard: number[] = []
    part.onPress((index) => heard.push(index))
    tools?.move(16, true, 5)
    await until('the press', () => heard.length > 0)
    await part.stop()
    expect(heard).toEqual([5])
  })

  it('G10 a pin that is not on the header is a fault of its own', async () => {
    const part = await createLibgpiodLedOutput('gpiochip0', [18, 19, 20, 21, 12, 42])
    expect(part.health()).toMatchObject({
      status: 'fault',
      detail: expect.stringContaining('BCM 42 is not on the header'),
    })
    await part.stop()
  })

  it('G4 only the lights that change are set anew', async () => {
    const part = await createLibgpiodLedOutput('gpiochip0', LIGHTS)
    expect(tools?.settings()).toBe(6)
    part.set([true, false, false, false, false, false])
    await until('the light', () => {
      expect(part.health()).toEqual({ status: 'ok', driver: 'libgpiod' }) // the process that ends is no fault
      return tools?.level(18)
    })
    expect(tools?.settings()).toBe(7)
    await part.stop()
  })

  it('G4 a light set many times at once shows the last', async () => {
    const part = await createLibgpiodLedOutput('gpiochip0', LIGHTS)
    for (let i = 0; i < 21; i += 1) part.set(LIGHTS.map(() => i % 2 === 0))
    await until('all lit', () => LIGHTS.every((pin) => tools?.level(pin)))
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(LIGHTS.every((pin) => tools?.level(pin))).toBe(true)
    await part.stop()
  })

  it('G14 a light that goes off and on again at once is as it was: no fault, and it follows what comes next', async () => {
    const part = await createLibgpiodLedOutput('gpiochip0', LIGHTS)
    const ok = { status: 'ok', driver: 'libgpiod' }
    // Ends as it began, dark: the processes that were killed meanwhile have not ended yet.
    for (let i = 0; i < 20; i += 1) part.set(LIGHTS.map(() => i % 2 === 0))
    const began = performance.now()
    while (performance.now() - began < 100) {
      expect(part.health()).toEqual(ok)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    part.set(LIGHTS.map(() => true))
    await until('all lit', () => LIGHTS.every((pin) => tools?.level(pin)), 1500)
    expect(part.health()).toEqual(ok)
    await part.stop()
  })

  it('G15 a light whose process has failed follows the next change at once, not when it is tried again', async () => {
    const part = await createLibgpiodLedOutput('gpiochip0', LIGHTS)
    tools?.killHolder(18)
    await until('the fault', () => part.health().status === 'fault')
    part.set([true, false, false, false, false, false])
    await until('the light', () => tools?.level(18), 1500)
    await until('its health', () => part.health().status === 'ok', 1500)
    await part.stop()
  })
})

it('G10 without the tools a part says what ended, and goes on trying', async () => {
  tools = createFakeTools()
  const path = process.env.PATH
  process.env.PATH = '/nonexistent'
  try {
    const part = await createLibgpiodLedOutput('gpiochip0', LIGHTS)
    expect(part.health()).toMatchObject({ status: 'fault', detail: expect.stringContaining('ENOENT') })
    await part.stop()
  } finally {
    process.env.PATH = path
  }
})
