import { resolveBroker, systemClock, type PageConfig } from '@eg/shared'
import { createMqttBus } from '@eg/shared/bus/mqtt'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app'
import './app.css'
import { ErrorBoundary } from './error-boundary'
import { forgetKeptMoney } from './money/money-commands'
import { claimClientId } from './session/client-id'
import { readMoneyOverHttp } from './money/reads'
import { readHistoryOverHttp } from './session/history'
import { startSession } from './session/start-session'
import { SessionContext } from './session/use-session'
import { startLanguage } from './words/language'

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

const [{ clientId, copied }, config] = await Promise.all([claimClientId(sessionStorage, systemClock), readConfig()])
if (copied) forgetKeptMoney(sessionStorage)
const { url } = resolveBroker(window.location, config)
const session = startSession({
  bus: createMqttBus({
    url,
    clientId,
    onBadInput: (topic, reason) => console.warn(topic, reason),
    onError: (error) => console.warn(url, error.message),
  }),
  clock: systemClock,
  clientId,
  brokerUrl: url,
  lang: startLanguage(),
  readHistory: readHistoryOverHttp,
  reads: readMoneyOverHttp,
  keeps: { tab: sessionStorage, machine: localStorage },
})

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <ErrorBoundary lang={() => session.view.getState().lang}>
      <SessionContext value={session}>
        <App />
      </SessionContext>
    </ErrorBoundary>
  </StrictMode>,
)
