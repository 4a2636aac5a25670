import { useId } from 'react'

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

/** A field with its error under it. */
export function TextField(props: TextFieldProps) {
  const id = useId()
  const { error, field } = props
  return (
    <div className="eg-field" data-field-box={field.split('.')[0]}>
      <label htmlFor={id} className={props.labelHidden ? 'sr-only' : 'eg-label'}>
        {props.label}
      </label>
      <span className="eg-field-line">
        <input
          id={id}
          className="eg-input"
          data-field={field}
          data-testid={props.testId ?? `composer-${field}`}
          value={props.value}
          placeholder={props.placeholder}
          inputMode={props.inputMode}
          autoComplete="off"
          maxLength={props.maxLength}
          list={props.offers ? `${id}-offers` : undefined}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          onChange={(event) => props.onChange(event.target.value)}
        />
        {props.offers && (
          <datalist id={`${id}-offers`}>
            {props.offers.map((offer) => (
              <option key={offer} value={offer} />
            ))}
          </datalist>
        )}
        {props.suffix && <span className="eg-suffix">{props.suffix}</span>}
      </span>
      {error && (
        <p className="eg-field-error" id={`${id}-error`} role="alert" data-testid={`field-error-${field}`}>
          {error}
        </p>
      )}
    </div>
  )
}
