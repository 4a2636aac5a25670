import { closeLines, type GpioClass, healthOf, ONOFF, openLines } from './onoff-lines.js'
import { reasonOf } from './part-faults.js'
import type { LedOutput } from './ports.js'

/** Six lights through sysfs, lit = high. `pins` are BCM numbers, `base` what sysfs adds to them. */
export function createOnoffLedOutput(Gpio: GpioClass, base: number, pins: readonly number[]): LedOutput {
  const opened = openLines(pins, (pin) => new Gpio(base + pin, 'low'))
  let writeFault: string | null = null

  const write = (states: readonly boolean[]) => {
    writeFault = null
    for (const [index, line] of opened.lines.entries()) {
      try {
        line?.writeSync(states[index] ? 1 : 0)
      } catch (error) {
        writeFault = `BCM ${pins[index]}: ${reasonOf(error)}`
      }
    }
  }

  return {
    health() {
      const health = healthOf(opened)
      return health.status === 'ok' && writeFault ? { status: 'fault', driver: ONOFF, detail: writeFault } : health
    },
    set: write,
    async stop() {
      write([])
      opened.faults.push(...closeLines(opened))
    },
  }
}
