import type { OpDevice } from '@eg/shared'
import type { Words } from '../words/words'
import { deviceHealth, troublesOf, type Health } from './device-health'

export type FleetColumn = 'id' | 'health' | 'link' | 'latency' | 'version' | 'parts'

const RANK: Record<Health, number> = { problem: 0, attention: 1, ok: 2 }
const byName = new Intl.Collator('en', { numeric: true })

const byId = (a: OpDevice, b: OpDevice) => byName.compare(a.device_id, b.device_id)
const gone = (d: OpDevice) => Number(d.online)
const latency = (d: OpDevice) => (d.online ? (d.link_ms ?? -1) : -1)

/**
 * How devices compare in each column, ascending: by id as people count, by health problems first, by link the longest gone
 * first, by latency the slowest first, by version, by how much is wrong. Equals stand by id.
 */
export function compareDevices(t: Words): Record<FleetColumn, (a: OpDevice, b: OpDevice) => number> {
  const rank = (d: OpDevice) => RANK[deviceHealth(d, t).health]
  return {
    id: byId,
    health: (a, b) => rank(a) - rank(b) || byId(a, b),
    link: (a, b) => gone(a) - gone(b) || (a.last_seen ?? 0) - (b.last_seen ?? 0) || byId(a, b),
    latency: (a, b) => latency(b) - latency(a) || byId(a, b),
    version: (a, b) => byName.compare(a.version ?? '', b.version ?? '') || byId(a, b),
    parts: (a, b) => troublesOf(b).length - troublesOf(a).length || byId(a, b),
  }
}
