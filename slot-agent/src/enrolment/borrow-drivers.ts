import { LIGHT_COUNT } from '@eg/shared'
import type { SlotDrivers } from '../drivers/ports.js'

const stay = async () => undefined

/**
 * The parts of a slot, lent to an agent that may end before the program does: when it stops them its lights go dark, and the parts
 * stay open for whoever comes after it.
 */
export function borrowDrivers({ buttons, lights, reader, keys }: SlotDrivers): SlotDrivers {
  return {
    buttons: { ...buttons, stop: stay },
    lights: { ...lights, stop: async () => lights.set(Array.from({ length: LIGHT_COUNT }, () => false)) },
    reader: { ...reader, stop: stay },
    keys: { ...keys, stop: stay },
  }
}
