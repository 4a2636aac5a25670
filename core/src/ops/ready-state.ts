import type { Doors, OpDevice, ReadyCheck } from '@eg/shared'
import type { Door } from '../ready/doors.js'
import type { Judged } from '../ready/waivers.js'

// How what the ready gate finds is told: the shapes of `eg/op/ready`.

/** What the checks of a slot ask of its device. */
export function factsOf(device: OpDevice) {
  const { device_id: deviceId, online, page_online: pageOnline, link_ms: linkMs, troubles = [], parts } = device
  return { deviceId, online, pageOnline, linkMs, troubles, parts }
}

/** `lastGood`: when it was last seen green, for one that is not. */
export function toCheck(one: Judged, since: number, lastGood: number | null): ReadyCheck {
  const { check, subject, state, problem, params, remedy, detail, measuredAt, waiver } = one
  return {
    check,
    subject,
    state,
    problem,
    params,
    remedy,
    detail,
    since,
    good_at: measuredAt ?? lastGood,
    waiver: waiver && {
      waiver: waiver.waiver,
      by: waiver.by,
      reason: waiver.reason,
      at: waiver.at,
      until: waiver.until,
    },
  }
}

export function count(checks: readonly { state: string }[]) {
  const figures = { red: 0, waived: 0, green: 0 }
  for (const { state } of checks) figures[state as keyof typeof figures] += 1
  return figures
}

export function doorsOf(door: Door | null): Doors {
  if (!door) return { open: false, door: null, since: null, by: null }
  const open = door.closedAt === null
  return { open, door: door.door, since: door.closedAt ?? door.openedAt, by: open ? door.openedBy : door.closedBy }
}

export function bySubject(checks: readonly ReadyCheck[]): Map<string, ReadyCheck[]> {
  const groups = new Map<string, ReadyCheck[]>()
  for (const one of checks) {
    const group = groups.get(one.subject)
    if (group) group.push(one)
    else groups.set(one.subject, [one])
  }
  return groups
}
