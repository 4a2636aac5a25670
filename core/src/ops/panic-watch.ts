import type { Clock, OpPanic } from '@eg/shared'
import type { Pipeline } from '../commit/pipeline.js'

/** When the end of a message could not be stored it is told again after this long. */
const AGAIN_MS = 1000
const TIMER = { key: 'timer', via: 'timer' } as const

/** Knows what is frozen, dark and said, and takes a message from all screens when its time is over, on the monotonic clock. */
export interface PanicWatch {
  learn(state: OpPanic): void
  /** As operators see it. */
  state(): OpPanic
  stop(): void
}

export function createPanicWatch(pipeline: Pick<Pipeline, 'submit'>, clock: Clock): PanicWatch {
  let state: OpPanic = { money: null, game: null, blackout: null, message: null }
  let shown: number | null = null
  let cancel: (() => void) | null = null
  const stop = () => {
    cancel?.()
    shown = null
  }
  return {
    state: () => state,
    learn(next) {
      state = next
      const { message } = next
      if (message?.panic === shown) return
      stop()
      if (!message || message.until === null || message.seconds === null) return
      const { panic, until, seconds } = message
      shown = panic
      const expire = () =>
        pipeline.submit({ kind: 'messageExpired', panic }, TIMER, null, (settled) => {
          if (!settled.ok && shown === panic) cancel = clock.after(AGAIN_MS, expire)
        })
      // After a restart what is left of it; never longer than it was meant to be, whatever was done to the clock.
      cancel = clock.after(Math.min(Math.max(0, until - clock.now()), seconds * 1000), expire)
    },
    stop,
  }
}
