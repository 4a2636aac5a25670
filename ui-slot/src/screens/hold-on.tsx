import { Line } from '../parts/line'
import { useWords } from '../words/words'

/**
 * The quiet card over a dimmed stage while no press could be counted. A theatre leaves one bare bulb burning when
 * everybody has gone home: the ghost light.
 */
export function HoldOn({ line }: { line: string }) {
  const words = useWords()
  return (
    <div className="hold-on" role="alert" data-testid="hold-on">
      <div className="hold-on-card">
        <svg className="ghost-light" viewBox="0 0 40 64" aria-hidden="true">
          <circle className="ghost-glow" cx="20" cy="16" r="16" />
          <circle className="ghost-bulb" cx="20" cy="16" r="6.5" />
          <path className="ghost-stand" d="M20 24v32M11 60h18M14 56h12" />
        </svg>
        <div className="hold-on-words">
          <h1 className="hold-on-title">{words('hold_on')}</h1>
          <p className="hold-on-line">
            <Line text={line} />
          </p>
        </div>
      </div>
    </div>
  )
}
