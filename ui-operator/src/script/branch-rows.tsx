import { ArrowRight, Check, CircleAlert } from 'lucide-react'
import { END, type OpShow } from '@eg/shared'
import { OptionMark } from '../look/option-mark'
import { useWords } from '../session/use-session'
import type { Words } from '../words/words'
import { branchesOf, stands, takenBranch, type BranchOutcome, type LeadingStep } from './branches'
import { targetName } from './step-name'

interface BranchRowsProps {
  step: LeadingStep
  steps: readonly LeadingStep[]
  /** The show that is at this step: the branch that its outcome takes is marked. */
  show?: OpShow | null
}

/** Where each outcome of a step leads; once one stands, which way is taken. */
export function BranchRows({ step, steps, show }: BranchRowsProps) {
  const { t } = useWords()
  const branches = branchesOf(step)
  const taken = show ? takenBranch(branches, show) : null
  const position = show?.position ?? null
  return (
    <ul className="eg-branches" aria-label={t('script.branches')}>
      {branches.map((branch) => {
        const isTaken = branch === taken
        const known = branch.to === END || steps.some(({ id }) => id === branch.to)
        return (
          <li
            key={branch.to}
            className="eg-branch"
            data-testid={`branch-${branch.to}`}
            data-taken={taken ? isTaken : undefined}
            data-broken={!known || undefined}
          >
            <span className="eg-branch-outcomes">
              {branches.length === 1 ? (
                <span>{t('script.whatever')}</span>
              ) : (
                branch.outcomes.map((outcome, i) => (
                  <Outcome
                    key={outcome.kind === 'option' ? `option-${outcome.index}` : outcome.kind}
                    outcome={outcome}
                    step={step}
                    // “1, or no votes”: read without it, the second tells of the first.
                    or={i > 0}
                    stands={isTaken && position !== null && stands(outcome, position)}
                  />
                ))
              )}
            </span>
            <span className="eg-branch-to">
              {isTaken ? (
                <Check size={15} aria-hidden />
              ) : known ? (
                <ArrowRight size={15} aria-hidden />
              ) : (
                <CircleAlert size={15} aria-hidden />
              )}
              <span title={targetName(branch.to, steps, t)}>{targetName(branch.to, steps, t)}</span>
              {isTaken && <span className="sr-only">{t('script.taken')}</span>}
            </span>
          </li>
        )
      })}
      <TieRow step={step} />
    </ul>
  )
}

interface OutcomeProps {
  outcome: BranchOutcome
  step: LeadingStep
  or: boolean
  stands: boolean
}

function Outcome({ outcome, step, or, stands: here }: OutcomeProps) {
  const { t } = useWords()
  if (outcome.kind === 'option')
    return (
      <span className="eg-branch-option" title={outcome.text} data-stands={here || undefined}>
        <OptionMark index={outcome.index} size={18} />
        <span className="sr-only">{outcome.text}</span>
      </span>
    )
  return (
    <span className="eg-branch-word" data-stands={here || undefined}>
      {or && `${t('script.or')} `}
      {outcomeWord(outcome.kind, step, t)}
    </span>
  )
}

export function outcomeWord(
  kind: Exclude<BranchOutcome['kind'], 'option'>,
  step: Pick<LeadingStep, 'quorum'>,
  t: Words,
) {
  return kind === 'no_quorum' ? t('script.on_no_quorum', { count: step.quorum ?? 1 }) : t(`script.on_${kind}`)
}

/** A tie that leads nowhere of its own is decided: how, is worth knowing before it happens. */
function TieRow({ step }: { step: LeadingStep }) {
  const { t } = useWords()
  if (step.tie_to !== null) return null
  const rule = step.tie === 'revote' ? t('script.tie_revote', { count: step.revotes }) : t(`script.tie_${step.tie}`)
  return <li className="eg-branch-rule">{t('script.tie_rule', { rule })}</li>
}
