import { resolveBroker, systemClock, type PageConfig } from '@eg/shared'
import { createMqttBus } from '@eg/shared/bus/mqtt'
import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './app.css'
import { ErrorBoundary } from './error-boundary'
import { createAccess, forgetPass } from './login/access'
import { createAccessCalls } from './login/access-calls'
import { createEntrance } from './login/entrance'
import { Gate } from './login/gate'
import { forgetOthersMoney } from './login/same-person'
import { forgetKeptMoney } from './money/money-commands'
import { claimClientId } from './session/client-id'
import { readMoneyOver } from './money/reads'
import { readHistoryOver } from './session/history'
import { startSession, type Session } from './session/start-session'
import { lineOfHash } from './timeline/timeline-view'
import { startLanguage, type Lang } from './words/language'
import { readAllWords, readWords } from './words/read-words'
import { pageNonce } from './look/page-nonce'
import { readTheme, showTheme } from './look/theme'

/** What the page's server says about the broker. Without it the page's own host is the broker's. */
async function readConfig(): Promise<PageConfig> {
  try {
    const answer = await fetch('/config.json', { signal: AbortSignal.timeout(4000) })
    return answer.ok ? ((await answer.json()) as PageConfig) : {}
  } catch (error) {
    console.warn('config.json:', error)
    return {}
  }
}

setNonce(pageNonce())
showTheme(readTheme(localStorage))
const lang = startLanguage()
const [{ clientId, copied }, config] = await Promise.all([
  claimClientId(sessionStorage, systemClock),
  readConfig(),
  readWords(lang),
])
if (copied) {
  forgetKeptMoney(sessionStorage)
  forgetPass(sessionStorage)
}
const { url } = resolveBroker(window.location, config)
const fetcher: typeof fetch = (input, init) => fetch(input, init)
const access = createAccess({ clock: systemClock, calls: createAccessCalls(fetcher), fetcher, keep: sessionStorage })

const reload = () => window.location.reload()

/** The console of whoever was let in: from here on there is something to listen to. */
function begin(lang: Lang): Session {
  forgetOthersMoney(access.store.getState(), sessionStorage)
  const session = startSession({
    access,
    bus: createMqttBus({
      url,
      clientId,
      credentials: access.credentials,
      onRefused: access.refused,
      onBadInput: (topic, reason) => console.warn(topic, reason),
      onError: (error) => console.warn(url, error.message),
    }),
    clock: systemClock,
    clientId,
    brokerUrl: url,
    lang,
    readHistory: readHistoryOver(access.fetch),
    reads: readMoneyOver(access.fetch),
    keeps: { tab: sessionStorage, machine: localStorage },
    reload,
  })
  // An address that names a line of the timeline is a link to it.
  if (lineOfHash(window.location.hash) !== null) session.view.setState({ tab: 'timeline' })
  return session
}

const entrance = createEntrance({ access, begin, lang, leave: reload })

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <ErrorBoundary lang={() => entrance.store.getState().lang}>
      <Gate access={access} entrance={entrance} />
    </ErrorBoundary>
  </StrictMode>,
)
void readAllWords()
