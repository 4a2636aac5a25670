import { Scale } from 'lucide-react'
import type { CSSProperties } from 'react'
import type { OperatorRun } from '@eg/shared'
import { OptionMark, optionLook } from '../look/option-mark'
import { useSession, useView, useWords } from '../session/use-session'

/** A tie that is the operator's to decide: pick one of the leaders; Reveal then shows it. */
export function TieDecision({ run }: { run: OperatorRun }) {
  const { view } = useSession()
  const { t } = useWords()
  const picked = useView((v) => (v.picked?.run === run.run ? v.picked.option : null))
  if (run.status !== 'closed' || !run.tied) return null
  return (
    <fieldset className="eg-tie">
      <legend>
        <Scale size={20} aria-hidden />
        {t('tie.title')}
      </legend>
      <div className="eg-tie-options">
        {run.tied.map((option) => {
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
                onChange={() => view.setState({ picked: { run: run.run, option } })}
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
