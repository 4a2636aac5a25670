import { useId, type ReactNode } from 'react'

/** What ties a control to its label and to what is said of it: spread into the control. */
export interface FieldControl {
  id: string
  'aria-invalid': true | undefined
  'aria-describedby': string | undefined
}

interface FieldProps {
  label: string
  /** The label is for who does not see what stands around the field. */
  labelHidden?: boolean
  /** What may stand there, under the field; an error takes its place. */
  hint?: string | undefined
  error?: string | undefined
  errorTestId?: string
  className?: string
  /** The core's name of the field, less what follows its first dot. */
  box?: string | undefined
  children: (control: FieldControl) => ReactNode
}

/** A control with its label over it and its hint or error under it, each told to a screen reader as well. */
export function Field({ label, labelHidden, hint, error, errorTestId, className, box, children }: FieldProps) {
  const id = useId()
  const said = error ? `${id}-error` : hint ? `${id}-hint` : undefined
  return (
    <div className={className ? `eg-field ${className}` : 'eg-field'} data-field-box={box}>
      <label htmlFor={id} className={labelHidden ? 'sr-only' : 'eg-label'}>
        {label}
      </label>
      {children({ id, 'aria-invalid': error ? true : undefined, 'aria-describedby': said })}
      {hint && !error && (
        <p className="eg-field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <FieldError id={`${id}-error`} testId={errorTestId}>
          {error}
        </FieldError>
      )}
    </div>
  )
}

interface FieldErrorProps {
  id?: string
  testId?: string | undefined
  children: ReactNode
}

/** What is wrong with what was typed or chosen, where it was. */
export function FieldError({ id, testId, children }: FieldErrorProps) {
  return (
    <p className="eg-field-error" id={id} role="alert" data-testid={testId}>
      {children}
    </p>
  )
}
