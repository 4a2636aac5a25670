import type { Clock } from '@eg/shared'
import type { Pipeline } from '../commit/pipeline.js'

/** When a step could not be stored it is taken again after this long, in ms. */
const STEP_AGAIN_MS = 1000
/** A step that meets a fault will meet it again; somebody may mend what it stumbles over meanwhile. */
const AFTER_FAULT_MS = 10_000
const CORE = { key: 'core', via: 'core' } as const

/**
 * Carries on with the choice that was made for a session's cards, one small step after another through the same door as
 * everybody else: votes and rounds go in between. A core that starts learns of an unfinished one from its store.
 */
export interface CardsWorker {
  /** Which choice is being carried out; null for none. */
  learn(job: number | null): void
  stop(): void
}

export function createCardsWorker(pipeline: Pick<Pipeline, 'submit'>, clock: Clock): CardsWorker {
  let job: number | null = null
  let busy = false
  let stopped = false
  let cancel: (() => void) | null = null

  const later = (ms: number) => {
    if (stopped) return
    cancel = clock.after(ms, step)
  }
  const step = () => {
    busy = job !== null && !stopped
    if (job === null || stopped) return
    pipeline.submit({ kind: 'cardsStep', job }, CORE, null, (settled) => {
      if (!settled.ok) later(STEP_AGAIN_MS)
      else if (settled.outcome.fault === undefined) later(0)
      else later(AFTER_FAULT_MS)
    })
  }

  return {
    learn(now) {
      job = now
      if (busy || job === null) return
      busy = true
      later(0)
    },
    stop() {
      stopped = true
      cancel?.()
    },
  }
}
