import type { Incident, Incidents, Refusals } from '@eg/shared'

/** A line of the journal, as far as a report needs it. */
export interface IncidentLine {
  seq: number
  at: number
  kind: string
  outcome: string
  reason: string | null
  actor: string
  device_id: string | null
  run: number | null
  data: Record<string, string | number | boolean | null>
  /** coreStart: when something was written last before it; null elsewhere. */
  before_at: number | null
}

/** So many are listed one by one. */
const MAX_LISTED = 1000

const WHAT: ReadonlyMap<string, Incident['what']> = new Map<string, Incident['what']>([
  ['slotExcused', 'excuse'],
  ['runVoided', 'void'],
  ['coreStart', 'restart'],
  ['clockSet', 'clock_set'],
  ['opMoneyFreeze', 'panic'],
  ['opMoneyUnfreeze', 'panic'],
  ['opGameFreeze', 'panic'],
  ['opGameUnfreeze', 'panic'],
  ['opBlackout', 'panic'],
  ['opBlackoutEnd', 'panic'],
  ['opMessageShow', 'panic'],
  ['opReadyWaive', 'waived'],
  ['opReadyUnwaive', 'waived'],
  ['opSwap', 'swap'],
  ['undo', 'undo'],
])
/** Kinds of lines that are looked at whatever came of them. */
export const INCIDENT_KINDS: readonly string[] = [...WHAT.keys(), 'linkDown', 'linkUp']
/** What these came to is nothing to tell. */
export const FINE: readonly string[] = ['ok', 'counted']

interface Links {
  since: number | null
  count: number
  total: number
  longest: number
}

/** Takes the lines of a session in their order and says what happened. Pure: the same lines, the same words. */
export function createIncidents() {
  const refusals = new Map<string, Refusals>()
  const links = new Map<string, Links>()
  const listed: Incident[] = []
  let more = 0

  const list = (incident: Incident) => {
    if (listed.length < MAX_LISTED) listed.push(incident)
    else more += 1
  }
  const refuse = ({ kind, outcome, reason }: IncidentLine) => {
    const key = keyOf({ kind, outcome, reason })
    const known = refusals.get(key)
    if (known) known.count += 1
    else refusals.set(key, { kind, outcome, reason, count: 1 })
  }
  const linkOf = (deviceId: string): Links => {
    const known = links.get(deviceId) ?? { since: null, count: 0, total: 0, longest: 0 }
    links.set(deviceId, known)
    return known
  }
  const back = (link: Links, at: number) => {
    if (link.since === null) return
    const ms = Math.max(0, at - link.since)
    link.since = null
    link.total += ms
    link.longest = Math.max(link.longest, ms)
  }
  /** A clock that was set moves what has not ended with it: time passed, not time of day. */
  const clockMoved = (byMs: number) => {
    for (const link of links.values()) if (link.since !== null) link.since += byMs
  }

  const take = (line: IncidentLine) => {
    const { at, kind, outcome, device_id: deviceId, data } = line
    if (!FINE.includes(outcome)) return refuse(line)
    if (kind === 'linkDown' && deviceId !== null) {
      const link = linkOf(deviceId)
      if (link.since === null) link.count += 1
      link.since ??= at
    }
    if (kind === 'linkUp' && deviceId !== null) back(linkOf(deviceId), at)
    if (kind === 'clockSet') clockMoved(Number(data.by_ms ?? 0))
    const what = WHAT.get(kind)
    if (what) list(incidentOf(line, what))
  }

  /** `endedAt`: when the session ended, or now. */
  const end = (endedAt: number): Incidents => ({
    refusals: [...refusals.values()].sort(byKey),
    link_losses: [...links]
      .filter(([, { count }]) => count > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([device_id, link]) => {
        const away = link.since !== null
        const last = away ? Math.max(0, endedAt - (link.since ?? 0)) : 0
        const longest_ms = Math.max(link.longest, last)
        return { device_id, count: link.count, total_ms: link.total + last, longest_ms, away }
      }),
    incidents: listed,
    more,
  })
  return { take, end }
}

function incidentOf(
  { at, kind, device_id, run, actor, data, before_at }: IncidentLine,
  what: Incident['what'],
): Incident {
  const said = data.why ?? data.by ?? data.reason ?? data.scope ?? null
  const ms = what === 'restart' && before_at !== null ? Math.max(0, at - before_at) : null
  return {
    at,
    what,
    device_id,
    run,
    by: actor,
    why: what === 'restart' || what === 'clock_set' ? null : told(what, kind, said),
    ms: what === 'clock_set' ? Number(data.by_ms ?? 0) : ms,
  }
}

/** A panic says what was done, and why where somebody said it. */
function told(what: Incident['what'], kind: string, said: string | number | boolean | null): string | null {
  if (what === 'panic') return said === null ? kind : `${kind}: ${said}`
  return said === null ? null : String(said)
}

function byKey(a: Refusals, b: Refusals): number {
  return keyOf(a) < keyOf(b) ? -1 : 1
}

function keyOf({ kind, outcome, reason }: Pick<Refusals, 'kind' | 'outcome' | 'reason'>): string {
  return JSON.stringify([kind, outcome, reason])
}
