import type { Clock } from '@eg/shared'
import { closeLines, type GpioClass, healthOf, ONOFF, openLines } from './onoff-lines.js'
import { FAULT, reasonOf } from './part-faults.js'
import type { ButtonInput } from './ports.js'
import { createPressFilter } from './press-filter.js'

/** onoff reads a line when it was quiet for this long (milliseconds): long for a disturbance, short for a finger. */
const QUIET_MS = 10

/** Six buttons through sysfs, pressed = low. `pins` are BCM numbers, `base` what sysfs adds to them. */
export function createOnoffButtonInput(
  Gpio: GpioClass,
  base: number,
  pins: readonly number[],
  clock: Clock,
): ButtonInput {
  const presses = createPressFilter(clock)
  const options = { activeLow: true, debounceTimeout: QUIET_MS }
  let readFault: string | null = null
  let stopped: Promise<void> | null = null

  const down = pins.map(() => false)
  const opened = openLines(pins, (pin, index) => {
    const line = new Gpio(base + pin, 'in', 'both', options)
    down[index] = line.readSync() === 1
    line.watch((error, value) => {
      readFault = error ? `BCM ${pin}: ${reasonOf(error)}` : null
      if (!error) presses.edge({ index, down: value === 1, at: clock.monotonic() })
    })
    return line
  })
  presses.begin(down)

  const close = async () => {
    presses.stop()
    for (const line of opened.lines) line?.unwatchAll()
    // onoff still reads a line whose contact moved just now, when it was quiet; closed, that would be a fault.
    await new Promise<void>((resolve) => setTimeout(resolve, 4 * QUIET_MS))
    opened.faults.push(...closeLines(opened))
  }

  return {
    health() {
      const health = healthOf(opened)
      if (health.status !== 'ok') return health
      if (readFault) return { status: 'fault', driver: ONOFF, detail: readFault }
      const held = presses.held().map((index) => pins[index] ?? 0)
      return held.length === 0 ? health : { status: 'fault', driver: ONOFF, detail: FAULT.held(held) }
    },
    onPress: presses.onPress,
    stop: () => (stopped ??= close()),
  }
}
