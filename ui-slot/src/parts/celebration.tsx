import { OPTION_LOOKS } from '@eg/shared'
import type { CSSProperties } from 'react'
import { OptionShape } from './option-shape'

/** From how many stakes on a win is a great one. */
const GREAT_STAKES = 10
const SPARKS = 18

/** The six shapes of the house fly up once; for a great win there are twice as many, and rays turn behind the reels. */
export function Celebration({ stakeCents, winCents }: { stakeCents: number; winCents: number }) {
  const great = winCents >= stakeCents * GREAT_STAKES
  return (
    <div className="celebration" data-great={great || undefined} aria-hidden="true">
      {great && <div className="rays" />}
      {Array.from({ length: great ? SPARKS * 2 : SPARKS }, (_, i) => {
        const look = OPTION_LOOKS[i % OPTION_LOOKS.length]
        return look ? (
          <i key={i} className="spark" style={{ '--i': i, '--tone': look.colour } as CSSProperties}>
            <OptionShape shape={look.shape} />
          </i>
        ) : null
      })}
    </div>
  )
}
