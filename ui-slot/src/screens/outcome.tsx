import { type Card, type Round } from '../kiosk/day'
import { useKiosk } from '../kiosk/kiosk-context'
import { FitText } from '../parts/fit-text'
import { Line } from '../parts/line'
import { MissedPress } from '../parts/missed-press'
import { useMoney } from '../words/money'
import { useWords } from '../words/words'

const AMOUNT_LIMITS = { maxPx: 170, minPx: 32 }
const LOST_LIMITS = { maxPx: 100, minPx: 32 }
const WAIT_LIMITS = { maxPx: 44, minPx: 24 }

/** While the answer is not known: the stake by its amount, and after three seconds that it is safe. */
export function Playing({ round }: { round: Round | null }) {
  const words = useWords()
  const long = useKiosk((state) => state.waitsLong)
  return (
    <div className="outcome" data-testid="outcome" data-outcome="unknown" data-long={long || undefined} role="status">
      {round && <Stake round={round} testId="stake" />}
      <FitText className="outcome-wait" limits={WAIT_LIMITS}>
        <Line text={words(long ? 'playing_long' : 'playing_line')} />
      </FitText>
    </div>
  )
}

/** What stood there while the reels turned, for the eye only: it goes when the last reel is at rest. */
export function Before({ round }: { round: Round }) {
  return (
    <div className="outcome outcome-before" data-outcome="before" aria-hidden="true">
      <Stake round={round} />
      <div className="outcome-wait" />
    </div>
  )
}

function Stake({ round, testId }: { round: Round; testId?: string }) {
  const words = useWords()
  const money = useMoney()
  return (
    <>
      <p className="outcome-lead">{words('stake')}</p>
      <FitText className="outcome-amount" limits={AMOUNT_LIMITS} {...(testId && { testId })}>
        {money(round.stake_cents)}
      </FitText>
    </>
  )
}

/** The round is over: what was won, or that it was not, and what the card holds now. */
export function Settled({ won, card }: { won: boolean; card: Card }) {
  const words = useWords()
  const money = useMoney()
  const { round, balance_cents: balance } = card
  return (
    <div className="outcome" data-testid="outcome" data-outcome={won ? 'won' : 'lost'} role="status">
      {won ? (
        <>
          <p className="outcome-lead">
            {words('won')}
            {round?.outcome && <span className="outcome-name">{round.outcome}</span>}
          </p>
          <FitText className="outcome-amount" limits={AMOUNT_LIMITS} testId="win">
            {money(round?.win_cents ?? 0)}
          </FitText>
        </>
      ) : (
        <FitText className="outcome-lost" limits={LOST_LIMITS}>
          {words('lost')}
        </FitText>
      )}
      {balance !== null && (
        <p className="outcome-balance">
          {words('balance')} <b data-testid="balance">{money(balance)}</b>
        </p>
      )}
      <MissedPress />
    </div>
  )
}
