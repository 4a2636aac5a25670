import { useEffect } from 'react'
import { DevicesScreen } from './devices/devices-screen'
import { Dock } from './dock/dock'
import { LinkBanner } from './link/link-banner'
import { NightScreen } from './night/night-screen'
import { useLive, useView, useWords } from './session/use-session'
import { TimelineScreen } from './timeline/timeline-screen'
import { Rail } from './view/rail'
import type { Tab } from './view/view-store'

const SCREENS: Record<Tab, () => React.JSX.Element> = {
  night: NightScreen,
  devices: DevicesScreen,
  timeline: TimelineScreen,
}

/** The console: dock above, screens at the left, one screen. Without the link all of it is grey. */
export function App() {
  const { t, lang } = useWords()
  const tab = useView((v) => v.tab)
  const up = useLive((s) => s.link.up)
  useEffect(() => {
    document.documentElement.lang = lang
    document.title = t('app.title')
  }, [lang, t])
  const Screen = SCREENS[tab]
  return (
    <div className="eg-app" data-link={up ? 'up' : 'down'}>
      <Dock />
      <LinkBanner />
      <div className="eg-below">
        <Rail />
        <Screen />
      </div>
    </div>
  )
}
