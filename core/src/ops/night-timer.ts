import type { Clock } from '@eg/shared'
import type { Pipeline } from '../commit/pipeline.js'
import type { RunTimer } from '../commit/command.js'

/** How often the remaining time is stored; a power cut costs at most this much of it. */
const SAVE_EVERY_MS = 5000
const CORE = { key: 'timer', via: 'timer' } as const

/**
 * The timer of the open run. It counts on the monotonic clock, so that setting the Pi's clock neither ends a vote nor
 * prolongs it, and closes the run through the same door as everybody else.
 */
export interface NightTimer {
  set(timer: RunTimer | null): void
  stop(): void
}

export function createNightTimer(pipeline: Pipeline, clock: Clock): NightTimer {
  let cancels: (() => void)[] = []
  const stop = () => {
    for (const cancel of cancels.splice(0)) cancel()
  }
  return {
    set(timer) {
      stop()
      if (!timer) return
      const { run, version } = timer
      const deadline = clock.monotonic() + timer.remainingMs
      const save = () => {
        const remainingMs = Math.max(0, Math.round(deadline - clock.monotonic()))
        pipeline.submit({ kind: 'timerSave', run, version, remainingMs }, CORE, null)
      }
      cancels = [
        clock.after(timer.remainingMs, () => {
          stop()
          pipeline.submit({ kind: 'timerExpired', run, version }, CORE, null)
        }),
        clock.every(SAVE_EVERY_MS, save),
      ]
    },
    stop,
  }
}
