import { useEffect, useRef } from 'react'
import type { TimelineEntry } from '@eg/shared'
import { TimelineLine } from './timeline-line'

/** Lines shown before and after where the replay stands. */
const AROUND = 40

/** The lines around where the replay stands; what lies ahead is there, and dim. A press goes to a line. */
export function ReplayLines({
  lines,
  at,
  onGo,
}: {
  lines: readonly TimelineEntry[]
  at: number
  onGo: (at: number) => void
}) {
  const box = useRef<HTMLOListElement>(null)
  const from = Math.max(0, at - AROUND)
  useEffect(() => {
    const current = box.current?.children[at - 1 - from]
    if (!box.current || !(current instanceof HTMLElement)) return
    box.current.scrollTo({ top: current.offsetTop - box.current.clientHeight / 2 })
  }, [at, from])
  return (
    <ol
      ref={box}
      tabIndex={0}
      className="eg-lines eg-replay-lines"
      onClick={(event) => {
        const seq = (event.target as Element).closest<HTMLElement>('[data-seq]')?.dataset['seq']
        const index = lines.findIndex((line) => String(line.seq) === seq)
        if (index !== -1) onGo(index + 1)
      }}
    >
      {lines.slice(from, at + AROUND).map((line, i) => (
        <TimelineLine key={line.seq} line={line} current={from + i === at - 1} ahead={from + i >= at} />
      ))}
    </ol>
  )
}
