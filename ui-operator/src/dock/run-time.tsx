import { Hourglass, Timer } from 'lucide-react'
import { useCoreNow } from '../link/use-core-now'
import { timeLeft } from '../night/time-left'
import { useLive, useWords } from '../session/use-session'
import { formatSpan } from '../words/format'
import { Chip } from './chip'

/** The open run's time: what is left, or without a timer how long it has been open. */
export function RunTime() {
  const { t } = useWords()
  const run = useLive((s) => (s.night?.run?.status === 'open' ? s.night.run : null))
  const now = useCoreNow()
  if (!run) return null
  const left = timeLeft(run, now)
  return (
    <Chip
      Icon={left === null ? Timer : Hourglass}
      tone="dim"
      title={t(left === null ? 'dock.run_since' : 'dock.run_left')}
      testId="dock-run"
    >
      <b>{formatSpan(left ?? now - run.opened_at)}</b>
    </Chip>
  )
}
