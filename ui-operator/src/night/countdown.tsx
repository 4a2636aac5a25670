import type { OperatorRun } from '@eg/shared'
import { useCoreNow } from '../link/use-core-now'
import { useWords } from '../session/use-session'
import { formatSpan } from '../words/format'
import { timeLeft } from './time-left'

const RADIUS = 28
const AROUND = 2 * Math.PI * RADIUS
const HURRY_MS = 10_000

interface CountdownProps {
  run: OperatorRun
  closesAt: number
}

/** What is left of an open run, on the core's clock. The ring is the one thing of the desk that always moves. */
export function Countdown({ run, closesAt }: CountdownProps) {
  const { t } = useWords()
  const leftMs = timeLeft(run, useCoreNow()) ?? 0
  const wholeMs = Math.max((run.duration_s ?? 0) * 1000, closesAt - run.opened_at, 1)
  const share = Math.min(1, leftMs / wholeMs)
  return (
    <div className="eg-countdown" data-hurry={leftMs <= HURRY_MS || undefined}>
      <svg viewBox="0 0 64 64" width="64" height="64" aria-hidden>
        <circle className="eg-ring" cx="32" cy="32" r={RADIUS} />
        <circle
          className="eg-ring-left"
          cx="32"
          cy="32"
          r={RADIUS}
          strokeDasharray={`${AROUND * share} ${AROUND}`}
          transform="rotate(-90 32 32)"
        />
      </svg>
      <div>
        <div className="eg-countdown-digits" data-testid="countdown" role="timer">
          {formatSpan(leftMs)}
        </div>
        <div className="eg-dim">{t('run.left')}</div>
      </div>
    </div>
  )
}

/** While the game is frozen: what is left of the timer, which stands still. */
export function StandingTime({ leftMs }: { leftMs: number }) {
  const { t } = useWords()
  return (
    <div className="eg-countdown" data-standing>
      <div>
        <div className="eg-countdown-digits" data-testid="countdown" role="timer">
          {formatSpan(Math.ceil(leftMs / 1000) * 1000)}
        </div>
        <div className="eg-dim">{t('night.stands_still')}</div>
      </div>
    </div>
  )
}
