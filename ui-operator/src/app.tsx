import { Suspense, useEffect } from 'react'
import { Dock } from './dock/dock'
import { useRole } from './login/may'
import { LinkBanner } from './link/link-banner'
import { RehearsalBanner } from './link/rehearsal-banner'
import { MoneyBar } from './money/money-bar'
import { isFullScreen, ResultScreen } from './money/result-screen'
import { useMoney } from './money/use-money'
import { useLive, useWords } from './session/use-session'
import { Rail, useTab } from './view/rail'
import { readScreens, Screen } from './view/screens'
import { tabsOf } from './view/tabs-of'

/** The console: dock above, screens at the left, one screen. Without the link all of it is grey. */
export function App() {
  const { t, lang } = useWords()
  const tab = useTab()
  const up = useLive((s) => s.link.up)
  const role = useRole()
  const done = useMoney((s) => s.done)
  const result = done && tab === 'desk' && isFullScreen(done) ? done : null
  useEffect(() => {
    document.documentElement.lang = lang
    document.title = t('app.title')
  }, [lang, t])
  useEffect(() => void readScreens(tabsOf(role)), [role])
  return (
    <>
      <div className="eg-app" data-link={up ? 'up' : 'down'} inert={result !== null}>
        <RehearsalBanner />
        <Dock />
        <LinkBanner />
        <MoneyBar />
        <div className="eg-below">
          <Rail />
          <Suspense fallback={<main className="eg-page" aria-busy />}>
            <Screen tab={tab} />
          </Suspense>
        </div>
      </div>
      {result && <ResultScreen key={result.payload.req_id} done={result} />}
    </>
  )
}
