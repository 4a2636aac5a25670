import { contracts } from '@eg/shared'
import { Suspense, useEffect } from 'react'
import { Dock } from './dock/dock'
import { useTellScreen } from './dock/tell-screen'
import { LockStrip } from './lock/lock-strip'
import { useRole } from './login/may'
import { LinkBanner } from './link/link-banner'
import { RehearsalBanner } from './link/rehearsal-banner'
import { showTheme } from './look/theme'
import { MoneyBar } from './money/money-bar'
import { isFullScreen, ResultScreen } from './money/result-screen'
import { useMoney } from './money/use-money'
import { Help } from './palette/help'
import { Palette } from './palette/palette'
import { useConsoleActions } from './palette/use-console-actions'
import { PanicPanel } from './panic/panic-panel'
import { PanicStrip } from './panic/panic-strip'
import { useLive, useSession, useView, useWords } from './session/use-session'
import { useHandGivesFocusBack } from './view/hand-focus'
import { Rail, useTab } from './view/rail'
import { ScreenBoundary } from './view/screen-boundary'
import { readScreensAhead, Screen } from './view/screens'
import { SkipLink } from './view/skip-link'
import { tabsOf } from './view/tabs-of'

/** The console: dock above, screens at the left, one screen. Without the link all of it is grey. */
export function App() {
  const { t, lang } = useWords()
  const { commands } = useSession()
  const tab = useTab()
  const up = useLive((s) => s.link.up)
  const theme = useView((v) => v.theme)
  const locked = useView((v) => v.locked)
  const role = useRole()
  const done = useMoney((s) => s.done)
  const result = done && tab === 'desk' && isFullScreen(done) ? done : null
  useConsoleActions()
  useHandGivesFocusBack()
  useTellScreen((screen) => void commands.give('screen', contracts.opScreen, { screen }))
  useEffect(() => {
    document.documentElement.lang = lang
    document.title = t('app.title')
  }, [lang, t])
  useEffect(() => showTheme(theme), [theme])
  useEffect(() => void readScreensAhead(tab, tabsOf(role)), [tab, role])
  return (
    <>
      <div className="eg-app" data-link={up ? 'up' : 'down'} data-locked={locked || undefined} inert={result !== null}>
        <SkipLink />
        <RehearsalBanner />
        <Dock />
        <LockStrip />
        <PanicStrip />
        <div inert={locked}>
          <MoneyBar />
        </div>
        <div className="eg-over">
          <LinkBanner />
        </div>
        <div className="eg-below" inert={locked}>
          <Rail />
          <div id="screen">
            <ScreenBoundary key={tab} tab={tab}>
              <Suspense fallback={<main className="eg-page" aria-busy />}>
                <Screen tab={tab} />
              </Suspense>
            </ScreenBoundary>
          </div>
        </div>
        <div className="eg-covers" />
        <PanicPanel />
        <Palette />
        <Help />
      </div>
      {result && <ResultScreen key={result.payload.req_id} done={result} />}
    </>
  )
}
