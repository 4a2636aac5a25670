import type { Clock } from '../clock.js'
import { clockState } from '../contracts/clock.js'
import type { Bus } from './bus.js'

/** Without the core's clock for this long, the link counts as lost, even if the connection still stands. */
export const LINK_LOST_MS = 2000

export interface LinkState {
  /** The connection stands and the core's clock was heard within the last two seconds. */
  up: boolean
  /** When the core was last heard, in this machine's wall time (ms); null before the first time. */
  heardAt: number | null
  /** What must be added to this machine's wall time to get the core's (ms). */
  offsetMs: number
}

export interface LinkMonitor {
  state(): LinkState
  /** The core's time now (ms since 1970), by the last clock heard. */
  coreNow(): number
  /** Hears of `up` changing; returns what ends it. */
  onChange(listener: (state: LinkState) => void): () => void
  stop(): void
}

/** Watches whether the core can be heard, by its clock (`eg/state/clock`, every second). */
export function createLinkMonitor(bus: Bus, clock: Clock): LinkMonitor {
  const listeners = new Set<(state: LinkState) => void>()
  let state: LinkState = { up: false, heardAt: null, offsetMs: 0 }
  /** The core's time when it was last heard, and when that was on this machine's monotonic clock. */
  let heard: { coreMs: number; mono: number } | null = null
  let cancel: (() => void) | undefined

  const set = (up: boolean) => {
    if (state.up === up) return
    state = { ...state, up }
    for (const listener of listeners) listener(state)
  }
  /** The timer itself says that the time has passed; browsers may run one a fraction of a millisecond early. */
  const lost = () => set(false)
  const check = () => set(bus.connected() && heard !== null && clock.monotonic() - heard.mono < LINK_LOST_MS)

  const stops = [
    bus.subscribe(clockState, {}, ({ payload }) => {
      if (!payload) return
      heard = { coreMs: payload.now_ms, mono: clock.monotonic() }
      state = { ...state, heardAt: clock.now(), offsetMs: payload.now_ms - clock.now() }
      cancel?.()
      cancel = clock.after(LINK_LOST_MS, lost)
      check()
    }),
    bus.onConnection(check),
    () => cancel?.(),
  ]
  return {
    state: () => state,
    // Counted on from the last clock heard, so that a correction of this machine's wall time moves nothing.
    coreNow: () => (heard ? heard.coreMs + (clock.monotonic() - heard.mono) : clock.now()),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    stop() {
      for (const stop of stops) stop()
    },
  }
}
