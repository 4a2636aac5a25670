import { useEffect, useRef, useState } from 'react'
import { useWords } from '../words/words'

const RADIUS = 44
const LENGTH = 2 * Math.PI * RADIUS
const LAST_SECONDS = 10

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
    let frame = 0
    // The arc is moved past React: sixty times a second there is nothing else to render.
    const draw = () => {
      const leftMs = Math.max(0, closesAt - coreNow())
      fullMs.current = Math.max(fullMs.current, leftMs)
      arc.current?.setAttribute('stroke-dashoffset', String(LENGTH * (1 - leftMs / fullMs.current)))
      setSeconds(secondsLeft(closesAt, coreNow()))
      frame = requestAnimationFrame(draw)
    }
    draw()
    return () => cancelAnimationFrame(frame)
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
