import { type Card, lastFour } from '../kiosk/day'
import { Line } from '../parts/line'
import { PlayerCard } from '../parts/player-card'
import { useMoney } from '../words/money'
import { useWords } from '../words/words'

/** Goodbye: the card goes home, and what is on it is said once more. */
export function Out({ card }: { card: Card | null }) {
  const words = useWords()
  const money = useMoney()
  const balance = card?.balance_cents ?? null
  return (
    <div className="greeting">
      <PlayerCard motion="leave" {...(card && { digits: lastFour(card.tag_uid) })} />
      <div className="greeting-words" role="status">
        <h1 className="greeting-title">{words('out_title')}</h1>
        <p className="greeting-line">
          <Line text={words('out_line')} />
        </p>
        {balance !== null && (
          <p className="greeting-card">
            {words('balance')} <b data-testid="balance">{money(balance)}</b>
          </p>
        )}
      </div>
    </div>
  )
}
