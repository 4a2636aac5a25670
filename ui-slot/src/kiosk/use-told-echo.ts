import { useEffect, useState } from 'react'
import { useKiosk } from './kiosk-context'
import type { Echo } from './kiosk-state'

/**
 * The page's own echo of a press, for everything but the button that was pressed: one picture later. So the first picture after a finger
 * is that button alone, and what is dearer to draw, the words and the others stepping back, does not hold it up. Null until then.
 */
export function useToldEcho(): Echo | null {
  const echo = useKiosk((state) => state.echo)
  const [drawn, setDrawn] = useState<Echo | null>(null)
  const waits = echo?.status === 'pending' && drawn !== echo
  useEffect(() => {
    if (!waits) return
    let after: ReturnType<typeof setTimeout> | undefined
    // The frame's own work comes first: what a timer does then belongs to the next one.
    const frame = requestAnimationFrame(() => (after = setTimeout(() => setDrawn(echo))))
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(after)
    }
  }, [echo, waits])
  return waits ? null : echo
}
