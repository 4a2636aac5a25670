import type { OpDevice } from '@eg/shared'
import type { LiveStore } from '../session/live-store'

/** A round trip of a device as it was heard. `ms` null: it was offline. */
export interface LatencySample {
  /** Core's time, ms since 1970. */
  at: number
  ms: number | null
}

/** The last round trips of every device, as heard by this page: what a sparkline is drawn from. */
export interface LatencyLog {
  /** Oldest first, at most `KEPT_SAMPLES`. The same array until another one is heard. */
  of(deviceId: string): readonly LatencySample[]
  onChange(deviceId: string, listener: () => void): () => void
  stop(): void
}

/** Five minutes of heartbeats. */
export const KEPT_SAMPLES = 60
const NONE: readonly LatencySample[] = []

export function startLatencyLog(live: LiveStore): LatencyLog {
  const samples = new Map<string, readonly LatencySample[]>()
  const listeners = new Map<string, Set<() => void>>()
  const hear = (device: OpDevice) => {
    const held = samples.get(device.device_id) ?? NONE
    const sample = sampleOf(device)
    const last = held.at(-1)
    // The state is published again for other reasons too: only a new heartbeat is a new measurement.
    if (!sample || (last && last.at === sample.at && last.ms === sample.ms)) return
    if (sample.ms === null && (!last || last.ms === null)) return
    samples.set(device.device_id, [...held, sample].slice(-KEPT_SAMPLES))
    for (const listener of listeners.get(device.device_id) ?? []) listener()
  }
  const stop = live.subscribe(({ devices }, before) => {
    if (devices === before.devices) return
    for (const [id, device] of devices) if (device !== before.devices.get(id)) hear(device)
  })
  return {
    of: (id) => samples.get(id) ?? NONE,
    onChange(id, listener) {
      const mine = listeners.get(id) ?? new Set()
      listeners.set(id, mine.add(listener))
      return () => void mine.delete(listener)
    },
    stop,
  }
}

function sampleOf({ online, link_ms: ms, last_seen: at }: OpDevice): LatencySample | null {
  if (at === null) return null
  if (!online) return { at, ms: null }
  return ms === null ? null : { at, ms }
}
