import { useEffect, useRef, useState } from 'react'
import { useWords } from '../words/words'

const RADIUS = 44
const LENGTH = 2 * Math.PI * RADIUS
const LAST_SECONDS = 10
/** The arc moves by so much of the ring at once, a pixel or so: what nobody sees need not be drawn. */
const STEP = 1 / 600
/** Nor more often than so (ms), which is as smooth as an arc of a few pixels a second can look. */
const LEAST_STEP_MS = 50

/** `42` under a minute, `1:05` above. */
export function clockFace(seconds: number): string {
  if (seconds < 60) return String(seconds)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

interface CountdownRingProps {
  /** When voting closes, on the core's clock (ms since 1970). */
  closesAt: number
  coreNow: () => number
}

/**
 * The time that is left by the core's clock. The ring is full at the most time this question was ever seen with: nobody
 * tells the page how long it was meant to be, and an extension makes it full again. Give it the run as its key.
 */
export function CountdownRing({ closesAt, coreNow }: CountdownRingProps) {
  const words = useWords()
  const arc = useRef<SVGCircleElement>(null)
  const fullMs = useRef(1)
  const [seconds, setSeconds] = useState(() => secondsLeft(closesAt, coreNow()))

  useEffect(() => {
    let next: ReturnType<typeof setTimeout> | undefined
    // The arc is moved past React: there is nothing else to render until the number changes.
    const draw = () => {
      const now = coreNow()
      const leftMs = Math.max(0, closesAt - now)
      fullMs.current = Math.max(fullMs.current, leftMs)
      arc.current?.setAttribute('stroke-dashoffset', (LENGTH * (1 - leftMs / fullMs.current)).toFixed(2))
      setSeconds(secondsLeft(closesAt, now))
      // The core's clock may be set, or its word come late: so it is looked at twice a second at least.
      const untilNumber = leftMs % 1000 || 1000
      next = setTimeout(draw, Math.min(500, untilNumber, Math.max(LEAST_STEP_MS, fullMs.current * STEP)))
    }
    draw()
    return () => clearTimeout(next)
  }, [closesAt, coreNow])

  const face = clockFace(seconds)
  return (
    <div
      className="countdown"
      data-last={seconds <= LAST_SECONDS || undefined}
      data-wide={face.length > 3 || undefined}
    >
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle className="countdown-track" cx="50" cy="50" r={RADIUS} />
        <circle
          ref={arc}
          className="countdown-arc"
          cx="50"
          cy="50"
          r={RADIUS}
          strokeDasharray={LENGTH}
          transform="rotate(-90 50 50)"
        />
      </svg>
      <span
        className="countdown-face"
        data-testid="countdown"
        role="timer"
        aria-label={words('seconds', { count: seconds })}
      >
        {face}
      </span>
    </div>
  )
}

function secondsLeft(closesAt: number, now: number): number {
  return Math.max(0, Math.ceil((closesAt - now) / 1000))
}
