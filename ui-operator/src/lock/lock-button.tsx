import { Lock, LockOpen } from 'lucide-react'
import type { CSSProperties } from 'react'
import { KeyCap } from '../look/key-cap'
import { useHold } from '../look/use-hold'
import { useSession, useView, useWords } from '../session/use-session'
import { ignoreHeldEnter } from '../view/use-keys'
import { useHeldKey } from './use-held-key'

/** How long the lock is held to open it (ms). */
export const UNLOCK_MS = 1000

/** One press locks the console; only a hold, on it or on its key, opens it. */
export function LockButton({ keyed }: { keyed: boolean }) {
  const { view } = useSession()
  const { t } = useWords()
  const locked = useView((v) => v.locked)
  const hold = useHold({ onHeld: () => view.setState({ locked: false }), holdMs: UNLOCK_MS, disabled: !locked })
  useHeldKey('l', locked, hold)
  const label = t(locked ? 'lock.open' : 'lock.close')
  const Icon = locked ? Lock : LockOpen
  const press = () => {
    if (!hold.wasHeld()) view.setState({ locked: true, cover: null })
  }
  return (
    <button
      type="button"
      className="eg-dock-button eg-hold"
      data-testid="lock"
      data-hold={hold.state}
      data-lock-keeps
      style={{ '--hold': `${UNLOCK_MS}ms` } as CSSProperties}
      aria-pressed={locked}
      aria-label={label}
      aria-keyshortcuts={keyed ? 'L' : undefined}
      title={keyed ? `${label} (L)` : label}
      {...(locked ? hold.props : { onClick: press, onKeyDown: ignoreHeldEnter })}
    >
      <Icon size={20} strokeWidth={1.75} aria-hidden />
      {keyed && !locked && <KeyCap label="L" />}
    </button>
  )
}
