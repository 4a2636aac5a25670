import { Line } from '../parts/line'
import { useWords } from '../words/words'

/** The kiosk page was opened on another machine than the slot: it gets no pass there. */
export function Elsewhere({ address }: { address: string }) {
  const words = useWords()
  return (
    <div className="elsewhere" data-testid="elsewhere">
      <h1 className="elsewhere-title">
        <Line text={words('elsewhere_title')} />
      </h1>
      <p className="elsewhere-line">
        <Line text={words('elsewhere_line', { choice: address })} />
      </p>
    </div>
  )
}
