import type { Clock } from '@eg/shared'
import type { Pipeline } from '../commit/pipeline.js'
import type { RunTimer, TimerLeft } from '../commit/command.js'

/** How often the remaining time is stored; a power cut costs at most this much of it. */
const SAVE_EVERY_MS = 5000
/** When the end of a timer could not be stored it is told again after this long. */
const EXPIRE_AGAIN_MS = 1000
const CORE = { key: 'timer', via: 'timer' } as const

/**
 * The timer of the open run. It counts on the monotonic clock, so that setting the Pi's clock neither ends a vote nor
 * prolongs it, and closes the run through the same door as everybody else.
 */
export interface NightTimer {
  set(timer: RunTimer | null): void
  /** The timer that runs now, for whoever goes by what is left of it; null: none does. */
  left(): TimerLeft | null
  stop(): void
}

export function createNightTimer(pipeline: Pick<Pipeline, 'submit'>, clock: Clock): NightTimer {
  let running: { run: number; version: number; deadline: number; cancels: (() => void)[] } | null = null
  const stop = () => {
    for (const cancel of running?.cancels ?? []) cancel()
    running = null
  }
  return {
    set(timer) {
      stop()
      if (!timer) return
      const { run, version } = timer
      const deadline = clock.monotonic() + timer.remainingMs
      const leftMs = () => Math.max(0, Math.round(deadline - clock.monotonic()))
      const save = () => pipeline.submit({ kind: 'timerSave', run, version, remainingMs: leftMs() }, CORE, null)
      const mine = { run, version, deadline, cancels: [] as (() => void)[] }
      const expire = () => {
        for (const cancel of mine.cancels.splice(0)) cancel()
        pipeline.submit({ kind: 'timerExpired', run, version }, CORE, null, (settled) => {
          // Not stored: the run is still open and nobody else would end it. A timer that was set meanwhile goes its own way.
          if (!settled.ok && running === mine) mine.cancels.push(clock.after(EXPIRE_AGAIN_MS, expire))
        })
      }
      mine.cancels.push(clock.after(timer.remainingMs, expire), clock.every(SAVE_EVERY_MS, save))
      running = mine
    },
    left() {
      if (!running) return null
      const { run, version, deadline } = running
      return { run, version, ms: Math.max(0, Math.round(deadline - clock.monotonic())) }
    },
    stop,
  }
}
