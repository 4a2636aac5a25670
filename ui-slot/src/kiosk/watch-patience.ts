import type { Clock } from '@eg/shared'
import type { StoreApi } from 'zustand/vanilla'
import { waitOf } from './day'
import type { KioskState } from './kiosk-state'

/** After this long a player asks whether the machine has stopped. */
export const PATIENCE_MS = 3000

/** Sets `waitsLong` once the same answer has been awaited for three seconds, and takes it back with the answer. */
export function watchPatience(store: StoreApi<KioskState>, clock: Clock): () => void {
  let waiting: string | null = null
  let cancel: (() => void) | undefined
  const look = () => {
    const now = waitOf(store.getState().slot)
    if (now === waiting) return
    waiting = now
    cancel?.()
    if (store.getState().waitsLong) store.setState({ waitsLong: false })
    if (now !== null) cancel = clock.after(PATIENCE_MS, () => store.setState({ waitsLong: true }))
  }
  const stop = store.subscribe(look)
  return () => {
    stop()
    cancel?.()
  }
}
