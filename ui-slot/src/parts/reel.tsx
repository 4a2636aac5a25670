import type { CSSProperties } from 'react'
import { Symbol } from '../symbols/symbol'

/** From the answer to the last reel at rest, at most (ms). The style sheet shows the result then (`--settled`). */
export const SETTLED_MS = 900
const FIRST_STOP_MS = 460
/** One symbol passes in this time while the reel turns (ms). */
const PER_SYMBOL_MS = 84
/** How far, in symbols, each reel is ahead of its neighbour. */
const OUT_OF_STEP = 0.38
/** A strip shorter than this would be seen to repeat. */
const MIN_STRIP = 6

/** How long reel `index` of `count` takes to come to rest: one after another, the last after `SETTLED_MS`. */
export function stopMs(index: number, count: number): number {
  return count < 2 ? SETTLED_MS : FIRST_STOP_MS + ((SETTLED_MS - FIRST_STOP_MS) * index) / (count - 1)
}

/** Every symbol of the game in its order, begun elsewhere on each reel. */
export function stripOf(symbols: readonly string[], reel: number): string[] {
  const times = Math.ceil(MIN_STRIP / symbols.length)
  const all = Array.from({ length: times }, () => symbols).flat()
  const from = (reel * 3 + reel) % all.length
  return [...all.slice(from), ...all.slice(0, from)]
}

interface ReelProps {
  index: number
  count: number
  symbols: readonly string[]
  /** What the core has drawn for this reel; null as long as nobody knows: the reel turns. */
  drawn: string | null
  /** Whether the reel was seen turning: if not, it does not pretend to have turned. */
  turned: boolean
  /** Whether its symbol is one of those that paid. */
  pays: boolean
}

/** One reel. It moves by transforms of one strip, which the GPU does alone. */
export function Reel({ index, count, symbols, drawn, turned, pays }: ReelProps) {
  const strip = stripOf(symbols, index)
  const motion = drawn === null ? 'turning' : turned ? 'stopping' : 'still'
  return (
    <div
      className="reel"
      data-motion={motion}
      data-pays={pays || undefined}
      style={{ '--stop': `${stopMs(index, count)}ms` } as CSSProperties}
    >
      <div key={motion} className="reel-strip" style={travelOf(motion, strip.length, index)}>
        {cellsOf(motion, strip, drawn, index).map((name, i) => (
          // A strip is made once for each motion and never reordered.
          // oxlint-disable-next-line react/no-array-index-key
          <Symbol key={i} name={name} />
        ))}
      </div>
      <span className="reel-glass" />
    </div>
  )
}

type Motion = 'turning' | 'stopping' | 'still'

/** Symbols that still pass before the drawn one; a later reel has further to go. */
const trailOf = (index: number) => 4 + index * 2

/** The strip from top to bottom. Stopping: the drawn symbol second, one above it for the recoil, then what still passes. */
function cellsOf(motion: Motion, strip: string[], drawn: string | null, index: number): string[] {
  if (drawn === null) return [...strip, ...strip.slice(0, 1)]
  if (motion === 'still') return [drawn]
  const passing = Array.from({ length: trailOf(index) }, (_, i) => strip[i % strip.length] ?? drawn)
  return [strip.at(-1) ?? drawn, drawn, ...passing]
}

/** From where to where the strip travels, in parts of its own height. */
function travelOf(motion: Motion, length: number, index: number): CSSProperties {
  if (motion === 'turning') {
    // Out of step with its neighbours, or all of them would stand in line at once and look like a draw.
    const begun = -PER_SYMBOL_MS * (index + OUT_OF_STEP * index)
    const times = { '--lap': `${length * PER_SYMBOL_MS}ms`, '--begun': `${begun}ms` }
    return { '--from': part(length, length + 1), ...times } as CSSProperties
  }
  if (motion === 'still') return {}
  const cells = trailOf(index) + 2
  return { '--from': part(cells - 1, cells), '--to': part(1, cells), '--recoil': part(0.9, cells) } as CSSProperties
}

const part = (of: number, cells: number) => `${(-100 * of) / cells}%`
