import type { Excuse, OpDevice, OperatorRun } from '@eg/shared'

export type TileState = 'waiting' | 'voted' | 'offline' | 'ready' | 'excused'

export interface Tile {
  deviceId: string
  /** Short enough to read at arm's length: `04` for `slot-04`. */
  label: string
  state: TileState
  /** It cannot be reached now: said beside `voted`, because a vote that is in stays in. */
  offline: boolean
  /** Why it is not waited for; null where it is. */
  excusedBy: Excuse['by'] | null
}

const byName = new Intl.Collator('en', { numeric: true })

/** One tile per known slot, and per voter the roster does not know. Reads only who has voted: what is not told. */
export function tilesOf(devices: ReadonlyMap<string, OpDevice>, run: OperatorRun | null): Tile[] {
  const asking = run !== null && (run.status === 'open' || run.status === 'closed')
  const voters = new Set(asking ? run.voters.map((v) => v.device_id) : [])
  const excused = new Map(asking ? (run.excused ?? []).map((e) => [e.device_id, e.by]) : [])
  const slots = [...devices.values()].filter((d) => d.kind === 'slot').map((d) => d.device_id)
  const ids = [...new Set([...slots, ...voters])].sort(byName.compare)
  return ids.map((deviceId) => {
    const device = devices.get(deviceId)
    const offline = device !== undefined && !device.online
    const excusedBy = excused.get(deviceId) ?? null
    const unvoted = excusedBy ? 'excused' : offline ? 'offline' : asking ? 'waiting' : 'ready'
    const state = voters.has(deviceId) ? 'voted' : unvoted
    return { deviceId, label: deviceId.replace(/^slot-/, ''), state, offline, excusedBy }
  })
}
