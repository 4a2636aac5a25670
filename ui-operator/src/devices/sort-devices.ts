import type { OpDevice } from '@eg/shared'
import type { Words } from '../words/words'
import { deviceHealth, type Health } from './device-health'

export type SortColumn = 'id' | 'health' | 'seen'

const RANK: Record<Health, number> = { problem: 0, attention: 1, ok: 2 }
const byName = new Intl.Collator('en', { numeric: true })

const byId = (a: OpDevice, b: OpDevice) => byName.compare(a.device_id, b.device_id)

/** By id, by health (problems first), or by when it was last seen (longest gone first). Equals stand by id. */
export function sortDevices(devices: Iterable<OpDevice>, column: SortColumn, t: Words): OpDevice[] {
  const rank = (d: OpDevice) => RANK[deviceHealth(d, t).health]
  const order: Record<SortColumn, (a: OpDevice, b: OpDevice) => number> = {
    id: byId,
    health: (a, b) => rank(a) - rank(b) || byId(a, b),
    seen: (a, b) => (a.last_seen ?? 0) - (b.last_seen ?? 0) || byId(a, b),
  }
  return [...devices].sort(order[column])
}
