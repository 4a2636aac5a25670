import { type ReactNode, useRef } from 'react'
import { type FitLimits, useFitText } from './use-fit-text'

interface FitTextProps {
  limits: FitLimits
  className: string
  testId?: string
  children: ReactNode
}

/** A text as large as its box allows. The class gives the box its size; it must not grow with its text. */
export function FitText({ limits, className, testId, children }: FitTextProps) {
  const box = useRef<HTMLDivElement>(null)
  useFitText(box, limits)
  return (
    <div ref={box} className={`${className} fit-box`} data-testid={testId}>
      <span className="fit-text">{children}</span>
    </div>
  )
}
