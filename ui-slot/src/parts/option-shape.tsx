import type { OptionLook } from '@eg/shared'
import type { ReactElement } from 'react'

const SHAPES: Record<OptionLook['shape'], ReactElement> = {
  circle: <circle cx="12" cy="12" r="9.6" />,
  triangle: <path d="M12 2.4 22.4 20.8H1.6Z" />,
  square: <rect x="3.2" y="3.2" width="17.6" height="17.6" rx="1.4" />,
  diamond: <path d="M12 1 23 12 12 23 1 12Z" />,
  star: <path d="m12 1.2 3.3 7 7.6 1-5.6 5.3 1.4 7.6L12 18.4l-6.7 3.7 1.4-7.6L1.1 9.2l7.6-1Z" />,
  hexagon: <path d="m12 1.4 9.2 5.3v10.6L12 22.6l-9.2-5.3V6.7Z" />,
}

/** The shape on a button's cap. It takes the colour of the text around it, and is silent: the number says it. */
export function OptionShape({ shape, className }: { shape: OptionLook['shape']; className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true" className={className}>
      {SHAPES[shape]}
    </svg>
  )
}
