import { Check } from 'lucide-react'
import type { CSSProperties } from 'react'
import { useWords } from '../words/words'
import { Line } from './line'
import { lookOf, toneOf } from './option-look'
import { OptionShape } from './option-shape'

interface ResultBarProps {
  index: number
  text: string
  votes: number
  /** The votes of the longest bar, at least 1. */
  most: number
  own: boolean
  winner: boolean
}

/** One option's votes. The bar grows once, when it appears. */
export function ResultBar({ index, text, votes, most, own, winner }: ResultBarProps) {
  const words = useWords()
  const look = lookOf(index)
  return (
    <div
      className="bar"
      data-testid={`result-bar-${look.number}`}
      data-votes={votes}
      data-own={own || undefined}
      data-winner={winner || undefined}
      style={{ ...toneOf(index), '--share': votes / most, '--i': index } as CSSProperties}
    >
      <span className="bar-cap" aria-hidden="true">
        <OptionShape shape={look.shape} className="bar-shape" />
        <span className="bar-number">{look.number}</span>
      </span>
      <span className="bar-middle">
        <span className="bar-words">
          <span className="bar-text">
            <Line text={text} />
          </span>
          {own && (
            <span className="bar-own">
              <Check strokeWidth={3.5} aria-hidden="true" />
              <span className="bar-own-words">{words('yours')}</span>
            </span>
          )}
        </span>
        <span className="bar-track">
          <span className="bar-fill" />
        </span>
      </span>
      <span className="bar-votes">{votes}</span>
    </div>
  )
}
