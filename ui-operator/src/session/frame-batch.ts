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

export type Update<S> = (state: S) => Partial<S>

/**
 * Gathers updates and applies them together, so that nine votes arriving at once paint once. Each update sees what the
 * ones before it made.
 */
export function createFrameBatch<S>(
  target: { getState: () => S; setState: (partial: Partial<S>) => void },
  schedule: Schedule = onNextFrame,
): (update: Update<S>) => void {
  let waiting: Update<S>[] = []
  const flush = () => {
    const updates = waiting
    waiting = []
    let all: Partial<S> = {}
    const before = target.getState()
    for (const update of updates) all = { ...all, ...update({ ...before, ...all }) }
    target.setState(all)
  }
  return (update) => {
    waiting.push(update)
    if (waiting.length === 1) schedule(flush)
  }
}
