import { EyeOff, UserRoundX } from 'lucide-react'
import type { OperatorRun } from '@eg/shared'
import { useWords } from '../session/use-session'

/** Above this many votes the lamps would be too thin to count, and the meter becomes a bar. */
const MAX_LAMPS = 24

/** How many of the expected votes are in, as a row of lamps, and whether the result is still hidden. */
export function VoteMeter({ run }: { run: OperatorRun }) {
  const { t } = useWords()
  const voted = run.voters.length
  const excused = run.excused?.length ?? 0
  const hidden = run.status === 'open' || run.status === 'closed'
  return (
    <div className="eg-meter">
      <span className="eg-voted" data-testid="voted-count" role="status">
        {t('run.voted', { count: voted, expected: run.expected })}
      </span>
      {excused > 0 && (
        <span className="eg-excused" data-testid="excused-count">
          <UserRoundX size={16} aria-hidden />
          {t('run.excused', { count: excused })}
        </span>
      )}
      {run.expected <= MAX_LAMPS ? (
        <span className="eg-lamps" aria-hidden>
          {Array.from({ length: run.expected }, (_, i) => (
            <i key={`lamp-${i + 1}`} data-on={i < voted || undefined} />
          ))}
        </span>
      ) : (
        <progress className="eg-progress" max={run.expected} value={voted} aria-hidden />
      )}
      {hidden && (
        <span className="eg-hidden">
          <EyeOff size={16} aria-hidden />
          {t(run.reveal === 'auto' && run.status === 'open' ? 'run.hidden_auto' : 'run.hidden')}
        </span>
      )}
    </div>
  )
}
