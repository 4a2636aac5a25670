import { useEffect, useState } from 'react'
import type { TimelineEntry } from '@eg/shared'
import { useSession } from '../session/use-session'

export const SPEEDS = [1, 4, 16] as const
export type Speed = (typeof SPEEDS)[number]

/** A quiet stretch is not sat through: at most so long between two lines, at any speed (ms). */
const LONGEST_MS = 2000

export interface Player {
  /** How many lines have happened, from 0 (before the first) to their number. */
  at: number
  playing: boolean
  speed: Speed
  goTo(at: number): void
  toggle(): void
  setSpeed(speed: Speed): void
}

/** Steps through lines (oldest first) by itself in the pace in which they happened, or by hand. */
export function usePlayer(lines: readonly TimelineEntry[], begin: number): Player {
  const { clock } = useSession()
  const [wanted, setAt] = useState(begin)
  const [playing, setPlaying] = useState(false)
  const [speed, setSpeed] = useState<Speed>(4)
  const at = Math.min(wanted, lines.length)
  const [last, next] = [lines[at - 1], lines[at]]
  const waitMs = next ? Math.min(LONGEST_MS, Math.max(0, next.at - (last?.at ?? next.at)) / speed) : null
  const running = playing && waitMs !== null
  useEffect(() => (running ? clock.after(waitMs, () => setAt(at + 1)) : undefined), [running, waitMs, at, clock])
  return {
    at,
    playing: running,
    speed,
    setSpeed,
    goTo: (to) => {
      setPlaying(false)
      setAt(Math.max(0, Math.min(lines.length, to)))
    },
    // At the end play begins anew.
    toggle: () => {
      if (!running && at === lines.length) setAt(0)
      setPlaying(!running)
    },
  }
}
