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

/**
 * Watches the parts of a slot. `unseenScreen` is the screen's health while no page reports, `note` what is to be said of one that is
 * well. A page that is there and has nothing on its screen is a fault: what runs there is not what players see.
 */
export function createSlotHealth(
  bus: Bus,
  clock: Clock,
  deviceId: string,
  drivers: SlotDrivers,
  unseenScreen: PartHealth,
  note: () => string | null = () => null,
): SlotHealth {
  let screenAt = Number.NEGATIVE_INFINITY
  let said: { version: string; drawn?: boolean | undefined } = { version: '' }
  const stop = bus.subscribe(contracts.slotScreen, { device_id: deviceId }, ({ payload }) => {
    if (!payload) return
    screenAt = clock.monotonic()
    said = payload
  })
  const screenOf = (): PartHealth => {
    const driver = `page ${said.version}`
    if (said.drawn === false) return { status: 'fault', driver, detail: 'the page runs and draws nothing' }
    const detail = note()
    return { status: 'ok', driver, ...(detail !== null && { detail }) }
  }
  const parts = (): Parts => ({
    buttons: drivers.buttons.health(),
    lights: drivers.lights.health(),
    reader: drivers.reader.health(),
    keys: drivers.keys.health(),
    screen: clock.monotonic() - screenAt < SCREEN_MISSING_MS ? screenOf() : unseenScreen,
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
