import { HouseMark } from '../parts/house-mark'
import { Line } from '../parts/line'
import { useWords } from '../words/words'

/** By day, as long as nobody plays: the stage, lit and alive. */
export function Attract() {
  const words = useWords()
  return (
    <div className="attract">
      <HouseMark />
      <h1 className="attract-title">{words('attract_title')}</h1>
      <p className="attract-line">
        <Line text={words('attract_line')} />
      </p>
    </div>
  )
}
