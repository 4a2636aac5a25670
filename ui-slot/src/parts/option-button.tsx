import { Check, Ellipsis, Hourglass, Lock, type LucideIcon, RotateCcw } from 'lucide-react'
import { type PointerEvent, memo } from 'react'
import type { OptionPress } from '../kiosk/kiosk-state'
import { Line } from './line'
import { lookOf, toneOf } from './option-look'
import { OptionShape } from './option-shape'

const BADGES: Record<Exclude<OptionPress, 'none'>, LucideIcon> = {
  pending: Ellipsis,
  kept: Hourglass,
  counted: Check,
  too_late: Lock,
  refused: RotateCcw,
}

interface OptionButtonProps {
  index: number
  /** A word above the text, small: what the button does with it. */
  lead?: string | undefined
  text: string
  press: OptionPress
  /** Whether this is the option the last press was on: it grows. */
  shown: boolean
  /** Whether another option has the light. */
  dimmed: boolean
  enabled: boolean
  /** By day: it means something, but not now; its light is off. */
  unlit?: boolean
  onPress: (index: number) => void
  /** Clicked without a pointer, at `timeStamp` of the event. */
  onClick: (index: number, timeStamp: number) => void
}

/**
 * One of the six buttons on the screen. Like the button under it, it acts when it goes down: a finger that stays too
 * long would otherwise be taken for a long press and count for nothing. A click without a pointer (keyboard, screen
 * reader) has `detail` 0, and may be the Enter of a card reader that types.
 */
export const OptionButton = memo(function OptionButton(props: OptionButtonProps) {
  const { index, lead, text, press, shown, dimmed, enabled, unlit, onPress, onClick } = props
  const look = lookOf(index)
  const Badge = press === 'none' ? null : BADGES[press]
  const down = (event: PointerEvent) => {
    if (event.isPrimary && event.button === 0) onPress(index)
  }
  return (
    <button
      type="button"
      className="option"
      data-testid={`option-${look.number}`}
      data-press={press}
      data-shown={shown || undefined}
      data-dimmed={dimmed || undefined}
      data-unlit={unlit || undefined}
      style={toneOf(index)}
      disabled={!enabled}
      aria-pressed={shown}
      onPointerDown={down}
      onClick={(event) => {
        if (event.detail === 0) onClick(index, event.nativeEvent.timeStamp)
      }}
    >
      <span className="option-cap">
        <span className="option-number">{look.number}</span>
        <OptionShape shape={look.shape} className="option-shape" />
        {Badge && (
          <span className="option-badge">
            <Badge strokeWidth={3.5} aria-hidden="true" />
          </span>
        )}
      </span>
      {/* The space keeps number and text apart in the accessible name. */}{' '}
      {lead && <span className="option-lead">{`${lead} `}</span>}
      <span className="option-label fit-box">
        <span className="fit-text">
          <Line text={text} />
        </span>
      </span>
    </button>
  )
})

/** A button that means nothing in this question: there, but unlit, so that the others stay where they are. */
export const UnlitOption = memo(function UnlitOption({ index }: { index: number }) {
  return (
    <div className="option-unlit" aria-hidden="true">
      <OptionShape shape={lookOf(index).shape} className="option-shape" />
    </div>
  )
})
