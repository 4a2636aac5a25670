import { accessSync, constants, readdirSync, readFileSync } from 'node:fs'
import type { Clock, PartHealth } from '@eg/shared'
import { absentButtons, absentLights } from './absent-drivers.js'
import { findGpioBase } from './gpio-base.js'
import { createLibgpiodButtonInput } from './libgpiod-button-input.js'
import { createLibgpiodLedOutput } from './libgpiod-led-output.js'
import { findGpioChip, LIBGPIOD, toolVersion } from './libgpiod-tools.js'
import { createOnoffButtonInput } from './onoff-button-input.js'
import { createOnoffLedOutput } from './onoff-led-output.js'
import { type GpioClass, loadOnoff, ONOFF, refusalOf } from './onoff-lines.js'
import { FAULT, isPermission, reasonOf } from './part-faults.js'
import type { SlotDrivers } from './ports.js'

export type GpioChoice = 'auto' | 'onoff' | 'libgpiod' | 'off'

export interface GpioOptions {
  gpio: GpioChoice
  /** Six BCM numbers each. */
  buttonPins: readonly number[]
  lightPins: readonly number[]
  clock: Clock
  /** Where the kernel shows itself: `/sys`, `/dev`, `/proc`. */
  sysfsRoot?: string
  devRoot?: string
  procRoot?: string
  load?: () => Promise<GpioClass>
}

/** Buttons and lights, and why these drivers. */
export interface ChosenGpio {
  parts: Pick<SlotDrivers, 'buttons' | 'lights'>
  why: string
}

/** Whether this machine is a Raspberry Pi, or has its GPIO chip, as far as can be told without opening anything. */
export async function hasHeader(options: GpioOptions): Promise<boolean> {
  if (findGpioBase(options.sysfsRoot)) return true
  if (gpioFiles(options.devRoot).length === 0) return false
  return isRaspberryPi(options.procRoot) || (await findGpioChip()) !== null
}

/** Opens buttons and lights: sysfs by onoff where the kernel has it, else libgpiod's tools. Never throws. */
export async function chooseGpio(options: GpioOptions): Promise<ChosenGpio> {
  if (options.gpio === 'off') return absent({ status: 'off', detail: FAULT.off('EG_GPIO') }, 'EG_GPIO=off')
  const forced = options.gpio === 'auto' ? '' : ` (EG_GPIO=${options.gpio})`
  const header = findGpioBase(options.sysfsRoot)
  if (options.gpio !== 'libgpiod' && header) {
    return openOnoff(options, header.base, `${header.label} in sysfs, lines from ${header.base}${forced}`)
  }
  if (options.gpio === 'onoff') return missing(ONOFF, FAULT.noChip, 'no such chip in sysfs (EG_GPIO=onoff)')
  return openLibgpiod(options, forced)
}

async function openOnoff(options: GpioOptions, base: number, why: string): Promise<ChosenGpio> {
  const refusal = refusalOf(options.sysfsRoot ?? '/sys')
  if (refusal) return missing(ONOFF, refusal, why)
  let Gpio: GpioClass
  try {
    Gpio = await (options.load ?? loadOnoff)()
  } catch (error) {
    return missing(ONOFF, FAULT.notInstalled(ONOFF, reasonOf(error)), why)
  }
  const buttons = createOnoffButtonInput(Gpio, base, options.buttonPins, options.clock)
  return { parts: { buttons, lights: createOnoffLedOutput(Gpio, base, options.lightPins) }, why: `${ONOFF}: ${why}` }
}

async function openLibgpiod(options: GpioOptions, forced: string): Promise<ChosenGpio> {
  const files = gpioFiles(options.devRoot)
  if (files.length === 0) return missing(LIBGPIOD, FAULT.noChip, `no GPIO chip${forced}`)
  const because = `no chip in sysfs${forced}`
  const version = await toolVersion()
  if (!version) return missing(LIBGPIOD, FAULT.noTools, because)
  if (Number.parseInt(version, 10) < 2) return missing(LIBGPIOD, FAULT.oldTools(version), because)
  const refused = files.find(isRefused)
  const chip = await findGpioChip()
  if (!chip) return missing(LIBGPIOD, refused ? FAULT.noPermission(refused, 'gpio') : FAULT.noChip, because)
  const [buttons, lights] = await Promise.all([
    createLibgpiodButtonInput(chip.name, options.buttonPins),
    createLibgpiodLedOutput(chip.name, options.lightPins),
  ])
  return {
    parts: { buttons, lights },
    why: `${LIBGPIOD} ${version}: ${chip.label} is ${chip.name}${forced || ', not in sysfs'}`,
  }
}

function missing(driver: string, detail: string, why: string): ChosenGpio {
  return absent({ status: 'missing', driver, detail }, `${driver}: ${why}`)
}

function absent(health: PartHealth, why: string): ChosenGpio {
  return { parts: { buttons: absentButtons(health), lights: absentLights(health) }, why }
}

function gpioFiles(devRoot = '/dev'): string[] {
  return readdirSync(devRoot)
    .filter((name) => /^gpiochip\d+$/.test(name))
    .sort()
    .map((name) => `${devRoot}/${name}`)
}

function isRefused(file: string): boolean {
  try {
    accessSync(file, constants.R_OK | constants.W_OK)
    return false
  } catch (error) {
    return isPermission(error)
  }
}

function isRaspberryPi(procRoot = '/proc'): boolean {
  try {
    return readFileSync(`${procRoot}/device-tree/model`, 'utf8').startsWith('Raspberry Pi')
  } catch {
    return false // a machine without a device tree
  }
}
