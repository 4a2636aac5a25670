import { ChevronDown, LogOut, MonitorOff, UserRound } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { DeskButton } from '../look/desk-button'
import { useSession, useWords } from '../session/use-session'
import { useKeys } from '../view/use-keys'

/** Who is at this page, as what; and the ways out. Nothing where nobody logs in. */
export function WhoChip() {
  const { access } = useSession()
  const { t } = useWords()
  const state = useStore(access.store)
  const [open, setOpen] = useState(false)
  const [leaving, setLeaving] = useState<'here' | 'everywhere' | null>(null)
  const box = useRef<HTMLDivElement>(null)
  useKeys({ escape: open ? () => setOpen(false) : undefined })
  useEffect(() => {
    if (!open) return undefined
    const outside = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false)
    }
    window.addEventListener('pointerdown', outside)
    return () => window.removeEventListener('pointerdown', outside)
  }, [open])
  if (state.is !== 'in') return null
  const leave = async (where: 'here' | 'everywhere') => {
    setLeaving(where)
    await access.logout(where === 'everywhere')
  }
  return (
    <div className="eg-who" ref={box}>
      <button
        type="button"
        className="eg-chip eg-who-chip"
        data-testid="dock-who"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <UserRound size={18} strokeWidth={1.75} aria-hidden />
        <b>{state.name}</b>
        <span className="eg-chip-word" data-testid="dock-role">
          {t(`role.${state.role}`)}
        </span>
        <ChevronDown size={16} aria-hidden />
      </button>
      {open && (
        <div className="eg-who-menu" data-testid="who-menu">
          <p>
            <strong>{state.name}</strong>
            <small>{t(`role_may.${state.role}`)}</small>
          </p>
          <DeskButton Icon={LogOut} testId="logout" pending={leaving === 'here'} onPress={() => void leave('here')}>
            {t('login.leave')}
          </DeskButton>
          <DeskButton
            tone="quiet"
            Icon={MonitorOff}
            testId="logout-everywhere"
            pending={leaving === 'everywhere'}
            onPress={() => void leave('everywhere')}
          >
            {t('login.leave_everywhere')}
          </DeskButton>
        </div>
      )}
    </div>
  )
}
