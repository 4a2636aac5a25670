import { useId } from 'react'

interface Segment<T extends string> {
  value: T
  label: string
  testId?: string
}

interface SegmentedProps<T extends string> {
  legend: string
  /** The legend is read aloud but not shown, where the choices speak for themselves. */
  legendHidden?: boolean
  value: T
  segments: readonly Segment<T>[]
  onChange: (value: T) => void
  disabled?: boolean
}

/** One choice of a few, side by side: radio buttons that look like a switch of a desk. */
export function Segmented<T extends string>(props: SegmentedProps<T>) {
  const name = useId()
  return (
    <fieldset className="eg-segmented" disabled={props.disabled}>
      <legend className={props.legendHidden ? 'sr-only' : 'eg-label'}>{props.legend}</legend>
      <div className="eg-segments">
        {props.segments.map(({ value, label, testId }) => (
          <label key={value} className="eg-segment" data-testid={testId} data-on={value === props.value || undefined}>
            <input
              type="radio"
              className="sr-only"
              name={name}
              checked={value === props.value}
              onChange={() => props.onChange(value)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
