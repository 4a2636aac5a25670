import './look/index.css'
import { isDeviceId, resolveBroker, systemClock } from '@eg/shared'
import { createMqttBus } from '@eg/shared/bus/mqtt'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { version } from '../package.json'
import { App } from './app'
import { ErrorBoundary } from './error-boundary'
import { hardenPage } from './harden-page'
import { KioskProvider } from './kiosk/kiosk-context'
import { startKiosk } from './kiosk/start-kiosk'
import { fetchPageConfig } from './page-config'
import { chooseLanguage, chooseLayout } from './page-options'
import { NoDevice } from './screens/no-device'
import { WordsProvider, createWords } from './words/words'

const { search, origin, pathname } = window.location
const language = chooseLanguage(search, navigator.languages)
const words = createWords(language)
const root = document.querySelector('#root')
if (!root) throw new Error('index.html has no #root')

document.documentElement.lang = language
hardenPage(window)
render(root, await firstScreen())

async function firstScreen(): Promise<ReactNode> {
  const { url, deviceId } = resolveBroker(window.location, await fetchPageConfig())
  if (!isDeviceId(deviceId)) return <NoDevice address={`${origin}${pathname}`} />
  const bus = createMqttBus({
    url,
    // The broker takes the slot's identity from this name, so it is not ours to decorate.
    clientId: `${deviceId}-ui`,
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
  return (
    <KioskProvider value={kiosk}>
      <App layout={chooseLayout(search)} />
    </KioskProvider>
  )
}

function render(container: Element, screen: ReactNode): void {
  createRoot(container).render(
    <WordsProvider value={words}>
      <ErrorBoundary line={words('hold_on_line')} reload={() => window.location.reload()}>
        {screen}
      </ErrorBoundary>
    </WordsProvider>,
  )
}
