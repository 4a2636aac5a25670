import type { OpDevice, OpFloor, Trouble } from '@eg/shared'

export interface FloorSlot {
  deviceId: string
  /** Short enough to read at arm's length: `04` for `slot-04`. */
  label: string
  offline: boolean
  /** The device as the core has it; null: it has played here, and is not known any more. */
  device: OpDevice | null
  /** Null: nobody has played there yet. */
  floor: OpFloor | null
}

export type FloorFilter = 'all' | 'played' | 'attention'
export type FloorSort = 'name' | 'attention' | 'take' | 'last'

export interface FloorView {
  filter: FloorFilter
  sort: FloorSort
  /** Part of a slot's name, of a player's name or of a card. */
  text: string
}

/** From so many slots on the floor is searched, not looked over; from so many on its tiles are small. */
export const MANY_SLOTS = 13
export const VERY_MANY_SLOTS = 37
/** Who played within this time is taken to be there still (ms). */
const RECENT_MS = 5 * 60_000

const byName = new Intl.Collator('en', { numeric: true })

export type FloorSlots = (
  devices: ReadonlyMap<string, OpDevice>,
  floor: ReadonlyMap<string, OpFloor>,
) => readonly FloorSlot[]

/**
 * One entry per known slot, and per slot that has played and is not known any more: its take still counts. It remembers the last
 * ones: an entry is another only if something of its slot is, and names are sorted only when there are others.
 */
export function createFloorSlots(): FloorSlots {
  let ids: readonly string[] = []
  let before = new Map<string, FloorSlot>()
  return (devices, floor) => {
    const slots = [...devices.values()].flatMap(({ kind, device_id: id }) => (kind === 'slot' ? [id] : []))
    const known = new Set([...slots, ...floor.keys()])
    if (known.size !== ids.length || ids.some((id) => !known.has(id))) ids = [...known].sort(byName.compare)
    const all = ids.map((id) => entryOf(id, devices.get(id) ?? null, floor.get(id) ?? null, before.get(id)))
    before = new Map(all.map((slot) => [slot.deviceId, slot]))
    return all
  }
}

function entryOf(deviceId: string, device: OpDevice | null, floor: OpFloor | null, last?: FloorSlot): FloorSlot {
  if (last?.device === device && last.floor === floor) return last
  return { deviceId, label: deviceId.replace(/^slot-/, ''), offline: !device?.online, device, floor }
}

/** What is the devices' screen's business: nobody plays worse for it. */
const NO_MATTER: ReadonlySet<Trouble> = new Set(['link_slow', 'clock_off', 'disk_low', 'unsent', 'hot', 'throttled'])

/** What keeps people from playing at a slot that is there; null: nothing. */
export function hindrance({ offline, device }: FloorSlot): Trouble | null {
  return offline ? null : (device?.troubles?.find((trouble) => !NO_MATTER.has(trouble)) ?? null)
}

/**
 * How much a slot wants to be looked at: 3 offline with somebody's money on it last · 2 offline · 1 there, with something
 * wrong · 0 nothing.
 */
export function attentionOf(slot: FloorSlot): 0 | 1 | 2 | 3 {
  if (slot.offline) return slot.floor?.player ? 3 : 2
  return hindrance(slot) === null ? 0 : 1
}

/** Whether somebody has played there lately. `nowMs`: the core's time. */
export function playedLately({ floor }: FloorSlot, nowMs: number): boolean {
  return floor?.last != null && nowMs - floor.last.at <= RECENT_MS
}

/** The slots that are asked for, in the order that is asked for; those that are alike by name. */
export function arrange(slots: readonly FloorSlot[], { filter, sort, text }: FloorView, nowMs: number): FloorSlot[] {
  const wanted = text.trim().toLowerCase()
  const shown = slots.filter(
    (slot) =>
      (filter !== 'attention' || attentionOf(slot) > 0) &&
      (filter !== 'played' || playedLately(slot, nowMs)) &&
      (wanted === '' || namesOf(slot).some((name) => name.toLowerCase().includes(wanted))),
  )
  return sort === 'name' ? shown : shown.sort((a, b) => ORDERS[sort](a, b) || byName.compare(a.deviceId, b.deviceId))
}

const ORDERS: Record<Exclude<FloorSort, 'name'>, (a: FloorSlot, b: FloorSlot) => number> = {
  attention: (a, b) => attentionOf(b) - attentionOf(a),
  // What the house lost first: that is what somebody asks about.
  take: (a, b) => (a.floor?.take_cents ?? 0) - (b.floor?.take_cents ?? 0),
  last: (a, b) => (b.floor?.last?.at ?? 0) - (a.floor?.last?.at ?? 0),
}

function namesOf({ deviceId, floor }: FloorSlot): string[] {
  return [deviceId, floor?.player?.name ?? '', floor?.player?.tag_uid ?? '']
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
