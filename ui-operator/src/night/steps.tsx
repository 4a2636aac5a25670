import { useEffect, useMemo, useRef } from 'react'
import { ArrowRightLeft, CircleCheck, CircleSlash, Lock, Play } from 'lucide-react'
import type { OpShow } from '@eg/shared'
import { FoldPanel } from '../look/fold-panel'
import { OptionMark } from '../look/option-mark'
import { useLive, useSession, useWords } from '../session/use-session'
import { explainVoid } from '../words/explain'
import type { Words } from '../words/words'
import { eveningRuns, type EveningRun } from './evening-runs'
import { withoutWinner } from './outcome'

const ICONS = { open: Play, closed: Lock, revealed: CircleCheck, voided: CircleSlash } as const

/** The evening so far, oldest first, each question with what became of it. */
export function Steps() {
  const { history, link } = useSession()
  const { t } = useWords()
  const timeline = useLive((s) => s.timeline)
  const seen = useLive((s) => s.runs)
  const runs = useMemo(() => eveningRuns(timeline.lines, seen, link.coreNow()), [timeline.lines, seen, link])
  const path = useLive((s) => s.show?.path)
  const list = useRef<HTMLOListElement>(null)
  const last = runs.at(-1)
  const newest = last && `${last.run} ${last.status}`
  const read = timeline.lines.length > 0
  useEffect(() => {
    // The newest question is the one that matters: where the panel is low, it comes into sight when it comes, and
    // once more when it has its result, or when history has filled in the ones above it.
    if (newest !== undefined && read) void list.current?.lastElementChild?.scrollIntoView({ block: 'nearest' })
  }, [list, newest, read])
  return (
    <FoldPanel
      title={t('steps.title')}
      className="eg-steps"
      aside={<span className="eg-count-chip">{runs.length}</span>}
    >
      {runs.length === 0 && <p className="eg-empty-line">{t('steps.empty')}</p>}
      <ol ref={list} className="eg-step-list">
        {runs.map((run) => (
          <Step key={run.run} run={run} jump={path?.find((visit) => visit.via === 'jump' && visit.run === run.run)} />
        ))}
      </ol>
      {timeline.nextBefore !== null && (
        <button
          type="button"
          className="eg-link-button"
          disabled={timeline.status === 'loading'}
          onClick={() => void history.readOlder()}
        >
          {t('steps.older')}
        </button>
      )}
    </FoldPanel>
  )
}

/** `jump`: the show came here past the branches. */
function Step({ run, jump }: { run: EveningRun; jump: OpShow['path'][number] | undefined }) {
  const { t } = useWords()
  const Icon = ICONS[run.status]
  const winner = run.winner === null ? -1 : run.options.indexOf(run.winner)
  return (
    <li className="eg-step" data-status={run.status} data-testid={`step-run-${run.run}`}>
      <Icon size={16} aria-hidden className="eg-step-icon" />
      <span className="eg-step-number">{run.step ?? '–'}</span>
      <div className="eg-step-words">
        <span className="eg-step-question">{run.question ?? t('steps.unknown', { run: run.run })}</span>
        <span className="eg-step-outcome">
          {winner >= 0 && <OptionMark index={winner} size={16} />}
          {outcome(run, t)}
        </span>
        {jump && (
          <span className="eg-step-jump">
            <ArrowRightLeft size={14} aria-hidden />
            {t('steps.jump', { reason: jump.reason ?? '' })}
          </span>
        )}
      </div>
    </li>
  )
}

function outcome(run: EveningRun, t: Words): string {
  if (run.status === 'voided') return `${t('steps.voided')} · ${explainVoid(run.voidReason, t)}`
  if (run.status === 'revealed') return run.winner ?? t(withoutWinner(run.outcome))
  return t(`steps.${run.status}`)
}
