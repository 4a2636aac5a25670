import { type Bus, type Clock, contracts, type PARTS, type PartHealth } from '@eg/shared'
import type { SlotDrivers } from '../drivers/ports.js'

/** The kiosk page reports every 5 s; without it for this long it is missing (milliseconds). */
export const SCREEN_MISSING_MS = 12_000

export type Parts = Record<(typeof PARTS)[number], PartHealth>

export interface SlotHealth {
  parts(): Parts
  /** What the slot can be used with, in the field's words: `gpio`, `keyboard`, `rfid`. */
  capabilities(): string[]
  stop(): void
}

/** Watches the parts of a slot. `unseenScreen` is the screen's health while no page reports. */
export function createSlotHealth(
  bus: Bus,
  clock: Clock,
  deviceId: string,
  drivers: SlotDrivers,
  unseenScreen: PartHealth,
): SlotHealth {
  let screenAt = Number.NEGATIVE_INFINITY
  let version = ''
  const stop = bus.subscribe(contracts.slotScreen, { device_id: deviceId }, ({ payload }) => {
    if (!payload) return
    screenAt = clock.monotonic()
    version = payload.version
  })
  const parts = (): Parts => ({
    buttons: drivers.buttons.health(),
    lights: drivers.lights.health(),
    reader: drivers.reader.health(),
    keys: drivers.keys.health(),
    screen:
      clock.monotonic() - screenAt < SCREEN_MISSING_MS ? { status: 'ok', driver: `page ${version}` } : unseenScreen,
  })
  return {
    parts,
    capabilities() {
      const { buttons, lights, reader, keys } = parts()
      return [
        ...(isThere(buttons) || isThere(lights) ? ['gpio'] : []),
        ...(isThere(keys) ? ['keyboard'] : []),
        ...(isThere(reader) ? ['rfid'] : []),
      ]
    },
    stop,
  }
}

function isThere({ status }: PartHealth): boolean {
  return status !== 'missing' && status !== 'off'
}
