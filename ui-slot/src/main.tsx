import './look/index.css'
import { isDeviceId, resolveBroker, systemClock } from '@eg/shared'
import { type Credentials, createMqttBus } from '@eg/shared/bus/mqtt'
import { createRoot } from 'react-dom/client'
import { version } from '../package.json'
import { App } from './app'
import { askLink } from './entry/ask-link'
import { Entry } from './entry/entry'
import { type OpenKiosk, startEntry } from './entry/start-entry'
import { ErrorBoundary } from './error-boundary'
import { hardenPage } from './harden-page'
import { startKiosk } from './kiosk/start-kiosk'
import { fetchPageConfig } from './page-config'
import { chooseLanguage, chooseLayout } from './page-options'
import { WordsProvider, createWords } from './words/words'

const { search, origin, pathname } = window.location
const language = chooseLanguage(search, navigator.languages)
const words = createWords(language)
const root = document.querySelector('#root')
if (!root) throw new Error('index.html has no #root')

document.documentElement.lang = language
hardenPage(window)
const { url, deviceId } = resolveBroker(window.location, await fetchPageConfig())
const { store } = startEntry({
  clock: systemClock,
  ask: askLink,
  named: isDeviceId(deviceId) ? deviceId : undefined,
  open: openKiosk,
})
createRoot(root).render(
  <WordsProvider value={words}>
    <ErrorBoundary line={words('hold_on_line')} reload={() => window.location.reload()}>
      <Entry store={store} address={`${origin}${pathname}`}>
        <App layout={chooseLayout(search)} />
      </Entry>
    </ErrorBoundary>
  </WordsProvider>,
)

function openKiosk(deviceId: string, credentials: () => Credentials | null, onRefused: () => Promise<void>): OpenKiosk {
  const bus = createMqttBus({
    url,
    // The broker takes the slot's identity from this name, so it is not ours to decorate.
    clientId: `${deviceId}-ui`,
    credentials,
    onRefused,
    onBadInput: (topic, reason) => console.warn(`${topic} was not understood: ${reason}`),
    onError: (error) => console.warn(`the broker at ${url} cannot be reached: ${error.message}`),
  })
  const kiosk = startKiosk({
    bus,
    clock: systemClock,
    deviceId,
    version,
    visible: () => document.visibilityState === 'visible',
    reload: () => window.location.reload(),
  })
  const close = () => {
    kiosk.stop()
    void bus.close()
  }
  return { kiosk, onConnection: bus.onConnection, close }
}
