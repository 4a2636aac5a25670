import type { Clock } from '@eg/shared'
import { type ButtonFilter, createButtonFilter, DEBOUNCE_MS, takeEdge } from '../slot/button-filter.js'
import { createListeners } from './listeners.js'
import { closeLines, type GpioClass, healthOf, messageOf, ONOFF, openLines } from './onoff-lines.js'
import type { ButtonInput } from './ports.js'

/**
 * Six buttons through sysfs, pressed = low. `pins` are BCM numbers, `base` what sysfs adds to them. onoff waits until a
 * contact was quiet for 50 ms, so the filter only has to know what was held at the start and what is still down.
 */
export function createOnoffButtonInput(
  Gpio: GpioClass,
  base: number,
  pins: readonly number[],
  clock: Clock,
): ButtonInput {
  const presses = createListeners<number>()
  const filters = new Map<number, ButtonFilter>()
  const options = { activeLow: true, debounceTimeout: DEBOUNCE_MS }
  let readFault: string | null = null

  const edge = (index: number, down: boolean) => {
    const before = filters.get(index)
    if (!before) return
    const { filter, press } = takeEdge(before, down, clock.monotonic(), 0)
    filters.set(index, filter)
    if (press) presses.tell(index)
  }
  const opened = openLines(pins, (pin, index) => {
    const line = new Gpio(base + pin, 'in', 'both', options)
    filters.set(index, createButtonFilter(line.readSync() === 1))
    line.watch((error, value) => {
      readFault = error ? `BCM ${pin}: ${messageOf(error)}` : null
      if (!error) edge(index, value === 1)
    })
    return line
  })

  return {
    health() {
      const health = healthOf(opened)
      if (health.status !== 'ok') return health
      if (readFault) return { status: 'fault', driver: ONOFF, detail: readFault }
      const held = pins.filter((_, index) => filters.get(index)?.heldAtStart)
      return held.length === 0 ? health : { status: 'fault', driver: ONOFF, detail: heldDetail(held) }
    },
    onPress: presses.add,
    async stop() {
      presses.clear()
      for (const line of opened.lines) line?.unwatchAll()
      // onoff still reads a line whose contact moved just now, when its 50 ms are over; closed, that would be a fault.
      await new Promise<void>((resolve) => clock.after(2 * DEBOUNCE_MS, resolve))
      opened.faults.push(...closeLines(opened))
    },
  }
}

function heldDetail(pins: readonly number[]): string {
  const list = pins.join(',')
  return `pressed since the start and ignored until released: BCM ${list}. Look for a stuck button, or write gpio=${list}=ip,pu into /boot/firmware/config.txt and reboot`
}
