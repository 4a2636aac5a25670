import { MonitorSmartphone, MoonStar, ScrollText, type LucideIcon } from 'lucide-react'
import { KeyCap } from '../look/key-cap'
import { useSession, useView, useWords } from '../session/use-session'
import type { Tab } from './view-store'
import { useKeys } from './use-keys'

const TABS: readonly { tab: Tab; key: string; Icon: LucideIcon }[] = [
  { tab: 'night', key: 'G', Icon: MoonStar },
  { tab: 'devices', key: 'D', Icon: MonitorSmartphone },
  { tab: 'timeline', key: 'T', Icon: ScrollText },
]

/** The three screens, at the left edge where the thumb of the hand that holds the tablet is. */
export function Rail() {
  const { view } = useSession()
  const { t } = useWords()
  const current = useView((v) => v.tab)
  useKeys(Object.fromEntries(TABS.map(({ tab, key }) => [key.toLowerCase(), () => view.setState({ tab })])))
  return (
    <nav className="eg-rail" aria-label={t('tab.label')}>
      {TABS.map(({ tab, key, Icon }) => (
        <button
          key={tab}
          type="button"
          className="eg-rail-tab"
          data-testid={`tab-${tab}`}
          aria-current={current === tab ? 'page' : undefined}
          aria-keyshortcuts={key}
          onClick={() => view.setState({ tab })}
        >
          <Icon size={22} strokeWidth={1.75} aria-hidden />
          <span>{t(`tab.${tab}`)}</span>
          <KeyCap label={key} />
        </button>
      ))}
    </nav>
  )
}
