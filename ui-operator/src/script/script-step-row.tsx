import { Check, CornerDownRight, Play } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { OpScript, OpShow } from '@eg/shared'
import { useWords } from '../session/use-session'
import { BranchRows } from './branch-rows'
import { stepState, type ScriptStep } from './branches'

interface ScriptStepRowProps {
  step: ScriptStep
  script: OpScript
  show: OpShow | null
  isBranch: boolean
  onPeek: () => void
}

/** One step of the script: its number, its question, how it stands to the show; where the show is, the ways on. */
export function ScriptStepRow({ step, script, show, isBranch, onPeek }: ScriptStepRowProps) {
  const { t } = useWords()
  const state = stepState(step.id, show, script.script)
  const times = state === 'ahead' ? 0 : (show?.path ?? []).filter(({ step_id: id }) => id === step.id).length
  const place = useRef<HTMLLIElement>(null)
  useEffect(() => {
    // However long the script is, where the show is comes into sight when it comes there.
    if (state === 'here') place.current?.scrollIntoView({ block: 'nearest' })
  }, [place, state])
  return (
    <li
      ref={place}
      className="eg-outline-step"
      data-testid={`script-step-${step.id}`}
      data-state={state}
      data-branch={isBranch || undefined}
      aria-current={state === 'here' ? 'step' : undefined}
    >
      <button
        type="button"
        className="eg-outline-line"
        data-testid={`peek-${step.id}`}
        onClick={onPeek}
        title={step.question}
      >
        <StateIcon state={state} isBranch={isBranch} />
        <span className="eg-step-number">{step.step}</span>
        <span className="eg-outline-question">
          {step.question}
          {times > 1 && <small> · {t('script.times', { count: times })}</small>}
        </span>
        <span className="sr-only">
          {t(`script.state_${state}`)}
          {isBranch && `, ${t('script.is_branch')}`}
        </span>
      </button>
      {state === 'here' && <BranchRows step={step} steps={script.steps} show={show} />}
    </li>
  )
}

function StateIcon({ state, isBranch }: { state: 'done' | 'here' | 'ahead'; isBranch: boolean }) {
  if (state === 'done') return <Check className="eg-outline-icon" size={16} strokeWidth={2.5} aria-hidden />
  if (state === 'here') return <Play className="eg-outline-icon" size={16} fill="currentColor" aria-hidden />
  if (isBranch) return <CornerDownRight className="eg-outline-icon" size={16} aria-hidden />
  return <span className="eg-outline-icon" aria-hidden />
}
