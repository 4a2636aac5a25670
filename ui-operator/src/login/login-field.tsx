import { Field } from '../look/field'

interface LoginFieldProps {
  label: string
  name: string
  value: string
  onChange: (value: string) => void
  type?: 'text' | 'password'
  autoComplete: string
  inputMode?: 'numeric'
  placeholder?: string
  /** What it must be, said beforehand. */
  hint?: string
  error?: string | undefined
}

/** A field that a password keeper of the browser understands. */
export function LoginField(props: LoginFieldProps) {
  const { label, name, hint, error, type = 'text' } = props
  return (
    <Field label={label} hint={hint} error={error} errorTestId={`login-error-${name}`}>
      {(control) => (
        <input
          {...control}
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
          onChange={(event) => props.onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
