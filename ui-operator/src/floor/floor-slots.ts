import type { OpDevice, OpFloor } from '@eg/shared'

export interface FloorSlot {
  deviceId: string
  /** Short enough to read at arm's length: `04` for `slot-04`. */
  label: string
  offline: boolean
  /** Null: nobody has played there yet. */
  floor: OpFloor | null
}

const byName = new Intl.Collator('en', { numeric: true })

/** One entry per known slot, and per slot that has played and is not known any more: its take still counts. */
export function floorSlots(
  devices: ReadonlyMap<string, OpDevice>,
  floor: ReadonlyMap<string, OpFloor>,
): readonly FloorSlot[] {
  const slots = [...devices.values()].filter((d) => d.kind === 'slot').map((d) => d.device_id)
  const ids = [...new Set([...slots, ...floor.keys()])].sort(byName.compare)
  return ids.map((deviceId) => ({
    deviceId,
    label: deviceId.replace(/^slot-/, ''),
    offline: !devices.get(deviceId)?.online,
    floor: floor.get(deviceId) ?? null,
  }))
}

/** What the slots have taken less what they have paid, together (cents). */
export function takeOf(floor: ReadonlyMap<string, OpFloor>): number {
  return [...floor.values()].reduce((sum, { take_cents }) => sum + take_cents, 0)
}

/** How long a payout may wait before somebody should look for the player, and before it needs a hand. */
export const WAITS_LONG_MS = 15 * 60_000
export const WAITS_TOO_LONG_MS = 60 * 60_000

/** A waiting payout's age as a state: colour, icon and word go with it. */
export function ageTone(ageMs: number): 'dim' | 'attention' | 'problem' {
  if (ageMs > WAITS_TOO_LONG_MS) return 'problem'
  return ageMs > WAITS_LONG_MS ? 'attention' : 'dim'
}
