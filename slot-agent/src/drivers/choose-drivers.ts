import type { Clock, PartHealth } from '@eg/shared'
import { absentButtons, absentKeys, absentLights, absentReader } from './absent-drivers.js'
import { findGpioBase, type GpioBase } from './gpio-base.js'
import { createOnoffButtonInput } from './onoff-button-input.js'
import { createOnoffLedOutput } from './onoff-led-output.js'
import { type GpioClass, loadOnoff, messageOf, ONOFF } from './onoff-lines.js'
import type { SlotDrivers } from './ports.js'
import { createSimulatedDrivers, type SimulatedHandle } from './simulated-drivers.js'

export type DriverChoice = 'auto' | 'hardware' | 'simulated'

export interface ChosenDrivers {
  drivers: SlotDrivers
  /** The hands of a simulated slot; null with hardware. */
  handle: SimulatedHandle | null
  /** What was chosen and why, for the log. */
  why: string
}

export interface HardwareOptions {
  choice: DriverChoice
  /** Six BCM numbers each. */
  buttonPins: readonly number[]
  lightPins: readonly number[]
  clock: Clock
  /** Where sysfs is mounted. */
  sysfsRoot?: string
  load?: () => Promise<GpioClass>
}

/** Opens the parts of this slot. `auto` takes the hardware if a Pi's GPIO chip is there. Never throws for a missing part. */
export async function chooseDrivers(options: HardwareOptions): Promise<ChosenDrivers> {
  const { choice, clock } = options
  const gpio = choice === 'simulated' ? null : findGpioBase(options.sysfsRoot)
  if (choice === 'simulated' || (choice === 'auto' && !gpio)) {
    const because = choice === 'simulated' ? 'EG_DRIVERS=simulated' : 'no Raspberry Pi GPIO chip was found'
    return { ...createSimulatedDrivers(clock), why: `simulated buttons, lights and reader: ${because}` }
  }
  const parts = gpio ? await openGpio(options, gpio) : withoutGpio('no Raspberry Pi GPIO chip was found in sysfs')
  const reader = absentReader({ status: 'missing', detail: 'this version has no driver for a serial card reader' })
  const keys = absentKeys({ status: 'off', detail: 'this version does not read a keyboard' })
  const because = gpio ? `${gpio.label}, lines from ${gpio.base}` : 'EG_DRIVERS=hardware, but no GPIO chip was found'
  return { drivers: { ...parts, reader, keys }, handle: null, why: `hardware buttons and lights: ${because}` }
}

async function openGpio(
  options: HardwareOptions,
  { base }: GpioBase,
): Promise<Pick<SlotDrivers, 'buttons' | 'lights'>> {
  let Gpio: GpioClass
  try {
    Gpio = await (options.load ?? loadOnoff)()
  } catch (error) {
    return withoutGpio(`onoff could not be loaded (${messageOf(error)}); install it with npm install -w slot-agent`)
  }
  return {
    buttons: createOnoffButtonInput(Gpio, base, options.buttonPins, options.clock),
    lights: createOnoffLedOutput(Gpio, base, options.lightPins),
  }
}

function withoutGpio(detail: string): Pick<SlotDrivers, 'buttons' | 'lights'> {
  const health: PartHealth = { status: 'missing', driver: ONOFF, detail }
  return { buttons: absentButtons(health), lights: absentLights(health) }
}
