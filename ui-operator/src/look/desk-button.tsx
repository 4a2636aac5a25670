import { LoaderCircle, type LucideIcon } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'
import { KeyCap } from './key-cap'

export interface DeskButtonProps {
  children: ReactNode
  onPress: () => void
  Icon?: LucideIcon
  /** The key shown on the button. */
  keyCap?: string
  /** `next` is the one suggested action of the screen, in the accent; `danger` undoes something. */
  tone?: 'plain' | 'next' | 'danger' | 'quiet'
  disabled?: boolean
  /** Sent, no answer yet. */
  pending?: boolean
  testId?: string
  name?: string
  expanded?: boolean
}

/** A button of the desk: a verb, an icon, and its key. */
export function DeskButton(props: DeskButtonProps) {
  const { Icon, tone = 'plain', pending = false } = props
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    // A button pressed with the hand gives the focus back, so that Enter goes on meaning "the suggested action".
    if (event.detail > 0) event.currentTarget.blur()
    props.onPress()
  }
  return (
    <button
      type="button"
      className="eg-button"
      data-tone={tone}
      data-testid={props.testId}
      data-suggested={tone === 'next' || undefined}
      disabled={props.disabled || pending}
      aria-busy={pending || undefined}
      aria-label={props.name}
      aria-expanded={props.expanded}
      aria-keyshortcuts={props.keyCap === '⏎' ? 'Enter' : props.keyCap}
      onClick={press}
    >
      {pending ? (
        <LoaderCircle className="eg-spin" size={18} aria-hidden />
      ) : (
        Icon && <Icon size={18} strokeWidth={2} aria-hidden />
      )}
      <span className="eg-button-text">{props.children}</span>
      {props.keyCap && <KeyCap label={props.keyCap} />}
    </button>
  )
}
