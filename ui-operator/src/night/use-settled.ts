import { useEffect, useRef } from 'react'
import { useSession } from '../session/use-session'

/** After the suggestion changed, Enter waits this long: the second half of a double press must not reveal anything. */
const SETTLE_MS = 500

/** Whether a while has passed since what Enter means last changed. */
export function useSettled(meaning: string): () => boolean {
  const { clock } = useSession()
  const since = useRef(Number.NEGATIVE_INFINITY)
  const last = useRef(meaning)
  useEffect(() => {
    if (last.current === meaning) return
    last.current = meaning
    since.current = clock.monotonic()
  }, [meaning, clock])
  return () => clock.monotonic() - since.current >= SETTLE_MS
}
