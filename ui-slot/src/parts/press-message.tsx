import type { PressStatus } from '@eg/shared'
import { Check, Hourglass, Lock, type LucideIcon, RotateCcw } from 'lucide-react'
import { useRef } from 'react'
import type { ShownPress } from '../kiosk/kiosk-state'
import { useWords } from '../words/words'
import { Line } from './line'
import { OptionShape } from './option-shape'
import { lookOf, toneOf } from './option-look'
import { useFitText } from './use-fit-text'
import { useWaits } from './use-waits'

const ICONS: Record<Exclude<PressStatus, 'pending'>, LucideIcon> = {
  counted: Check,
  kept: Hourglass,
  too_late: Lock,
  refused: RotateCcw,
}

const LIMITS = { maxPx: 84, minPx: 28 }

/**
 * What became of the press, in one line and one soft line below. Always in the document, so that a screen reader hears
 * it change. Only `counted` is filled with the option's colour: from two metres, filled means counted.
 */
export function PressMessage({ press, hint }: { press: ShownPress | null; hint?: string | undefined }) {
  const words = useWords()
  const box = useRef<HTMLDivElement>(null)
  const text = press ? words(press.status, { choice: press.choice }) : ''
  const soft = press?.stays ? words('stays', { choice: press.stays }) : (hint ?? '')
  useFitText(box, LIMITS, { texts: `${text}\n${soft}` })
  useWaits(box, press?.status === 'pending')
  return (
    <div
      ref={box}
      className="message"
      data-testid="press-message"
      data-status={press?.status ?? 'none'}
      style={press ? toneOf(press.index) : undefined}
      role="status"
      aria-live="polite"
    >
      {press && (
        <>
          <MessageIcon press={press} />
          <span className="message-words">
            <span className="message-text fit-box">
              <span className="fit-text">
                <Line text={text} />
              </span>
            </span>
            {soft && (
              <span className="message-hint">
                <Line text={soft} />
              </span>
            )}
          </span>
        </>
      )}
    </div>
  )
}

function MessageIcon({ press }: { press: ShownPress }) {
  if (press.status === 'pending') {
    return press.index >= 0 ? <OptionShape shape={lookOf(press.index).shape} className="message-icon" /> : null
  }
  const Icon = ICONS[press.status]
  return <Icon className="message-icon" strokeWidth={3} aria-hidden="true" />
}
