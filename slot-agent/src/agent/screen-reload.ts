import { type Bus, type Clock, contracts } from '@eg/shared'
import type { Ending } from './commands.js'
import { SCREEN_MISSING_MS } from './slot-health.js'

/** How long a page may take to be back (milliseconds). */
export const RELOAD_WITHIN_MS = 20_000
const ASK_AGAIN_MS = 2000

export interface ScreenReload {
  /** Has the page load itself again; done once another load of it has reported. */
  reload(): Promise<Ending>
  stop(): void
}

/** Tells one load of the kiosk page from the next, by the id that each load reports. */
export function createScreenReload(bus: Bus, clock: Clock, deviceId: string): ScreenReload {
  const own = { device_id: deviceId }
  let seen: { loadId: string | undefined; at: number } | null = null
  let onSeen: (() => void) | null = null
  const ask = (loadId: string) => void bus.publish(contracts.slotReload, own, { load_id: loadId })
  const stop = bus.subscribe(contracts.slotScreen, own, ({ payload }) => {
    if (!payload) return
    seen = { loadId: payload.load_id, at: clock.monotonic() }
    onSeen?.()
  })

  return {
    reload() {
      if (!seen || clock.monotonic() - seen.at > SCREEN_MISSING_MS) {
        return Promise.resolve({ status: 'failed', reason: 'no_screen' })
      }
      const { loadId } = seen
      if (loadId === undefined) return Promise.resolve({ status: 'failed', reason: 'page_too_old' })
      return new Promise((resolve) => {
        const end = (ending: Ending) => {
          for (const cancel of cancels) cancel()
          onSeen = null
          resolve(ending)
        }
        const cancels = [
          clock.every(ASK_AGAIN_MS, () => ask(loadId)),
          clock.after(RELOAD_WITHIN_MS, () => end({ status: 'failed', reason: 'screen_gone' })),
        ]
        onSeen = () => {
          if (seen?.loadId !== loadId) end({ status: 'done' })
        }
        ask(loadId)
      })
    },
    stop,
  }
}
