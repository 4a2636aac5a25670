import { useId } from 'react'

interface LoginFieldProps {
  label: string
  name: string
  value: string
  onChange: (value: string) => void
  type?: 'text' | 'password'
  autoComplete: string
  inputMode?: 'numeric'
  placeholder?: string
  error?: string | undefined
}

/** A field that a password keeper of the browser understands. */
export function LoginField(props: LoginFieldProps) {
  const id = useId()
  const { error, name, type = 'text' } = props
  return (
    <div className="eg-field">
      <label htmlFor={id} className="eg-label">
        {props.label}
      </label>
      <input
        id={id}
        className="eg-input"
        name={name}
        type={type}
        data-testid={`login-${name}`}
        value={props.value}
        placeholder={props.placeholder}
        inputMode={props.inputMode}
        autoComplete={props.autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={128}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => props.onChange(event.target.value)}
      />
      {error && (
        <p className="eg-field-error" id={`${id}-error`} role="alert" data-testid={`login-error-${name}`}>
          {error}
        </p>
      )}
    </div>
  )
}
