import { Scale } from 'lucide-react'
import type { CSSProperties } from 'react'
import type { OperatorRun } from '@eg/shared'
import { OptionMark, optionLook } from '../look/option-mark'
import { useSession, useView, useWords } from '../session/use-session'
import { useActions } from '../view/actions'

/** A tie that is the operator's to decide: pick one of the leaders; Reveal then shows it. */
export function TieDecision({ run }: { run: OperatorRun }) {
  const { view } = useSession()
  const { t } = useWords()
  const picked = useView((v) => (v.picked?.run === run.run ? v.picked.option : null))
  const tied = run.status === 'closed' ? run.tied : null
  const pick = (option: string) => view.setState({ picked: { run: run.run, option } })
  // The number on an option's mark is its key, as it is its button at the slots.
  useActions(
    (tied ?? []).map((option) => ({
      id: `night.tie.${run.options.indexOf(option) + 1}`,
      label: t('tie.pick', { option }),
      key: String(run.options.indexOf(option) + 1),
      run: () => pick(option),
    })),
  )
  if (!tied) return null
  return (
    <fieldset className="eg-tie">
      <legend>
        <Scale size={20} aria-hidden />
        {t('tie.title')}
      </legend>
      <div className="eg-tie-options">
        {tied.map((option) => {
          const index = run.options.indexOf(option)
          return (
            <label
              key={option}
              className="eg-tie-option"
              data-testid={`tie-${index + 1}`}
              data-on={picked === option || undefined}
              style={{ '--option': optionLook(index).colour } as CSSProperties}
            >
              <input
                type="radio"
                className="sr-only"
                name={`tie-${run.run}`}
                checked={picked === option}
                onChange={() => pick(option)}
              />
              <OptionMark index={index} size={32} />
              <span>{option}</span>
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
