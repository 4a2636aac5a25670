import type { ExpectRule } from '@eg/shared'
import { Segmented } from '../look/segmented'
import { useWords } from '../session/use-session'
import type { Draft } from './draft'
import { TextField } from '../look/text-field'

interface RuleFieldsProps {
  draft: Draft
  /** What the venue expects where the operator says nothing. */
  usual: { expected: number; expects: ExpectRule }
  errorAt: (field: string) => string | undefined
  onChange: (draft: Draft) => void
}

/** How the question ends, is decided and is shown. All of it has a good default: an operator in a hurry skips it. */
export function RuleFields({ draft, usual, errorAt, onChange }: RuleFieldsProps) {
  const { t } = useWords()
  const expects = draft.expects ?? usual.expects
  return (
    <div className="eg-composer-rules">
      <div className="eg-rule-timer">
        <Segmented
          legend={t('composer.timer')}
          value={draft.timer}
          segments={(['none', '30', '60', '90', 'custom'] as const).map((value) => ({
            value,
            label: t(`composer.timer_${value}`),
            testId: `composer-timer-${value}`,
          }))}
          onChange={(timer) => onChange({ ...draft, timer })}
        />
        {draft.timer === 'custom' && (
          <TextField
            label={t('composer.timer')}
            labelHidden
            field="duration_s"
            inputMode="numeric"
            suffix={t('composer.seconds')}
            value={draft.customSeconds}
            error={errorAt('duration_s')}
            onChange={(customSeconds) => onChange({ ...draft, customSeconds })}
          />
        )}
      </div>
      <Segmented
        legend={t('composer.final')}
        value={draft.final ? 'yes' : 'no'}
        segments={(['no', 'yes'] as const).map((value) => ({
          value,
          label: t(`composer.final_${value}`),
          testId: `composer-final-${value}`,
        }))}
        onChange={(value) => onChange({ ...draft, final: value === 'yes' })}
      />
      <Segmented
        legend={t('composer.expects')}
        value={expects}
        segments={(['number', 'slots'] as const).map((value) => ({
          value,
          label: t(`composer.expects_${value}`),
          testId: `composer-expects-${value}`,
        }))}
        onChange={(chosen) => onChange({ ...draft, expects: chosen })}
      />
      {expects === 'number' && (
        <TextField
          label={t('composer.expected')}
          field="expected"
          inputMode="numeric"
          value={draft.expected ?? String(usual.expected)}
          error={errorAt('expected')}
          onChange={(expected) => onChange({ ...draft, expected })}
        />
      )}
      <Segmented
        legend={t('composer.reveal')}
        value={draft.reveal}
        segments={(['auto', 'operator'] as const).map((value) => ({
          value,
          label: t(`composer.reveal_${value}`),
          testId: `composer-reveal-${value}`,
        }))}
        onChange={(reveal) => onChange({ ...draft, reveal })}
      />
      <Segmented
        legend={t('composer.tie')}
        value={draft.tie}
        segments={(['first', 'operator', 'revote'] as const).map((value) => ({
          value,
          label: t(`composer.tie_${value}`),
          testId: `composer-tie-${value}`,
        }))}
        onChange={(tie) => onChange({ ...draft, tie })}
      />
    </div>
  )
}
