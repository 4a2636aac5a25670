import type { SlotState } from '@eg/shared'
import { Info, type LucideIcon, Pause, TriangleAlert } from 'lucide-react'
import { FitText } from '../parts/fit-text'
import { Line } from '../parts/line'
import { type Word, useWords } from '../words/words'

type HouseWord = NonNullable<SlotState['house']>
type Message = NonNullable<HouseWord['message']>

const BAND_LIMITS = { maxPx: 64, minPx: 24 }
const CARD_LIMITS = { maxPx: 120, minPx: 28 }

const ICONS: Record<Message['severity'], LucideIcon> = { info: Info, attention: Info, alarm: TriangleAlert }

/**
 * What the house says to everybody. A blackout is dark and nothing else; a message comes through it, and an alarm covers the stage.
 * Any other message, and that play is paused, stands in a band above what players see.
 */
export function House({ house, mode }: { house: HouseWord; mode: SlotState['mode'] }) {
  const { blackout, message } = house
  const covers = message !== null && (blackout || message.severity === 'alarm')
  const paused = pausedWord(house, mode)
  return (
    <>
      {blackout && <div className="blackout" data-testid="blackout" aria-hidden="true" />}
      {covers && <MessageCard message={message} />}
      {!blackout && !covers && (message || paused) && <Band message={message} paused={paused} />}
    </>
  )
}

function MessageCard({ message }: { message: Message }) {
  const Icon = ICONS[message.severity]
  return (
    <div className="house-card" data-testid="house-message" data-severity={message.severity} role="alert">
      <Icon className="house-icon" strokeWidth={2.25} aria-hidden="true" />
      <FitText className="house-text" limits={CARD_LIMITS}>
        <Line text={message.text} />
      </FitText>
    </div>
  )
}

function Band({ message, paused }: { message: Message | null; paused: Word | null }) {
  const words = useWords()
  const Icon = message ? ICONS[message.severity] : Pause
  const text = message?.text ?? (paused && words(paused)) ?? ''
  return (
    <aside
      className="house-band"
      data-testid={message ? 'house-message' : 'house-paused'}
      data-severity={message?.severity ?? 'paused'}
      data-paused={paused !== null || undefined}
      role="status"
    >
      <Icon className="house-icon" strokeWidth={2.5} aria-hidden="true" />
      <FitText className="house-line" limits={BAND_LIMITS}>
        <Line text={text} />
      </FitText>
      {message && paused && (
        <span className="house-paused" data-testid="house-paused">
          <Pause strokeWidth={2.5} aria-hidden="true" />
          {words(paused)}
        </span>
      )}
    </aside>
  )
}

/** What is paused for whoever stands here: by day it is money, by night the game. */
function pausedWord({ frozen }: HouseWord, mode: SlotState['mode']): Word | null {
  if (mode === 'day') return frozen.includes('money') ? 'paused_money' : null
  return frozen.includes('game') ? 'paused_game' : null
}
