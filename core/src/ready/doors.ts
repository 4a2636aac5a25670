import { type Decision, accept, refuse } from '../game/decision.js'
import type { Judged } from './waivers.js'

/** One evening's doors. Times are ms since 1970 on the core's clock. */
export interface Door {
  door: number
  openedAt: number
  openedBy: string
  /** Since when a test counted as that evening's. */
  from: number
  closedAt: number | null
  closedBy: string | null
}

export type DoorChange = { type: 'open'; from: number } | { type: 'close'; door: number }

/** How many red checks a refusal names in its sentence. */
const NAMED = 5

/**
 * Opens doors where nothing is red (U10). Open doors stay open, whatever turns red afterwards; opened again they are the same.
 */
export function decideOpenDoors(
  facts: { last: Door | null; judged: readonly Judged[]; view: string; from: number },
  expectView: string | undefined,
): Decision<DoorChange> {
  const { last, judged, view, from } = facts
  if (last && last.closedAt === null) return accept('ok', [])
  if (expectView !== undefined && expectView !== view) {
    const detail = 'The checks have changed since you looked. Doors stay closed; look again, then open.'
    return refuse('stale', 'stale', detail, { field: 'expect_view' })
  }
  const reds = judged.filter(({ state }) => state === 'red').map(({ check }) => check)
  if (reds.length === 0) return accept('ok', [{ type: 'open', from }])
  const rest = reds.length > NAMED ? ` and ${reds.length - NAMED} more` : ''
  const list = `${reds.slice(0, NAMED).join(', ')}${rest}`
  return refuse('refused', 'not_ready', `Red: ${list}. Doors stay closed; mend or waive each of them, then open.`)
}

/** Closes the doors that were seen open. */
export function decideCloseDoors(door: number, last: Door | null): Decision<DoorChange> {
  if (last?.door === door) return accept('ok', last.closedAt === null ? [{ type: 'close', door }] : [])
  if (!last || door > last.door) {
    const detail = `There is no opening ${door}. Nothing was changed; look at the state of the doors.`
    return refuse('refused', 'unknown_door', detail, { field: 'door' })
  }
  const detail = `Opening ${door} is over; the last one is ${last.door}. Nothing was changed; look again, then decide.`
  return refuse('stale', 'stale', detail, { field: 'door' })
}
