import type { SlotState } from '@eg/shared'
import { useRef } from 'react'
import { useKiosk, useKioskParts } from '../kiosk/kiosk-context'
import { type ShownPress, canPress, optionPress, shownPress } from '../kiosk/kiosk-state'
import { useToldEcho } from '../kiosk/use-told-echo'
import type { Layout } from '../page-options'
import { CountdownRing } from '../parts/countdown-ring'
import { CueLine, useCueText } from '../parts/cue-line'
import { Line } from '../parts/line'
import { OptionButton, UnlitOption } from '../parts/option-button'
import { PressMessage } from '../parts/press-message'
import { useFitText } from '../parts/use-fit-text'
import { useWaits } from '../parts/use-waits'
import { type Words, useWords } from '../words/words'

const QUESTION_LIMITS = { maxPx: 96, minPx: 28 }
const OPTION_LIMITS = { maxPx: 150, minPx: 28 }

/** The statuses in which one option has the light and the others step back. After a refusal all of them are lit again. */
const TAKES_LIGHT = new Set(['pending', 'kept', 'counted', 'too_late'])

/** The clock of a timer that stands still: what is left stays what it is. */
const standing = () => 0

interface QuestionProps {
  slot: SlotState
  question: NonNullable<SlotState['question']>
  layout: Layout
}

/** The question in one breath, the time that is left, and the options where the buttons are. */
export function Question({ slot, question, layout }: QuestionProps) {
  const words = useWords()
  const { coreNow } = useKioskParts()
  const shown = shownPress(slot, useToldEcho())
  const held = question.remaining_ms ?? null
  const places = layout === 'row' || question.options.length > 3 ? 6 : 3
  return (
    <div className="question" data-layout={layout} data-rows={places / 3}>
      <header className="question-head">
        <div className="prompt" data-answered={shown ? true : undefined}>
          <Prompt
            answered={shown !== null}
            text={question.text}
            soft={question.final && !shown ? words('final_ahead') : ''}
          />
          <PressMessage
            press={shown}
            hint={slot.house?.frozen.includes('game') ? undefined : hintOf(words, question.final, shown)}
          />
        </div>
        {held !== null && <CountdownRing key={question.run} closesAt={held} coreNow={standing} />}
        {held === null && question.closes_at !== null && (
          <CountdownRing key={question.run} closesAt={question.closes_at} coreNow={coreNow} />
        )}
      </header>
      <Options slot={slot} options={question.options} told={shown} places={places} />
    </div>
  )
}

function Prompt({ text, soft, answered }: { text: string; soft: string; answered: boolean }) {
  const box = useRef<HTMLDivElement>(null)
  const cue = useCueText()
  // Once pressed it is a reminder, or unseen.
  useFitText(box, QUESTION_LIMITS, { rests: answered })
  return (
    <div ref={box} className="prompt-words">
      <h1 className="prompt-text fit-box">
        <span className="fit-text">
          <Line text={text} />
        </span>
      </h1>
      {(soft || cue) && (
        <div className="prompt-soft">
          <CueLine className="prompt-cue" />
          {soft && (
            <p>
              <Line text={soft} />
            </p>
          )}
        </div>
      )}
    </div>
  )
}

interface OptionsProps {
  slot: SlotState
  options: string[]
  /** The press that the screen speaks about. The pressed button itself is first. */
  told: ShownPress | null
  /** How many buttons there are room for; those without an option stay unlit. */
  places: number
}

function Options({ slot, options, told, places }: OptionsProps) {
  const { press, click } = useKioskParts()
  const allowed = useKiosk((state) => options.map((_, i) => (canPress(state, i) ? '1' : '0')).join(''))
  const echo = useKiosk((state) => state.echo)
  const shown = shownPress(slot, echo)
  const grid = useRef<HTMLDivElement>(null)
  useFitText(grid, OPTION_LIMITS, { texts: options.join('\n') })
  useWaits(grid, shown?.status === 'pending')
  const taken = told !== null && TAKES_LIGHT.has(told.status)
  return (
    <div ref={grid} className="options" data-count={options.length}>
      {Array.from({ length: places }, (_, i) => {
        const text = options[i]
        if (text === undefined) return <UnlitOption key={i} index={i} />
        return (
          <OptionButton
            key={i}
            index={i}
            text={text}
            press={optionPress(slot, shown, i)}
            shown={shown?.index === i}
            dimmed={taken && shown?.index !== i}
            enabled={allowed[i] === '1'}
            onPress={press}
            onClick={click}
          />
        )
      })}
    </div>
  )
}

/** What can still be done after a counted vote; softly, because nothing has to be done. */
function hintOf(words: Words, final: boolean, shown: ShownPress | null): string | undefined {
  if (shown?.status !== 'counted') return undefined
  return words(final ? 'final' : 'changeable')
}
