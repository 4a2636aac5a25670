import { HandCoins, LayoutGrid, MonitorSmartphone, MoonStar, ScrollText, Users, type LucideIcon } from 'lucide-react'
import { KeyCap } from '../look/key-cap'
import { modeOf } from '../session/live-store'
import { useLive, useSession, useView, useWords } from '../session/use-session'
import { shownTab, TABS, type Tab } from './view-store'
import { useKeys } from './use-keys'

const LOOKS: Record<Tab, { key: string; Icon: LucideIcon }> = {
  night: { key: 'G', Icon: MoonStar },
  floor: { key: 'F', Icon: LayoutGrid },
  desk: { key: 'K', Icon: HandCoins },
  players: { key: 'P', Icon: Users },
  devices: { key: 'D', Icon: MonitorSmartphone },
  timeline: { key: 'T', Icon: ScrollText },
}

/** The screen on show. */
export function useTab(): Tab {
  const chosen = useView((v) => v.tab)
  const mode = useLive(modeOf)
  return shownTab(chosen, mode)
}

/** The screens, at the left edge where the thumb of the hand that holds the tablet is. */
export function Rail() {
  const { view } = useSession()
  const { t } = useWords()
  const current = useTab()
  // At the desk whatever is typed may be a card reader: no key leaves it, and none is shown.
  const keys = current !== 'desk'
  useKeys(
    keys ? Object.fromEntries(TABS.map((tab) => [LOOKS[tab].key.toLowerCase(), () => view.setState({ tab })])) : {},
  )
  return (
    <nav className="eg-rail" aria-label={t('tab.label')}>
      {TABS.map((tab) => {
        const { key, Icon } = LOOKS[tab]
        return (
          <button
            key={tab}
            type="button"
            className="eg-rail-tab"
            data-testid={`tab-${tab}`}
            aria-current={current === tab ? 'page' : undefined}
            aria-keyshortcuts={keys ? key : undefined}
            onClick={() => view.setState({ tab })}
          >
            <Icon size={22} strokeWidth={1.75} aria-hidden />
            <span>{t(`tab.${tab}`)}</span>
            {keys && <KeyCap label={key} />}
          </button>
        )
      })}
    </nav>
  )
}
