import './look/index.css'
import { isDeviceId, resolveBroker, systemClock } from '@eg/shared'
import { type Credentials, createMqttBus } from '@eg/shared/bus/mqtt'
import { createRoot } from 'react-dom/client'
import { version } from '../package.json'
import { nextReloadMs } from './alive/reload-later'
import { watchDrawing } from './alive/watch-drawing'
import { App } from './app'
import { askLink } from './entry/ask-link'
import { Entry } from './entry/entry'
import { type OpenKiosk, startEntry } from './entry/start-entry'
import { ErrorBoundary } from './error-boundary'
import { hardenPage } from './harden-page'
import { startKiosk } from './kiosk/start-kiosk'
import { fetchPageConfig } from './page-config'
import { chooseLanguage, chooseLayout, chooseSwitch } from './page-options'
import { startSounds } from './sound/start-sounds'
import { applyMotion } from './theme/motion'
import { startTheme } from './theme/start-theme'
import { Themed } from './theme/themed'
import { createWords } from './words/words'

const { search, origin, pathname, protocol, hostname } = window.location
const language = chooseLanguage(search, navigator.languages)
const root = document.querySelector('#root')
if (!root) throw new Error('index.html has no #root')

document.documentElement.lang = language
hardenPage(window)
const kept = window.sessionStorage
const reload = () => window.location.reload()
const visible = () => document.visibilityState === 'visible'
const drawing = watchDrawing({
  clock: systemClock,
  hasContent: () => root.childElementCount > 0,
  visible,
  nextFrame: (drawn) => requestAnimationFrame(drawn),
  kept,
  reload,
})
const theme = startTheme(systemClock)
const still = window.matchMedia('(prefers-reduced-motion: reduce)')
const setMotion = () =>
  applyMotion(document, {
    still: still.matches,
    wanted: chooseSwitch(search, 'motion'),
    theme: theme.store.getState().motion,
  })
still.addEventListener('change', setMotion)
theme.store.subscribe(setMotion)
setMotion()
const [config] = await Promise.all([fetchPageConfig(), theme.first])
const byAddress = resolveBroker(window.location, config).url
/** The broker that the slot's program names, whatever the address says. */
const byProgram = resolveBroker({ protocol, hostname, search: '' }, config).url
const asked = new URLSearchParams(search).get('id')
const named = (id: string | null | undefined) => (isDeviceId(id) ? id : undefined)
const { store } = startEntry({
  clock: systemClock,
  ask: askLink,
  addressed: named(asked),
  named: named(asked || config.device_id),
  open: openKiosk,
})
createRoot(root).render(
  <Themed store={theme.store} language={language}>
    <ErrorBoundary line={createWords(language)('hold_on_line')} reload={reload} waitMs={() => nextReloadMs(kept)}>
      <Entry store={store} address={`${origin}${pathname}`}>
        <App layout={chooseLayout(search)} />
      </Entry>
    </ErrorBoundary>
  </Themed>,
)

function openKiosk(deviceId: string, credentials: () => Credentials | null, onRefused: () => Promise<void>): OpenKiosk {
  // A link with a stranger's broker in it must not carry the pass there (V70).
  const url = credentials() ? byProgram : byAddress
  const bus = createMqttBus({
    url,
    // The broker takes the slot's identity from this name, so it is not ours to decorate.
    clientId: `${deviceId}-ui`,
    credentials,
    onRefused,
    onBadInput: (topic, reason) => console.warn(`${topic} was not understood: ${reason}`),
    onError: (error) => console.warn(`the broker at ${url} cannot be reached: ${error.message}`),
  })
  const kiosk = startKiosk({ bus, clock: systemClock, deviceId, version, visible, drawn: drawing.drawn, reload })
  const endSounds = startSounds({
    clock: systemClock,
    kiosk: kiosk.store,
    theme: theme.store,
    wanted: chooseSwitch(search, 'sound'),
    load: (address) => new Audio(address),
  })
  const close = () => {
    endSounds()
    kiosk.stop()
    void bus.close()
  }
  return { kiosk, onConnection: bus.onConnection, close }
}
