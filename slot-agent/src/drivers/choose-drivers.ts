import { chooseGpio, type GpioOptions, hasHeader } from './choose-gpio.js'
import { chooseReader, type ReaderOptions } from './choose-reader.js'
import type { SlotDrivers } from './ports.js'
import { createSimulatedDrivers, type SimulatedHandle } from './simulated-drivers.js'

export type DriverChoice = 'auto' | 'hardware' | 'simulated'

export interface ChosenDrivers {
  drivers: SlotDrivers
  /** The hands of a simulated slot; null with hardware. */
  handle: SimulatedHandle | null
  /** What was chosen for each part and why, for the log. */
  why: Record<keyof SlotDrivers, string>
}

export interface HardwareOptions extends GpioOptions, ReaderOptions {
  choice: DriverChoice
}

/** Opens the parts of this slot. `auto` takes the hardware if this is a Raspberry Pi. Never throws for a missing part. */
export async function chooseDrivers(options: HardwareOptions): Promise<ChosenDrivers> {
  const { choice } = options
  if (choice === 'simulated') return simulated(options, 'EG_DRIVERS=simulated')
  if (choice === 'auto' && !(await hasHeader(options))) {
    return simulated(options, 'this machine has no GPIO chip of a Raspberry Pi (EG_DRIVERS=hardware uses what it has)')
  }
  const [gpio, reader] = await Promise.all([chooseGpio(options), chooseReader(options)])
  return {
    drivers: { ...gpio.parts, reader: reader.reader, keys: reader.keys },
    handle: null,
    why: { buttons: gpio.why, lights: gpio.why, ...reader.why },
  }
}

function simulated({ clock }: HardwareOptions, why: string): ChosenDrivers {
  return { ...createSimulatedDrivers(clock), why: { buttons: why, lights: why, reader: why, keys: why } }
}
