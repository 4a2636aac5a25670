import { LoaderCircle, type LucideIcon } from 'lucide-react'
import { useId, type CSSProperties, type ReactNode } from 'react'
import { useHeldKey } from '../lock/use-held-key'
import { useView, useWords } from '../session/use-session'
import { KeyCap } from './key-cap'
import { HOLD_MS, useHold } from './use-hold'

interface HoldButtonProps {
  children: ReactNode
  /** Held long enough. */
  onHeld: () => void
  holdMs?: number
  Icon?: LucideIcon
  tone?: 'plain' | 'danger' | 'next'
  disabled?: boolean
  /** Sent, no answer yet. */
  pending?: boolean
  testId?: string
  /** Enter, held anywhere on the page, does the same. Only for the suggested action of a screen. */
  byEnter?: boolean
}

/** A button for what must not happen by a mis-tap: it is held, fills while it is, and does nothing when it is let go early. */
export function HoldButton(props: HoldButtonProps) {
  const { Icon, tone = 'plain', pending = false, holdMs = HOLD_MS } = props
  const { t } = useWords()
  const hint = useId()
  const disabled = (props.disabled ?? false) || pending
  const byEnter = props.byEnter ?? false
  const locked = useView((v) => v.locked)
  const hold = useHold({ onHeld: props.onHeld, holdMs, disabled })
  useHeldKey('enter', byEnter && !disabled && !locked, hold)
  return (
    <button
      type="button"
      className="eg-button eg-hold"
      data-tone={tone}
      data-testid={props.testId}
      data-hold={hold.state}
      data-suggested={byEnter || undefined}
      style={{ '--hold': `${holdMs}ms` } as CSSProperties}
      disabled={disabled}
      aria-busy={pending || undefined}
      aria-describedby={hint}
      aria-keyshortcuts={byEnter ? 'Enter' : undefined}
      {...hold.props}
    >
      {pending ? (
        <LoaderCircle className="eg-spin" size={18} aria-hidden />
      ) : (
        Icon && <Icon size={18} strokeWidth={2} aria-hidden />
      )}
      <span className="eg-button-text">{props.children}</span>
      <small id={hint} className="eg-hold-hint">
        {t('hold.hint')}
      </small>
      {byEnter && <KeyCap label="⏎" />}
      <span className="sr-only" role="status">
        {hold.state === 'short' && t('hold.short')}
      </span>
    </button>
  )
}
