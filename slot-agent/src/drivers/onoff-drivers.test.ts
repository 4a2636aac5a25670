import type { ManualClock } from '@eg/shared'
import { createOnoffButtonInput } from './onoff-button-input.js'
import { createOnoffLedOutput } from './onoff-led-output.js'
import type { GpioClass, GpioLine } from './onoff-lines.js'
import { type ButtonRig, describeButtonInput, describeLedOutput } from './part-contracts.suite.js'

const BASE = 512
const BUTTONS = [5, 6, 22, 23, 17, 16]
const LIGHTS = [18, 19, 20, 21, 12, 13]

/** Lines of a header without a kernel: what onoff promises of them, moved by hand. The kernel itself: `gpio-vm`. */
function createHeader(heldPins: readonly number[] = []) {
  const levels = new Map(heldPins.map((pin) => [BASE + pin, 1]))
  const watchers = new Map<number, (error: null, value: number) => void>()
  const Gpio: GpioClass = class implements GpioLine {
    constructor(private readonly line: number) {}
    readSync = () => levels.get(this.line) ?? 0
    writeSync = (value: 0 | 1) => void levels.set(this.line, value)
    watch = (watcher: (error: null, value: number) => void) => void watchers.set(this.line, watcher)
    unwatchAll = () => void watchers.delete(this.line)
    unexport = () => undefined
  }
  const move = (pin: number | undefined, value: number) => {
    const line = BASE + (pin ?? 0)
    levels.set(line, value)
    watchers.get(line)?.(null, value)
  }
  return { Gpio, move, level: (pin: number) => levels.get(BASE + pin) === 1 }
}

const buttons =
  (held: number[]) =>
  async (clock: ManualClock): Promise<ButtonRig> => {
    const { Gpio, move } = createHeader(held)
    const part = createOnoffButtonInput(Gpio, BASE, BUTTONS, clock)
    const settle = async () => clock.advance(60)
    return { part, settle, down: (index) => move(BUTTONS[index], 1), up: (index) => move(BUTTONS[index], 0) }
  }

describeButtonInput('onoff', buttons([]), buttons([22]))
describeLedOutput('onoff', async () => {
  const { Gpio, level } = createHeader()
  const settle = async () => undefined
  return { part: createOnoffLedOutput(Gpio, BASE, LIGHTS), settle, shown: () => LIGHTS.map(level) }
})
