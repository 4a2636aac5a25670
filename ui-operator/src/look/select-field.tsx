import type { ReactNode } from 'react'
import { Field } from './field'

interface SelectFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  testId: string
  autoFocus?: boolean
  /** The `option`s. */
  children: ReactNode
}

/** A choice of few, by the browser's own list: it works by touch, by keyboard and under the page's policy. */
export function SelectField({ label, value, onChange, testId, autoFocus = false, children }: SelectFieldProps) {
  return (
    <Field label={label}>
      {(control) => (
        <select
          {...control}
          className="eg-input"
          data-testid={testId}
          autoFocus={autoFocus}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          {children}
        </select>
      )}
    </Field>
  )
}
