import { type Card, lastFour } from '../kiosk/day'
import { useKiosk } from '../kiosk/kiosk-context'
import { FitText } from '../parts/fit-text'
import { MissedPress } from '../parts/missed-press'
import { Paytable } from '../parts/paytable'
import { useMoney } from '../words/money'
import { useWords } from '../words/words'

const BALANCE_LIMITS = { maxPx: 230, minPx: 40 }
const LINES = 6

/** The balance, large; what pays, quietly beside it. */
export function Ready({ card }: { card: Card }) {
  const words = useWords()
  const money = useMoney()
  const game = useKiosk((state) => state.game)
  return (
    <div className="ready">
      <div className="purse">
        <p className="purse-head">
          <span>{words('balance')}</span>
          <span className="purse-card">{words('card', { card: `•••• ${lastFour(card.tag_uid)}` })}</span>
        </p>
        <h1 className="purse-amount">
          <FitText className="purse-fit" limits={BALANCE_LIMITS} testId="balance">
            {card.balance_cents === null ? '…' : money(card.balance_cents)}
          </FitText>
        </h1>
        <MissedPress />
      </div>
      {game && <Paytable game={game} lines={LINES} label={words('pays')} />}
    </div>
  )
}
