import { useCallback, useSyncExternalStore } from 'react'
import type { OpDevice } from '@eg/shared'
import { useStore } from 'zustand'
import { useSession } from '../session/use-session'
import type { FleetView } from './fleet'
import type { LatencySample } from './latency-log'

/** The devices, again when their order, the totals or the filter may have changed. */
export function useFleetList(): readonly OpDevice[] {
  return useStore(useSession().fleet.list, (state) => state.items)
}

export function useFleetView<T>(select: (view: FleetView) => T): T {
  return useStore(useSession().fleet.view, select)
}

/** The last round trips of one device. */
export function useLatency(deviceId: string): readonly LatencySample[] {
  const { latency } = useSession().fleet
  return useSyncExternalStore(
    useCallback((listener) => latency.onChange(deviceId, listener), [latency, deviceId]),
    () => latency.of(deviceId),
  )
}
