/** Runs `flush` soon, once. */
export type Schedule = (flush: () => void) => void

/** With the next frame; where frames stand still (a hidden tab) within a quarter of a second. */
export const onNextFrame: Schedule = (flush) => {
  let done = false
  const once = () => {
    if (done) return
    done = true
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    flush()
  }
  const timer = setTimeout(once, 250)
  const frame = requestAnimationFrame(once)
}

/** A copy of a map of the state that may be written to: made once for a frame, however many updates ask for it. */
export type Writable = <K, V>(map: ReadonlyMap<K, V>) => Map<K, V>

export type Update<S> = (state: S, writable: Writable) => Partial<S>

/**
 * Gathers updates and applies them together, so that nine votes arriving at once paint once. Each update sees what the
 * ones before it made; a map that many of them change is copied once. What was held before the frame stays as it was.
 */
export function createFrameBatch<S extends object>(
  target: { getState: () => S; setState: (partial: Partial<S>) => void },
  schedule: Schedule = onNextFrame,
): (update: Update<S>) => void {
  let waiting: Update<S>[] = []
  const flush = () => {
    const updates = waiting
    waiting = []
    const all: Partial<S> = {}
    const state = { ...target.getState() }
    const writable = copyOnce()
    for (const update of updates) {
      const change = update(state, writable)
      Object.assign(all, change)
      Object.assign(state, change)
    }
    target.setState(all)
  }
  return (update) => {
    waiting.push(update)
    if (waiting.length === 1) schedule(flush)
  }
}

function copyOnce(): Writable {
  const copies = new Set<unknown>()
  return <K, V>(map: ReadonlyMap<K, V>) => {
    // Only this frame's own copies are in the set.
    if (copies.has(map)) return map as Map<K, V>
    const copy = new Map(map)
    copies.add(copy)
    return copy
  }
}
