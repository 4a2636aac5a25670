import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface ChipProps {
  Icon: LucideIcon
  tone: 'ok' | 'attention' | 'problem' | 'dim'
  /** What it means, in full; `eg-chip-word` inside goes where room is short, this stays. */
  title: string
  testId: string
  children: ReactNode
}

/** One thing that is true of the whole evening: an icon, a figure, a word. */
export function Chip({ Icon, tone, title, testId, children }: ChipProps) {
  return (
    <span className="eg-chip" data-tone={tone} data-testid={testId} title={title}>
      <Icon size={18} strokeWidth={1.75} aria-hidden />
      <span className="sr-only">{title}</span>
      {children}
    </span>
  )
}
