import { useWords } from '../words/words'
import { HouseMark } from '../parts/house-mark'
import { Line } from '../parts/line'

/** Before the agent and the core have said what there is to show. */
export function Starting() {
  const words = useWords()
  return (
    <div className="quiet">
      <HouseMark />
      <span className="lamp" aria-hidden="true" />
      <h1 className="quiet-line">
        <Line text={words('starting')} />
      </h1>
    </div>
  )
}
