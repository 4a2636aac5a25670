import { Power } from 'lucide-react'
import type { CSSProperties } from 'react'
import { KeyCap } from '../look/key-cap'
import { HOLD_MS, useHold } from '../look/use-hold'
import { useSession, useView, useWords } from '../session/use-session'
import { useMayPanic } from './use-may-panic'

/** Opens what stops the house: by a press, and while the console is locked by a hold. */
export function PanicButton({ keyed }: { keyed: boolean }) {
  const { view } = useSession()
  const { t } = useWords()
  const may = useMayPanic()
  const locked = useView((v) => v.locked)
  const open = useView((v) => v.cover === 'panic')
  const show = () => view.setState({ cover: 'panic' })
  const hold = useHold({ onHeld: show, disabled: !locked })
  if (!may) return null
  const key = keyed && !locked ? 'Q' : undefined
  return (
    <button
      type="button"
      className="eg-dock-button eg-panic-button eg-hold"
      data-testid="panic"
      data-hold={hold.state}
      data-lock-keeps
      style={{ '--hold': `${HOLD_MS}ms` } as CSSProperties}
      aria-haspopup="dialog"
      aria-expanded={open}
      aria-keyshortcuts={key}
      title={t(locked ? 'panic.open_hold' : 'panic.open')}
      {...(locked ? hold.props : { onClick: show })}
    >
      <Power size={20} strokeWidth={2} aria-hidden />
      <span>{t('panic.word')}</span>
      {key && <KeyCap label={key} />}
    </button>
  )
}
