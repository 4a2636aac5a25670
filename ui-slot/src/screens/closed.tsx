import type { SlotState } from '@eg/shared'
import { useKiosk } from '../kiosk/kiosk-context'
import { shownPress } from '../kiosk/kiosk-state'
import { CueLine } from '../parts/cue-line'
import { Line } from '../parts/line'
import { PressMessage } from '../parts/press-message'
import { useWords } from '../words/words'

/** Voting is over and the result is not out yet: what was counted here, or that nothing was. */
export function Closed({ slot }: { slot: SlotState }) {
  const words = useWords()
  const echo = useKiosk((state) => state.echo)
  const shown = shownPress(slot, echo)
  return (
    <div className="closed">
      <h1 className="closed-title">
        <Line text={words('closed_title')} />
      </h1>
      <div className="closed-vote">
        <PressMessage press={shown} />
        {!shown && (
          <p className="closed-none">
            <Line text={words('no_vote')} />
          </p>
        )}
      </div>
      <CueLine className="closed-line" otherwise={words('closed_line')} />
    </div>
  )
}
