import { contracts, isRehearsal, type Bus } from '@eg/shared'

export interface OtherCore {
  /** The core that speaks is of another kind than the first one heard: nothing of what is on the page is true of it. */
  heard: () => void
  /** It serves its pages. */
  ready: () => void
}

/**
 * A rehearsal and an evening are two databases on the same address. Tells when the one has come in the place of the other, once.
 * Returns what ends it.
 */
export function watchForOtherCore(bus: Bus, { heard, ready }: OtherCore): () => void {
  let first: boolean | null = null
  let other = false
  const stops = [
    bus.subscribe(contracts.opCore, {}, ({ payload }) => {
      if (!payload || other) return
      const rehearses = isRehearsal(payload)
      first ??= rehearses
      other = rehearses !== first
      if (other) heard()
    }),
    // A core that starts tells the time last, when its pages can be read.
    bus.subscribe(contracts.clockState, {}, () => {
      if (!other) return
      stop()
      ready()
    }),
  ]
  const stop = () => {
    for (const each of stops) each()
  }
  return stop
}
