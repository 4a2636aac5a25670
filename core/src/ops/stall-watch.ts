import type { Clock } from '@eg/shared'
import type { BatchResult } from '../commit/command.js'
import type { Pipeline } from '../commit/pipeline.js'

/** When an alert could not be stored it is told again after this long. */
const AGAIN_MS = 1000
const CORE = { key: 'timer', via: 'timer' } as const

/**
 * Notices that the evening stands still: counts on the monotonic clock from the last thing that moved, and tells the store
 * through the same door as everybody else. A core that starts counts from then; an alert that stood before goes on standing.
 */
export interface StallWatch {
  /** Something has moved. */
  set(stall: NonNullable<BatchResult['stall']>): void
  stop(): void
}

/** `afterMs`: how long nothing may move; null: for ever. */
export function createStallWatch(pipeline: Pick<Pipeline, 'submit'>, clock: Clock, afterMs: number | null): StallWatch {
  let cancel: (() => void) | null = null
  let watching: symbol | null = null
  const stop = () => {
    cancel?.()
    cancel = null
    watching = null
  }
  return {
    set({ moves, waitedOn }) {
      stop()
      if (!waitedOn || afterMs === null) return
      const mine = Symbol('watch')
      watching = mine
      const tell = () =>
        pipeline.submit({ kind: 'showStalled', moves, afterMs }, CORE, null, (settled) => {
          if (!settled.ok && watching === mine) cancel = clock.after(AGAIN_MS, tell)
        })
      cancel = clock.after(afterMs, tell)
    },
    stop,
  }
}
