import { Line } from '../parts/line'
import { lookOf, toneOf } from '../parts/option-look'
import { OptionShape } from '../parts/option-shape'
import { useWords } from '../words/words'

interface PendingProps {
  code: string
  revoked: boolean
  /** Another one has taken the place of what this slot was. */
  replaced?: boolean | undefined
}

/**
 * For whoever sets the house up: the slot is not let in yet. Its code stands here large, each digit in the colour and shape of the
 * button of that number, because the six lights blink it too.
 */
export function Pending({ code, revoked, replaced }: PendingProps) {
  const words = useWords()
  const taken = replaced ? 'replaced_title' : 'revoked_title'
  const digits = [...code].map(Number)
  return (
    <div className="pending" role="status" data-testid="pending">
      <h1 className="pending-title">
        <Line text={words(revoked ? taken : 'pending_title')} />
      </h1>
      <p
        className="pending-code"
        role="img"
        data-testid="pending-code"
        aria-label={`${code.slice(0, 3)} ${code.slice(3)}`}
      >
        {digits.map((digit, index) => (
          // A code never changes its order.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index} className="pending-digit" style={toneOf(digit - 1)} aria-hidden="true">
            <b>{digit}</b>
            <OptionShape shape={lookOf(digit - 1).shape} className="pending-shape" />
          </span>
        ))}
      </p>
      <p className="pending-do">
        <Line text={words(revoked ? 'revoked_do' : 'pending_do')} />
      </p>
      <p className="pending-lights">
        <Line text={words('pending_lights')} />
      </p>
    </div>
  )
}
