import { Plus, X } from 'lucide-react'
import { FieldError } from '../look/field'
import { OptionMark } from '../look/option-mark'
import { useWords } from '../session/use-session'
import { addOption, MAX_OPTIONS, MIN_OPTIONS, removeOption, setOption, type Draft } from './draft'
import { TextField } from '../look/text-field'

interface OptionFieldsProps {
  draft: Draft
  errorAt: (field: string) => string | undefined
  onChange: (draft: Draft) => void
}

/** Two to six options in the order of the buttons, each with the mark that is on its button. */
export function OptionFields({ draft, errorAt, onChange }: OptionFieldsProps) {
  const { t } = useWords()
  const few = draft.options.length <= MIN_OPTIONS
  return (
    <fieldset className="eg-composer-options">
      <legend className="eg-label">{t('composer.options')}</legend>
      <div className="eg-option-fields">
        {draft.options.map((option, i) => (
          <div key={option.id} className="eg-option-field">
            <OptionMark index={i} size={32} />
            <TextField
              label={t('composer.option', { n: i + 1 })}
              labelHidden
              field={`options.${i}`}
              testId={`composer-option-${i + 1}`}
              placeholder={t('composer.option', { n: i + 1 })}
              value={option.text}
              error={errorAt(`options.${i}`)}
              onChange={(text) => onChange(setOption(draft, option.id, text))}
            />
            <button
              type="button"
              className="eg-icon-button"
              disabled={few}
              aria-label={t('composer.remove', { n: i + 1 })}
              onClick={() => onChange(removeOption(draft, option.id))}
            >
              <X size={18} aria-hidden />
            </button>
          </div>
        ))}
        {draft.options.length < MAX_OPTIONS && (
          <button
            type="button"
            className="eg-add-option"
            data-testid="composer-add-option"
            onClick={() => onChange(addOption(draft))}
          >
            <Plus size={18} aria-hidden />
            {t('composer.add')}
          </button>
        )}
      </div>
      {errorAt('options') && <FieldError>{errorAt('options')}</FieldError>}
    </fieldset>
  )
}
