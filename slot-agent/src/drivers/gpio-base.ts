import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where sysfs numbers the header's lines from: BCM 5 is line `base + 5`. */
export interface GpioBase {
  base: number
  /** `pinctrl-bcm2711` on a Pi 4, `pinctrl-rp1` on a Pi 5. */
  label: string
}

// A Pi has further chips (`raspberrypi-exp-gpio`, `gpio-brcmstb@…`) whose lines are not on the header.
export const HEADER_CHIP = /^pinctrl-(bcm|rp1)/

/**
 * Finds the chip of a Raspberry Pi's header below `sysfsRoot` (`/sys`); null if there is none, as on a laptop. Kernels
 * from 6.6 on number sysfs lines from a base that differs by board (512 on a Pi 4, 571 on a Pi 5).
 */
export function findGpioBase(sysfsRoot = '/sys'): GpioBase | null {
  const root = join(sysfsRoot, 'class', 'gpio')
  const found: GpioBase[] = []
  for (const chip of entries(root)) {
    if (!chip.startsWith('gpiochip')) continue
    const label = read(join(root, chip, 'label'))
    const base = Number(read(join(root, chip, 'base')) ?? Number.NaN)
    if (label && HEADER_CHIP.test(label) && Number.isInteger(base)) found.push({ base, label })
  }
  return found.sort((a, b) => a.base - b.base)[0] ?? null
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return [] // no sysfs GPIO on this machine
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return null // a chip without this file is not the header's
  }
}
