import { CircleCheck, CircleDashed, CircleSlash, Lock, Radio, type LucideIcon } from 'lucide-react'
import type { OperatorRun, RunStatus } from '@eg/shared'
import { useWords } from '../session/use-session'
import { explainVoid } from '../words/explain'
import type { Words } from '../words/words'
import { Countdown, StandingTime } from './countdown'

const STATUS_ICONS: Record<RunStatus, LucideIcon> = {
  open: Radio,
  closed: Lock,
  revealed: CircleCheck,
  voided: CircleSlash,
}

export function StatusChip({ status }: { status: RunStatus | null }) {
  const { t } = useWords()
  const Icon = status ? STATUS_ICONS[status] : CircleDashed
  return (
    <span className="eg-status" data-testid="run-status" data-status={status ?? 'none'} role="status">
      <Icon size={16} aria-hidden />
      {t(status ? `run.${status}` : 'run.none')}
    </span>
  )
}

/** What is asked, where it stands, and how long it still runs. */
export function RunHeader({ run, compact = false }: { run: OperatorRun; compact?: boolean }) {
  const { t } = useWords()
  return (
    <header className="eg-run-header" data-compact={compact || undefined} data-status={run.status}>
      <div className="eg-run-words">
        <div className="eg-run-facts">
          <StatusChip status={run.status} />
          <span className="eg-strong">{t('run.step', { step: run.step })}</span>
        </div>
        <h1 className="eg-question" data-testid="run-question">
          {run.question}
        </h1>
        {!compact && <p className="eg-run-rules">{runFacts(run, t).join(' · ')}</p>}
      </div>
      {run.status === 'open' && run.closes_at !== null && <Countdown run={run} closesAt={run.closes_at} />}
      {run.status === 'open' && run.remaining_ms != null && <StandingTime leftMs={run.remaining_ms} />}
    </header>
  )
}

/** The rules that still matter in this state, and no others. */
function runFacts(run: OperatorRun, t: Words): string[] {
  if (run.status === 'voided') return [t('run.void_reason', { reason: explainVoid(run.void_reason, t) })]
  const closed = run.closed_by ? [t(`run.closed_${run.closed_by}`)] : []
  if (run.status === 'revealed') return closed
  const tie = t(`run.tie_${run.tie}`)
  if (run.status === 'closed') return [...closed, tie]
  const timer = run.closes_at === null && run.remaining_ms == null ? [t('run.no_timer')] : []
  return [t(run.final ? 'run.final' : 'run.changeable'), tie, ...timer]
}
