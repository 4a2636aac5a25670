import { type SlotState, leaders } from '@eg/shared'
import { type CSSProperties, useRef } from 'react'
import { CueLine } from '../parts/cue-line'
import { Line } from '../parts/line'
import { lookOf, toneOf } from '../parts/option-look'
import { OptionShape } from '../parts/option-shape'
import { ResultBar } from '../parts/result-bar'
import { useFitText } from '../parts/use-fit-text'
import { useWords } from '../words/words'

const WINNER_LIMITS = { maxPx: 280, minPx: 28 }

interface RevealProps {
  slot: SlotState
  result: NonNullable<SlotState['result']>
}

/** What the room has chosen: the winner large, the bars beside it, the slot's own choice marked. */
export function Reveal({ slot, result }: RevealProps) {
  // An agent that started after the question was cleared knows the result only.
  const options = (slot.question?.options ?? Object.keys(result.tally)).slice(0, 6)
  const most = Math.max(1, ...Object.values(result.tally))
  return (
    <div className="reveal">
      <CueLine className="reveal-cue" />
      <Winner options={options} result={result} />
      <div className="bars" style={{ '--rows': options.length } as CSSProperties}>
        {options.map((text, i) => (
          <ResultBar
            key={text}
            index={i}
            text={text}
            votes={result.tally[text] ?? 0}
            most={most}
            own={slot.counted === text}
            winner={result.winner === text}
          />
        ))}
      </div>
    </div>
  )
}

function Winner({ options, result: { tally, winner } }: { options: string[]; result: RevealProps['result'] }) {
  const words = useWords()
  const box = useRef<HTMLDivElement>(null)
  const level = leaders(options, tally).length
  const index = winner === null ? -1 : options.indexOf(winner)
  useFitText(box, WINNER_LIMITS)
  if (winner === null) {
    return (
      <div ref={box} className="winner" data-nobody="true" data-testid="winner">
        <h1 className="winner-text fit-box">
          <span className="fit-text">{words(level === 0 ? 'nobody' : 'undecided')}</span>
        </h1>
      </div>
    )
  }
  return (
    <div ref={box} className="winner" style={toneOf(index)}>
      <p className="winner-lead" data-testid="winner-lead">
        {words(level > 1 ? 'reveal_tie' : 'reveal_title')}
      </p>
      {index >= 0 && <OptionShape shape={lookOf(index).shape} className="winner-shape" />}
      <h1 className="winner-text fit-box" data-testid="winner">
        <span className="fit-text">
          <Line text={winner} />
        </span>
      </h1>
      <p className="winner-votes">{words('votes', { count: tally[winner] ?? 0 })}</p>
    </div>
  )
}
