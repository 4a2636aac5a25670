import { ArrowRight, ArrowRightLeft } from 'lucide-react'
import type { OpScript, OpShow } from '@eg/shared'
import { useMay } from '../login/may'
import { DeskButton } from '../look/desk-button'
import { Dialog } from '../look/dialog'
import { OptionMark } from '../look/option-mark'
import { useLive, useWords } from '../session/use-session'
import type { Words } from '../words/words'
import { outcomeWord } from './branch-rows'
import { stepState, type ScriptStep } from './branches'
import { targetName } from './step-name'

interface PeekDialogProps {
  script: OpScript
  show: OpShow | null
  id: string
  /** Null: no show runs, so there is nothing to jump in. */
  onJump: (() => void) | null
  onClose: () => void
}

/** A step of the script, looked at without going there: what it asks, its rules, where it leads. */
export function PeekDialog({ script, show, id, onJump, onClose }: PeekDialogProps) {
  const { t } = useWords()
  const may = useMay()
  const up = useLive((s) => s.link.up)
  const step = script.steps.find((each) => each.id === id)
  if (!step) return null
  const here = stepState(id, show, script.script) === 'here'
  return (
    <Dialog open onClose={onClose} title={`${step.step} · ${step.question}`} testId="peek">
      <ul className="eg-peek-options">
        {step.options.map(({ text, to }, index) => (
          <li key={text}>
            <OptionMark index={index} size={24} />
            <span>{text}</span>
            <Target to={to} script={script} />
          </li>
        ))}
        {otherWays(step, t).map(({ label, to }) => (
          <li key={label}>
            <span />
            <span className="eg-dim">{label}</span>
            <Target to={to} script={script} />
          </li>
        ))}
      </ul>
      <dl className="eg-peek-facts">
        {factsOf(step, t).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="eg-dialog-row">
        {onJump && may('opShowJump') && (
          <DeskButton Icon={ArrowRightLeft} disabled={!up} testId="peek-jump" onPress={onJump}>
            {t(here ? 'script.jump_again' : 'script.jump_here')}
          </DeskButton>
        )}
        <DeskButton tone="quiet" keyCap="Esc" onPress={onClose}>
          {t('dialog.close')}
        </DeskButton>
      </div>
    </Dialog>
  )
}

function Target({ to, script }: { to: string; script: OpScript }) {
  const { t } = useWords()
  return (
    <span className="eg-peek-to">
      <ArrowRight size={15} aria-hidden />
      <span>{targetName(to, script.steps, t)}</span>
    </span>
  )
}

function otherWays(step: ScriptStep, t: Words): { label: string; to: string }[] {
  const ways: { label: string; to: string | null }[] = [
    { label: outcomeWord('tie', step, t), to: step.tie_to },
    { label: outcomeWord('timeout', step, t), to: step.timeout },
    { label: outcomeWord('no_quorum', step, t), to: step.no_quorum },
    { label: outcomeWord('nobody', step, t), to: step.no_quorum === null ? step.to : null },
  ]
  return ways.flatMap(({ label, to }) => (to === null ? [] : [{ label, to }]))
}

function factsOf(step: ScriptStep, t: Words): [string, string][] {
  const expected = step.expects === 'slots' ? t('script.expected_slots') : step.expected
  const facts: [string, string | number | null][] = [
    [t('script.fact_id'), step.id],
    [
      t('script.fact_timer'),
      step.timer_s === null ? t('script.no_timer') : t('script.seconds', { count: step.timer_s }),
    ],
    [t('script.fact_expected'), expected ?? t('script.expected_usual')],
    [t('script.fact_votes'), t(step.final ? 'run.final' : 'run.changeable')],
    [t('script.fact_reveal'), t(`script.reveal_${step.reveal}`)],
    [
      t('script.fact_tie'),
      step.tie_to !== null
        ? null
        : step.tie === 'revote'
          ? t('script.tie_revote', { count: step.revotes })
          : t(`script.tie_${step.tie}`),
    ],
    [
      t('script.fact_cues'),
      step.cues.length === 0 ? t('script.no_cues') : step.cues.map((moment) => t(`script.cue_${moment}`)).join(', '),
    ],
  ]
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]]))
}
