import { CircleHelp, Coins, CreditCard, Hourglass, type LucideIcon, Moon, Pause, Unplug } from 'lucide-react'
import type { Card } from '../kiosk/day'
import { FitText } from '../parts/fit-text'
import { Line } from '../parts/line'
import { MissedPress } from '../parts/missed-press'
import { useMoney } from '../words/money'
import { type Word, useWords } from '../words/words'

const TITLE_LIMITS = { maxPx: 110, minPx: 32 }
const DO_LIMITS = { maxPx: 56, minPx: 28 }

interface Refusal {
  icon: LucideIcon
  title: Word
  /** What the player can do about it. */
  remedy: Word
}

const GENERIC: Refusal = { icon: CircleHelp, title: 'not_possible', remedy: 'not_possible_do' }

/** The reasons a player can do something about; any other is the generic one. */
const REFUSALS = new Map<string, Refusal>([
  ['insufficient', { icon: Coins, title: 'insufficient', remedy: 'insufficient_do' }],
  ['unknown_card', { icon: CreditCard, title: 'unknown_card', remedy: 'unknown_card_do' }],
  ['frozen', { icon: CreditCard, title: 'frozen', remedy: 'frozen_do' }],
  ['lost', { icon: CreditCard, title: 'lost_card', remedy: 'lost_card_do' }],
  ['limit', { icon: Hourglass, title: 'limit', remedy: 'limit_do' }],
  ['paused', { icon: Pause, title: 'paused_round', remedy: 'paused_round_do' }],
  ['night', { icon: Moon, title: 'night', remedy: 'night_do' }],
  ['offline', { icon: Unplug, title: 'offline', remedy: 'offline_do' }],
  ['no_answer', { icon: Unplug, title: 'no_answer', remedy: 'no_answer_do' }],
])

/** Nothing was taken: why, and what to do about it, in words a player understands. */
export function Refused({ card }: { card: Card }) {
  const words = useWords()
  const money = useMoney()
  const { icon: Icon, title, remedy } = REFUSALS.get(card.reason ?? '') ?? GENERIC
  return (
    <div className="refused" data-testid="refused" data-reason={card.reason ?? 'unknown'} role="status">
      <Icon className="refused-icon" strokeWidth={2.25} aria-hidden="true" />
      <div className="refused-words">
        <h1 className="refused-title">
          <FitText className="refused-fit" limits={TITLE_LIMITS}>
            <Line text={words(title)} />
          </FitText>
        </h1>
        <FitText className="refused-do" limits={DO_LIMITS}>
          <Line text={words(remedy)} />
        </FitText>
        <p className="refused-line">
          {card.round && <span>{words('nothing_taken')}</span>}
          {card.balance_cents !== null && (
            <span>
              {words('balance')} <b data-testid="balance">{money(card.balance_cents)}</b>
            </span>
          )}
        </p>
        <MissedPress />
      </div>
    </div>
  )
}
