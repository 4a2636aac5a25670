import { useEffect } from 'react'
import { DeskScreen } from './desk/desk-screen'
import { DevicesScreen } from './devices/devices-screen'
import { Dock } from './dock/dock'
import { FloorScreen } from './floor/floor-screen'
import { LinkBanner } from './link/link-banner'
import { RehearsalBanner } from './link/rehearsal-banner'
import { MoneyBar } from './money/money-bar'
import { isFullScreen, ResultScreen } from './money/result-screen'
import { useMoney } from './money/use-money'
import { NightScreen } from './night/night-screen'
import { PlayersScreen } from './players/players-screen'
import { useLive, useWords } from './session/use-session'
import { SetupScreen } from './setup/setup-screen'
import { TimelineScreen } from './timeline/timeline-screen'
import { Rail, useTab } from './view/rail'
import type { Tab } from './view/view-store'

const SCREENS: Record<Tab, () => React.JSX.Element> = {
  night: NightScreen,
  floor: FloorScreen,
  desk: DeskScreen,
  players: PlayersScreen,
  devices: DevicesScreen,
  timeline: TimelineScreen,
  setup: SetupScreen,
}

/** The console: dock above, screens at the left, one screen. Without the link all of it is grey. */
export function App() {
  const { t, lang } = useWords()
  const tab = useTab()
  const up = useLive((s) => s.link.up)
  const done = useMoney((s) => s.done)
  const result = done && tab === 'desk' && isFullScreen(done) ? done : null
  useEffect(() => {
    document.documentElement.lang = lang
    document.title = t('app.title')
  }, [lang, t])
  const Screen = SCREENS[tab]
  return (
    <>
      <div className="eg-app" data-link={up ? 'up' : 'down'} inert={result !== null}>
        <RehearsalBanner />
        <Dock />
        <LinkBanner />
        <MoneyBar />
        <div className="eg-below">
          <Rail />
          <Screen />
        </div>
      </div>
      {result && <ResultScreen key={result.payload.req_id} done={result} />}
    </>
  )
}
