import { RotateCcw } from 'lucide-react'
import { useKiosk } from '../kiosk/kiosk-context'
import { useWords } from '../words/words'
import { Line } from './line'

/** A press by day that nobody spoke about. Always in the document, so that a screen reader hears it. */
export function MissedPress() {
  const words = useWords()
  const missed = useKiosk((state) => state.echo?.status === 'unanswered')
  return (
    <p className="missed" role="status" data-testid="press-message">
      {missed && (
        <>
          <RotateCcw className="missed-icon" strokeWidth={3} aria-hidden="true" />
          <Line text={words('press_lost')} />
        </>
      )}
    </p>
  )
}
