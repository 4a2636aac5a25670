import { Line } from '../parts/line'
import { useWords } from '../words/words'

/** An operator did not want this slot in the house. */
export function TurnedAway() {
  const words = useWords()
  return (
    <div className="elsewhere" data-testid="turned-away">
      <h1 className="elsewhere-title">
        <Line text={words('dismissed_title')} />
      </h1>
      <p className="elsewhere-line">
        <Line text={words('dismissed_line')} />
      </p>
    </div>
  )
}
