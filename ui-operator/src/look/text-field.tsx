import { useId } from 'react'
import { Field } from './field'

interface TextFieldProps {
  label: string
  /** The core's name of the field (`question`, `options.2`): its refusals find the place by it. */
  field: string
  value: string
  onChange: (value: string) => void
  error?: string | undefined
  labelHidden?: boolean
  placeholder?: string
  inputMode?: 'text' | 'numeric'
  suffix?: string
  maxLength?: number
  /** Usual answers, offered while typing. */
  offers?: readonly string[]
  testId?: string
}

/** A line of text with its error under it. */
export function TextField(props: TextFieldProps) {
  const offers = useId()
  const { field, label, labelHidden, error } = props
  return (
    <Field
      label={label}
      labelHidden={labelHidden ?? false}
      error={error}
      errorTestId={`field-error-${field}`}
      box={field.split('.')[0]}
    >
      {(control) => (
        <span className="eg-field-line">
          <input
            {...control}
            className="eg-input"
            data-field={field}
            data-testid={props.testId ?? `composer-${field}`}
            value={props.value}
            placeholder={props.placeholder}
            inputMode={props.inputMode}
            autoComplete="off"
            maxLength={props.maxLength}
            list={props.offers ? offers : undefined}
            onChange={(event) => props.onChange(event.target.value)}
          />
          {props.offers && (
            <datalist id={offers}>
              {props.offers.map((offer) => (
                <option key={offer} value={offer} />
              ))}
            </datalist>
          )}
          {props.suffix && <span className="eg-suffix">{props.suffix}</span>}
        </span>
      )}
    </Field>
  )
}
