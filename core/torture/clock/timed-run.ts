/**
 * When the timer of a run must end, on the monotonic clock of its core (ms). It began while a command was answered, so what is
 * known are two times: never before `from`, surely after `to`.
 */
export interface Deadline {
  from: number
  to: number
}

/** Asked at `sent`, answered at `answered`: the timer of `ms` began in between. */
export const begun = (sent: number, answered: number, ms: number): Deadline => ({ from: sent + ms, to: answered + ms })

/** More time: what is left when it is asked, and `ms`; how long the core took for it is lost or won. */
export const extended = (deadline: Deadline, took: number, ms: number): Deadline => ({
  from: deadline.from + ms,
  to: deadline.to + ms + took,
})

/** What the database holds of the timer after a power cut. */
export interface StoredTimer {
  remaining_ms: number
  /** On the wall clock of before the cut. */
  closes_at: number
}

/** What the boot of a core went by: it began at `spawned` and was over at `ready`, on both clocks. */
export interface Boot {
  monotonic: { spawned: number; ready: number }
  wall: { spawned: number; ready: number }
}

/** After a power cut the run goes on with the smaller of what was stored and what the clock says. */
export function resumed({ remaining_ms, closes_at }: StoredTimer, { monotonic, wall }: Boot): Deadline {
  const left = (now: number) => Math.max(0, Math.min(remaining_ms, closes_at - now))
  return { from: monotonic.spawned + left(wall.ready), to: monotonic.ready + left(wall.spawned) }
}
