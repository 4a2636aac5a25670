import { BUTTON_COUNT, type Bus, type Clock, contracts, type HostHealth, LIGHT_COUNT, type SlotState } from '@eg/shared'
import { withinHeartbeat } from './heartbeat-size.js'
import { seconds } from './run-effects.js'
import type { SlotHealth } from './slot-health.js'

export const HEARTBEAT_MS = 5000

export interface PresenceParts {
  deviceId: string
  version: string
  bus: Bus
  clock: Clock
  health: SlotHealth
  /** Votes and rounds that wait for an answer. */
  waiting: () => number
  view: () => SlotState
  /** Which installation this is; null where none can be told. */
  installKey: string | null
  /** How long ago each button was pressed (s). */
  pressed: () => (number | null)[]
  /** How the machine is; undefined where there is none around the slot. */
  host: () => HostHealth | undefined
}

/** Says that this slot is there, how its parts are, and what it shows. */
export interface Presence {
  /** The last measured time to the broker and back, in milliseconds; null without a link. */
  linkMs(): number | null
  /** Says goodbye properly; whoever listens knows at once. */
  goodbye(): Promise<void>
  stop(): void
}

export function createPresence(parts: PresenceParts): Presence {
  const { deviceId, version, bus, clock, health } = parts
  const own = { device_id: deviceId }
  const startedAt = clock.monotonic()
  let linkMs: number | null = null
  let sent: { uptime: number; at: number } | null = null

  const beat = () => {
    if (!bus.connected()) return
    const at = clock.monotonic()
    sent = { uptime: Math.round(at - startedAt) / 1000, at }
    const host = parts.host()
    const beat = {
      version,
      uptime_s: sent.uptime,
      link_ms: linkMs,
      outbox: parts.waiting(),
      parts: health.parts(),
      pressed_s: parts.pressed(),
    }
    void bus.publish(contracts.deviceHeartbeat, own, withinHeartbeat(host ? { ...beat, host } : beat))
  }
  const hello = () => {
    const timestamp = seconds(clock)
    const view = parts.view()
    void bus.publish(contracts.deviceStatus, own, 'online')
    const key = parts.installKey === null ? {} : { install_key: parts.installKey }
    void bus.publish(contracts.deviceHello, own, { type: 'slot', version, ts: timestamp, ...key })
    void bus.publish(contracts.inputStatus, own, {
      status: 'online',
      device_id: deviceId,
      led_count: LIGHT_COUNT,
      button_count: BUTTON_COUNT,
      capabilities: health.capabilities(),
      timestamp,
    })
    void bus.publish(contracts.inputLeds, own, { states: view.lights, timestamp })
    void bus.publish(contracts.slotState, own, view)
    beat()
  }
  const stops = [
    // The broker sends our own heartbeat back to us: that is how the link is measured.
    bus.subscribe(contracts.deviceHeartbeat, own, ({ payload }) => {
      if (payload && sent && payload.uptime_s === sent.uptime) linkMs = round(clock.monotonic() - sent.at)
    }),
    bus.onConnection((connected) => {
      linkMs = null
      if (connected) hello()
    }),
    clock.every(HEARTBEAT_MS, beat),
  ]
  if (bus.connected()) hello()

  return {
    linkMs: () => linkMs,
    async goodbye() {
      const dark = { states: Array.from({ length: LIGHT_COUNT }, () => false), timestamp: seconds(clock) }
      await Promise.all([
        bus.publish(contracts.inputLeds, own, dark),
        bus.publish(contracts.inputStatus, own, 'offline'),
        bus.publish(contracts.deviceStatus, own, 'offline'),
      ])
    },
    stop() {
      for (const stop of stops) stop()
    },
  }
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10
}
