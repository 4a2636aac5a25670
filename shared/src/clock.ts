/**
 * Time as the parts of EG see it. `now` is wall time in milliseconds since 1970 (what people read, may jump), `monotonic`
 * counts milliseconds from an arbitrary start and never jumps (what timers use).
 */
export interface Clock {
  now(): number
  monotonic(): number
  /** Calls back once after `ms`; returns its cancel. */
  after(ms: number, callback: () => void): () => void
  /** Calls back every `ms`; returns its cancel. */
  every(ms: number, callback: () => void): () => void
}

/** The machine's own time. Node's and the browser's timers run on a monotonic clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
  every(ms, callback) {
    const timer = setInterval(callback, ms)
    return () => clearInterval(timer)
  },
}

interface Due {
  at: number
  every: number | null
  callback: () => void
}

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Lets `ms` pass, running what falls due, in order. */
  advance(ms: number): void
  /** Moves the wall time only, as a clock correction does. */
  jump(ms: number): void
}

export function createManualClock(startMs = 1_000_000): ManualClock {
  let mono = 0
  let offset = startMs
  const due = new Set<Due>()
  const add = (at: number, every: number | null, callback: () => void) => {
    const entry = { at, every, callback }
    due.add(entry)
    return () => void due.delete(entry)
  }
  return {
    now: () => mono + offset,
    monotonic: () => mono,
    after: (ms, callback) => add(mono + ms, null, callback),
    every: (ms, callback) => add(mono + ms, ms, callback),
    advance(ms) {
      const end = mono + ms
      for (;;) {
        const next = [...due].filter((d) => d.at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        mono = Math.max(mono, next.at)
        if (next.every === null) due.delete(next)
        else next.at += next.every
        next.callback()
      }
      mono = end
    },
    jump(ms) {
      offset += ms
    },
  }
}
