import { type Bus, type Clock, createLinkMonitor } from '@eg/shared'

/** Connected, and no clock of the core's for so long: it does not let us hear anything, so ask whether a secret is needed (ms). */
const UNHEARD_MS = 3000

/** Calls back when the connection stands, and each time it does again. */
export function onceConnected(bus: Bus, then: () => void): () => void {
  if (bus.connected()) then()
  return bus.onConnection((connected) => connected && then())
}

/** Calls back each time the connection stands and nothing of the core's is heard on it. */
export function whenUnheard(bus: Bus, clock: Clock, then: () => void): () => void {
  const monitor = createLinkMonitor(bus, clock)
  let cancel: (() => void) | undefined
  const watch = (connected: boolean) => {
    cancel?.()
    if (connected) cancel = clock.after(UNHEARD_MS, () => monitor.state().up || then())
  }
  const unwatch = bus.onConnection(watch)
  watch(bus.connected())
  return () => {
    cancel?.()
    unwatch()
    monitor.stop()
  }
}
