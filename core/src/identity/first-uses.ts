import type { Clock } from '@eg/shared'
import type { Pipeline } from '../commit/pipeline.js'

/** When it could not be stored it is said again after this long. */
const AGAIN_MS = 1000
const CORE = { key: 'core', via: 'core' } as const

/**
 * Says that a device has its secret, until that is stored: the device says it only by connecting, and may then stay for the
 * evening, while its swap would seem under way and could be cancelled.
 */
export interface FirstUses {
  say(deviceId: string, secretHash: string): void
  stop(): void
}

export function createFirstUses(pipeline: Pick<Pipeline, 'submit'>, clock: Pick<Clock, 'after'>): FirstUses {
  const waiting = new Set<() => void>()
  let stopped = false
  const say = (deviceId: string, secretHash: string) =>
    pipeline.submit({ kind: 'secretUsed', deviceId, secretHash }, CORE, null, (settled) => {
      if (settled.ok || stopped) return
      const cancel = clock.after(AGAIN_MS, () => {
        waiting.delete(cancel)
        say(deviceId, secretHash)
      })
      waiting.add(cancel)
    })
  return {
    say,
    stop() {
      stopped = true
      for (const cancel of waiting) cancel()
      waiting.clear()
    },
  }
}
