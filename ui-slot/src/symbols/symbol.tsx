import type { ReactElement } from 'react'
import { type Words } from '../words/words'
import { bar, bell, seven, star } from './fortune'
import { cherry, clover, lemon, plum } from './fruit'

const DRAWN = { cherry, lemon, bell, plum, bar, seven, star, clover } satisfies Record<string, ReactElement>
type DrawnName = keyof typeof DRAWN

/** Stands for any symbol in a line of the paytable. */
export const ANY = '*'
const TILE_CHARS = 12

/** What turns on the reels before the game of the day is known. */
export const DRAWN_SYMBOLS: readonly string[] = Object.keys(DRAWN)

const isDrawn = (name: string): name is DrawnName => Object.hasOwn(DRAWN, name)

/** One symbol of the reels; it fills its box and is silent. What we have not drawn is its own name on a tile. */
export function Symbol({ name }: { name: string }) {
  return (
    <svg className="symbol" viewBox="0 0 100 100" aria-hidden="true" data-symbol={name}>
      {name === ANY ? <AnySymbol /> : isDrawn(name) ? DRAWN[name] : <NamedTile name={name} />}
    </svg>
  )
}

/** What a symbol is called aloud. A venue's own symbols are called what the venue calls them. */
export function nameOf(words: Words, name: string): string {
  if (name === ANY) return words('any')
  return isDrawn(name) ? words(`symbol_${name}`) : name
}

function AnySymbol() {
  return (
    <rect
      x="14"
      y="14"
      width="72"
      height="72"
      rx="16"
      fill="none"
      stroke="#8d98b0"
      strokeWidth="5"
      strokeDasharray="11 9"
    />
  )
}

function NamedTile({ name }: { name: string }) {
  const text = name.length > TILE_CHARS ? `${name.slice(0, TILE_CHARS - 1)}…` : name
  return (
    <>
      <rect x="5" y="5" width="90" height="90" rx="16" fill="#212838" stroke="#ffb454" strokeWidth="4" />
      <text
        x="50"
        y="51"
        textAnchor="middle"
        dominantBaseline="central"
        fontSize={Math.min(46, 124 / Math.max(2, text.length))}
        fontWeight="700"
        fill="#ffe9c9"
      >
        {text}
      </text>
    </>
  )
}
