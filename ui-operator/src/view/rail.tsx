import {
  ClipboardCheck,
  Dices,
  HandCoins,
  History,
  LayoutGrid,
  MonitorSmartphone,
  MoonStar,
  ScrollText,
  Settings2,
  Users,
  type LucideIcon,
} from 'lucide-react'
import { useRole } from '../login/may'
import { KeyCap } from '../look/key-cap'
import { modeOf } from '../session/live-store'
import { useLive, useSession, useView, useWords } from '../session/use-session'
import { tabFor, tabsOf } from './tabs-of'
import type { Tab } from './view-store'
import { useActions } from './actions'

const LOOKS: Record<Tab, { key: string; Icon: LucideIcon }> = {
  ready: { key: 'Y', Icon: ClipboardCheck },
  night: { key: 'G', Icon: MoonStar },
  floor: { key: 'F', Icon: LayoutGrid },
  desk: { key: 'K', Icon: HandCoins },
  players: { key: 'P', Icon: Users },
  tables: { key: 'B', Icon: Dices },
  devices: { key: 'D', Icon: MonitorSmartphone },
  timeline: { key: 'T', Icon: ScrollText },
  sessions: { key: 'E', Icon: History },
  setup: { key: 'S', Icon: Settings2 },
}

/** The screen on show. */
export function useTab(): Tab {
  const chosen = useView((v) => v.tab)
  const mode = useLive(modeOf)
  return tabFor(useRole(), chosen, mode)
}

/** The screens, at the left edge where the thumb of the hand that holds the tablet is. */
export function Rail() {
  const { view } = useSession()
  const { t } = useWords()
  const current = useTab()
  const tabs = tabsOf(useRole())
  // At the desk whatever is typed may be a card reader: no key leaves it, and none is shown.
  const keys = current !== 'desk'
  useActions(
    tabs.map((tab) => ({
      id: `go.${tab}`,
      group: t('palette.go'),
      label: t(`tab.${tab}`),
      key: keys ? LOOKS[tab].key : undefined,
      run: () => view.setState({ tab }),
    })),
  )
  return (
    <nav className="eg-rail" aria-label={t('tab.label')}>
      {tabs.map((tab) => {
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
