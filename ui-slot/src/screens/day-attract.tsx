import type { GameState } from '@eg/shared'
import { FitText } from '../parts/fit-text'
import { HouseMark } from '../parts/house-mark'
import { Line } from '../parts/line'
import { Paytable } from '../parts/paytable'
import { PlayerCard } from '../parts/player-card'
import { useWords } from '../words/words'

const NAME_LIMITS = { maxPx: 60, minPx: 28 }
const CALL_LIMITS = { maxPx: 190, minPx: 36 }
const BEST = 3

/** By day, as long as nobody plays: the game by its name, what it can give, and the one thing to do. */
export function DayAttract({ game }: { game: GameState }) {
  const words = useWords()
  return (
    <div className="invite">
      <div className="invite-head">
        <HouseMark />
        <FitText className="invite-name" limits={NAME_LIMITS}>
          <Line text={game.name} />
        </FitText>
      </div>
      <div className="invite-call">
        <PlayerCard motion="float" />
        <h1 className="invite-words">
          <FitText className="invite-text" limits={CALL_LIMITS}>
            {words('present')}
          </FitText>
        </h1>
      </div>
      <Paytable game={game} lines={BEST} label={words('best_wins')} />
    </div>
  )
}
