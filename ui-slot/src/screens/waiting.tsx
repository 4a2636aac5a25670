import { HouseMark } from '../parts/house-mark'
import { Line } from '../parts/line'
import { useWords } from '../words/words'

/** By night, between two questions: calm. */
export function Waiting() {
  const words = useWords()
  return (
    <div className="waiting">
      <HouseMark />
      <h1 className="waiting-title">{words('waiting_title')}</h1>
      <p className="waiting-line">
        <Line text={words('waiting_line')} />
      </p>
    </div>
  )
}
