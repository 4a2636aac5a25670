import { type Decision, refuse } from './decision.js'
import type { NightChange, Run } from './run.js'

/** What somebody saw of a run when he pressed. */
export interface SeenRun {
  expectStatus?: Run['status'] | undefined
  /** The version of its timer. */
  expectTimer?: number | undefined
}

/** Whether a run is another than the one that was seen (C70); null: it is as it was, or nothing was said of it. */
export function staleRun(named: (Run & { timer: number }) | null, seen: SeenRun): Decision<NightChange> | null {
  if (!named) return null
  const look = 'Nothing was changed. Look again, then decide.'
  if (seen.expectStatus !== undefined && seen.expectStatus !== named.status) {
    const detail = `Run ${named.run} (step ${named.step}) is ${named.status} by now; the screen showed ${seen.expectStatus}. ${look}`
    return refuse('stale', 'stale', detail, { field: 'expect_status' })
  }
  if (seen.expectTimer !== undefined && seen.expectTimer !== named.timer) {
    const detail = `The time of run ${named.run} (step ${named.step}) was changed meanwhile. ${look}`
    return refuse('stale', 'stale', detail, { field: 'expect_timer' })
  }
  return null
}
