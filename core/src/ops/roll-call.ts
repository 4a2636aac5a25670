import type { Clock } from '@eg/shared'
import type { Pipeline } from '../commit/pipeline.js'

/** A slot that has been away for this long is not waited for any more (N33). */
export const ABSENT_AFTER_MS = 20_000
/** When it could not be stored it is told again after this long. */
const TELL_AGAIN_MS = 1000
const CORE = { key: 'core', via: 'core' } as const

/**
 * Tells the store which slots are there: one is absent after 20 s away, on the monotonic clock, and is there again as soon
 * as it is back. After a start of the core everybody who was there has 20 s to come back.
 */
export interface RollCall {
  /** Whether a slot can vote from here on, each time that changes. */
  see(deviceId: string, here: boolean): void
  stop(): void
}

/** `here`: who was there when the core was last heard of. */
export function createRollCall(pipeline: Pick<Pipeline, 'submit'>, clock: Clock, here: readonly string[]): RollCall {
  /** What the store was last told; absent from it: never told. */
  const told = new Map(here.map((deviceId) => [deviceId, true]))
  /** How it is, whatever the store was told. */
  const seen = new Map<string, boolean>()
  const leaving = new Map<string, () => void>()

  const tell = (deviceId: string, is: boolean) => {
    if ((told.get(deviceId) ?? false) === is) return
    told.set(deviceId, is)
    pipeline.submit({ kind: 'rollCall', deviceId, here: is }, CORE, null, (settled) => {
      if (settled.ok) return
      // Not stored: nobody else would say it.
      const again = () => {
        leaving.delete(deviceId)
        told.set(deviceId, !is)
        see(deviceId, seen.get(deviceId) ?? false)
      }
      leaving.get(deviceId)?.()
      leaving.set(deviceId, clock.after(TELL_AGAIN_MS, again))
    })
  }
  const left = (deviceId: string) => {
    if (leaving.has(deviceId) || !told.get(deviceId)) return
    const gone = () => {
      leaving.delete(deviceId)
      tell(deviceId, false)
    }
    leaving.set(deviceId, clock.after(ABSENT_AFTER_MS, gone))
  }
  const see = (deviceId: string, is: boolean) => {
    seen.set(deviceId, is)
    if (!is) return left(deviceId)
    leaving.get(deviceId)?.()
    leaving.delete(deviceId)
    tell(deviceId, true)
  }
  for (const deviceId of here) left(deviceId)

  return {
    see,
    stop() {
      for (const cancel of leaving.values()) cancel()
      leaving.clear()
    },
  }
}
