import type { Clock, SlotState } from '@eg/shared'
import type { StoreApi } from 'zustand/vanilla'
import type { Cue, KioskState } from './kiosk-state'

/** A timer of a browser reaches no further (ms); no question is open for longer than that. */
const FURTHEST_MS = 2_000_000_000

/**
 * Keeps `cue` what the show says now: the cue of the moment, and from its time on, by the core's clock, the one that comes before the
 * timer ends. Two cues are one as long as they say and play the same at the same moment.
 */
export function watchCue(store: StoreApi<KioskState>, clock: Clock, coreNow: () => number): () => void {
  let heard: SlotState['cue'] | undefined
  let cancel: (() => void) | undefined
  const set = (cue: Cue | null) => {
    const now = store.getState().cue
    if (JSON.stringify(now) !== JSON.stringify(cue)) store.setState({ cue })
  }
  const look = () => {
    const { slot } = store.getState()
    const cue = slot?.cue ?? null
    if (cue === heard) return
    heard = cue
    cancel?.()
    const of = (words: Pick<Cue, 'text' | 'sound'>, moment: Cue['moment']): Cue => ({
      run: slot?.question?.run ?? null,
      moment,
      language: cue?.language ?? '',
      text: words.text,
      sound: words.sound,
    })
    if (!cue) return set(null)
    const { closing } = cue
    const left = closing ? closing.at - coreNow() : Number.POSITIVE_INFINITY
    if (closing && left <= 0) return set(of(closing, 'closing'))
    set(of(cue, cue.moment))
    if (closing && left < FURTHEST_MS) cancel = clock.after(left, () => set(of(closing, 'closing')))
  }
  const stop = store.subscribe(look)
  return () => {
    stop()
    cancel?.()
  }
}
