import { lastFour } from '../kiosk/day'
import { useKiosk } from '../kiosk/kiosk-context'
import { Line } from '../parts/line'
import { PlayerCard } from '../parts/player-card'
import { useWords } from '../words/words'

/** A card was presented, its balance is asked. */
export function Reading({ tagUid }: { tagUid: string }) {
  const words = useWords()
  const long = useKiosk((state) => state.waitsLong)
  const digits = lastFour(tagUid)
  return (
    <div className="greeting">
      <PlayerCard digits={digits} motion="read" />
      <div className="greeting-words" role="status">
        <h1 className="greeting-title">{words('reading_title')}</h1>
        <p className="greeting-line">
          <Line text={words(long ? 'reading_long' : 'reading_line')} />
        </p>
        <p className="greeting-card">{words('card', { card: `•••• ${digits}` })}</p>
      </div>
    </div>
  )
}
