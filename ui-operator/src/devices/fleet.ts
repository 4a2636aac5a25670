import type { OpDevice } from '@eg/shared'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { LiveStore } from '../session/live-store'
import { NO_FLEET_FILTER, type FleetFilter } from './fleet-filter'
import { startLatencyLog, type LatencyLog } from './latency-log'
import type { FleetColumn } from './sort-devices'

/** What this operator looks at on the devices screen. Kept while other screens are on show. */
export interface FleetView {
  sorting: { id: FleetColumn; desc: boolean }
  filter: FleetFilter
  /** The device whose details are open. */
  openId: string | null
  /** The row that the arrows have reached. */
  activeId: string | null
  /** The slot that is being replaced by a spare: its dialog is open. */
  swapping: string | null
}

/** The devices as the screen needs them, outside React: the list changes when its order, totals or filter may. */
export interface Fleet {
  list: StoreApi<{ items: readonly OpDevice[] }>
  latency: LatencyLog
  view: StoreApi<FleetView>
  /** Takes latencies and times of now into the list, which otherwise wait for something worth a new order. */
  refresh(): void
  stop(): void
}

export function startFleet(live: LiveStore): Fleet {
  const latency = startLatencyLog(live)
  const list = createStore<{ items: readonly OpDevice[] }>(() => ({ items: [...live.getState().devices.values()] }))
  const view = createStore<FleetView>(() => ({
    sorting: { id: 'health', desc: false },
    filter: NO_FLEET_FILTER,
    openId: null,
    activeId: null,
    swapping: null,
  }))
  const refresh = () => list.setState({ items: [...live.getState().devices.values()] })
  const stop = live.subscribe(({ devices }, before) => {
    if (devices !== before.devices && !sameShape(devices, before.devices)) refresh()
  })
  return {
    list,
    latency,
    view,
    refresh,
    stop: () => {
      stop()
      latency.stop()
    },
  }
}

/** A heartbeat that says nothing new must not sort two hundred rows again. */
function sameShape(now: ReadonlyMap<string, OpDevice>, before: ReadonlyMap<string, OpDevice>): boolean {
  if (now.size !== before.size) return false
  for (const [id, device] of now) {
    const old = before.get(id)
    if (old === device) continue
    if (!old || shapeOf(old) !== shapeOf(device)) return false
  }
  return true
}

const shapes = new WeakMap<OpDevice, string>()

/** Everything of a device that its place, the totals or the filter depend on. */
export function shapeOf(device: OpDevice): string {
  const known = shapes.get(device)
  if (known !== undefined) return known
  const { kind, version, online, page_online, protection, troubles, parts, outbox, last_seen } = device
  const statuses = parts && Object.values(parts).map(({ status }) => status)
  // A core of an earlier release tells no troubles: then what they would be made of counts.
  const derived = troubles ?? [outbox ? 'unsent' : '', last_seen === null ? 'never' : '']
  const shape = [kind, version, online, page_online, protection, derived, statuses].join('|')
  shapes.set(device, shape)
  return shape
}
