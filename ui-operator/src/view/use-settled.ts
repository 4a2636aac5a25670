import { useCallback, useLayoutEffect, useRef } from 'react'
import { useSession } from '../session/use-session'

/** What has only just come to mean something takes no press for this long: nobody can have read it (ms). */
const SETTLE_MS = 500

/**
 * Whether a while has passed since `meaning`, what a press would do, last changed: the second half of a double press, or a
 * finger already on its way, must not do what its owner has not read. What is `fresh` counts its appearance as a change: it
 * stands where something else was pressed a moment ago. By the monotonic clock.
 */
export function useSettled(meaning: string, { fresh = false } = {}): (settleMs?: number) => boolean {
  const { clock } = useSession()
  const since = useRef(Number.NEGATIVE_INFINITY)
  const last = useRef(fresh ? null : meaning)
  // Before it can be seen, so before it can be pressed.
  useLayoutEffect(() => {
    if (last.current === meaning) return
    last.current = meaning
    since.current = clock.monotonic()
  }, [meaning, clock])
  return useCallback((settleMs = SETTLE_MS) => clock.monotonic() - since.current >= settleMs, [clock])
}
