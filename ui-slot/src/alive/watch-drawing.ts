import type { Clock } from '@eg/shared'
import { forgetReloads, type Kept, nextReloadMs } from './reload-later'

/** How often the page looks at itself (ms). */
export const LOOK_MS = 4000
/** A fault of so many looks in a row is one. */
const PATIENT_LOOKS = 2
/** Well for so long, and what was before is forgotten (ms). */
const WELL_MS = 60_000

export interface DrawingParts {
  clock: Clock
  /** Whether there is anything on the page. */
  hasContent: () => boolean
  /** Whether the page is on show: a browser draws no frames of a page that is not. */
  visible: () => boolean
  /** Asks for one frame of the screen. */
  nextFrame: (drawn: () => void) => void
  kept: Kept
  reload: () => void
}

export interface Drawing {
  /** False: nothing has come to the screen for some seconds. */
  drawn(): boolean
  stop(): void
}

/**
 * White-screen watch: looks every four seconds whether there is something on the page and whether the browser still draws frames. If not,
 * the page says so in its sign of life and loads itself again, later each time. One frame is asked for a look, so that a still picture costs nothing.
 */
export function watchDrawing({ clock, hasContent, visible, nextFrame, kept, reload }: DrawingParts): Drawing {
  let waits = false
  let bad = 0
  let wellSince = clock.monotonic()
  let cancelReload: (() => void) | undefined
  const isWellNow = () => hasContent() && !(waits && visible())
  const beginAnew = () => {
    cancelReload = undefined
    // It may have come back while we waited.
    if (!isWellNow()) reload()
  }
  const look = () => {
    const isWell = isWellNow()
    bad = isWell ? 0 : bad + 1
    if (isWell) {
      cancelReload?.()
      cancelReload = undefined
      if (clock.monotonic() - wellSince >= WELL_MS) forgetReloads(kept)
    } else wellSince = clock.monotonic()
    if (bad >= PATIENT_LOOKS && !cancelReload) cancelReload = clock.after(nextReloadMs(kept), beginAnew)
    if (waits) return
    waits = true
    nextFrame(() => (waits = false))
  }
  const stop = clock.every(LOOK_MS, look)
  return {
    drawn: () => bad < PATIENT_LOOKS,
    stop() {
      stop()
      cancelReload?.()
    },
  }
}
