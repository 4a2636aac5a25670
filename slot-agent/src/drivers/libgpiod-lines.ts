import type { PartHealth } from '@eg/shared'
import { heldLines, LIBGPIOD } from './libgpiod-tools.js'
import { isOnHeader } from './onoff-lines.js'
import { FAULT } from './part-faults.js'

/** Which of a part's pins can be had. One that cannot is noted, the others still work. */
export interface UsablePins {
  /** The BCM numbers that can be had, and which index each is. */
  indexOf: Map<number, number>
  faults: string[]
}

/** Looks which of `pins` are on the header and free: a tool that is given one bad line takes none. */
export async function usablePins(chip: string, pins: readonly number[]): Promise<UsablePins> {
  const held = await heldLines(chip, pins.filter(isOnHeader))
  const indexOf = new Map<number, number>()
  const faults: string[] = []
  for (const [index, pin] of pins.entries()) {
    const by = held.get(pin)
    if (!isOnHeader(pin)) faults.push(FAULT.notOnHeader(pin))
    else if (by !== undefined) faults.push(FAULT.inUse(pin, by || FAULT.another))
    else indexOf.set(pin, index)
  }
  return { indexOf, faults }
}

/** The health of a part: what is wrong with pins, and with the tool that serves the others. */
export function libgpiodHealth({ indexOf, faults }: UsablePins, toolFault: string | null): PartHealth {
  const all = toolFault ? [...faults, toolFault] : faults
  if (all.length === 0) return { status: 'ok', driver: LIBGPIOD }
  return { status: indexOf.size === 0 ? 'missing' : 'fault', driver: LIBGPIOD, detail: all.join('; ') }
}
