import { Line } from '../parts/line'
import { useWords } from '../words/words'

/** The one screen for the person who sets the slot up: the page does not know which slot it is. */
export function NoDevice({ address }: { address: string }) {
  const words = useWords()
  return (
    <main className="screen" data-testid="screen" data-phase="no-device">
      <div className="no-device">
        <h1 className="no-device-title">
          <Line text={words('no_device_title')} />
        </h1>
        <p className="no-device-line">
          <Line text={words('no_device_line')} />
        </p>
        <p className="no-device-address">
          {address}
          <b>?id=slot-01</b>
        </p>
      </div>
    </main>
  )
}
