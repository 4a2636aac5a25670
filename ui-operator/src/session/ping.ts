import { contracts, type Bus, type Clock } from '@eg/shared'

const PING_EVERY_MS = 2000

/** Measures the link: the page hears its own ping. Returns what ends it. */
export function startPing(bus: Bus, clock: Clock, clientId: string, onRoundTrip: (ms: number) => void): () => void {
  const ping = () => void bus.publish(contracts.uiPing, { client_id: clientId }, { sent: clock.monotonic() })
  const stops = [
    bus.subscribe(contracts.uiPing, { client_id: clientId }, ({ payload }) => {
      if (payload) onRoundTrip(clock.monotonic() - payload.sent)
    }),
    bus.onConnection((connected) => {
      if (connected) ping()
    }),
    clock.every(PING_EVERY_MS, ping),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
