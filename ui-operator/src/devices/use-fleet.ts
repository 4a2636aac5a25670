import { useCallback, useRef, useSyncExternalStore } from 'react'
import type { OpDevice } from '@eg/shared'
import { useStore } from 'zustand'
import { useLive, useSession } from '../session/use-session'
import { troublesOf } from './device-health'
import { shapeOf, type FleetView } from './fleet'
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

/**
 * A device as it was when something of its line last changed that is not its latency or the time it was heard: those come
 * with each heartbeat, and the cells that show them hear them by themselves.
 */
export function useDeviceLine(deviceId: string): OpDevice | undefined {
  const held = useRef<OpDevice>(undefined)
  return useLive(({ devices }) => {
    const now = devices.get(deviceId)
    const before = held.current
    if (now && before && before !== now && lineOf(before) === lineOf(now)) return before
    return (held.current = now)
  })
}

/** All that a line shows of a device but what each heartbeat changes; the number of unsent messages is in its words. */
function lineOf(device: OpDevice): string {
  return `${shapeOf(device)}|${device.outbox}|${troublesOf(device).join()}`
}
