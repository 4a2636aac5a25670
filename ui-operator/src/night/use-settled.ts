import { useEffect, useRef } from 'react'
import { useSession } from '../session/use-session'

/** After the suggestion changed, Enter waits this long: the second half of a double press must not reveal anything. */
const SETTLE_MS = 500
/** Where Enter has come to mean the opposite of what it just did (begin and end the night): long enough to read it (ms). */
export const MODE_SETTLE_MS = 5000

/** Whether a while has passed since what Enter means last changed. */
export function useSettled(meaning: string, settleMs = SETTLE_MS): () => boolean {
  const { clock } = useSession()
  const since = useRef(Number.NEGATIVE_INFINITY)
  const last = useRef(meaning)
  useEffect(() => {
    if (last.current === meaning) return
    last.current = meaning
    since.current = clock.monotonic()
  }, [meaning, clock])
  return () => clock.monotonic() - since.current >= settleMs
}
