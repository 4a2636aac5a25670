import { ChevronDown, LogOut, MonitorOff, Settings, UserRound } from 'lucide-react'
import { useState, type ComponentProps } from 'react'
import { useStore } from 'zustand'
import type { AccessState } from '../login/access'
import { DeskButton } from '../look/desk-button'
import { Popover } from '../look/popover'
import { useSession, useWords } from '../session/use-session'
import { AppearanceChoice } from './appearance-choice'

/** Who is at this page, as what; the language, the theme, and the ways out. */
export function DeskMenu() {
  const { access } = useSession()
  const { t } = useWords()
  const state = useStore(access.store)
  const [open, setOpen] = useState(false)
  return (
    <Popover
      open={open}
      onOpen={setOpen}
      name={t('dock.menu')}
      testId={state.is === 'in' ? 'who-menu' : 'desk-menu'}
      trigger={state.is === 'in' ? <WhoButton name={state.name} role={t(`role.${state.role}`)} /> : <MenuButton />}
    >
      {state.is === 'in' && (
        <p className="eg-menu-who">
          <strong>{state.name}</strong>
          <small>{t(`role_may.${state.role}`)}</small>
        </p>
      )}
      <AppearanceChoice testIds={{ lang: 'menu-lang', theme: 'theme' }} />
      {state.is === 'in' && <WaysOut state={state} />}
    </Popover>
  )
}

type TriggerProps = ComponentProps<'button'>

function WhoButton({ name, role, ...props }: TriggerProps & { name: string; role: string }) {
  return (
    <button type="button" className="eg-chip eg-who-chip" data-testid="dock-who" title={`${name}, ${role}`} {...props}>
      <UserRound size={18} strokeWidth={1.75} aria-hidden />
      <b className="eg-dock-name">{name}</b>
      <span className="eg-chip-word" data-testid="dock-role">
        {role}
      </span>
      <ChevronDown size={16} aria-hidden />
    </button>
  )
}

function MenuButton(props: TriggerProps) {
  const { t } = useWords()
  const label = t('dock.menu')
  return (
    <button
      type="button"
      className="eg-dock-button"
      data-testid="dock-menu"
      aria-label={label}
      title={label}
      {...props}
    >
      <Settings size={20} strokeWidth={1.75} aria-hidden />
    </button>
  )
}

function WaysOut({ state }: { state: AccessState & { is: 'in' } }) {
  const { access } = useSession()
  const { t } = useWords()
  const [leaving, setLeaving] = useState<'here' | 'everywhere' | null>(null)
  const leave = async (where: 'here' | 'everywhere') => {
    setLeaving(where)
    await access.logout(where === 'everywhere')
  }
  return (
    <div className="eg-menu-out" aria-label={state.name} role="group">
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
  )
}
