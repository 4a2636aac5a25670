import { dirname } from 'node:path'
import { systemClock } from '@eg/shared'
import type { Logger } from 'pino'
import { setHostClock } from './agent/host-clock.js'
import { createHostProbe } from './agent/host-health.js'
import { openBrokerLink } from './agent/broker-link.js'
import { type Config, readConfig } from './config.js'
import { createLog } from './create-log.js'
import { type ChosenDrivers, chooseDrivers } from './drivers/choose-drivers.js'
import { logChosen } from './drivers/part-log.js'
import { HELP, startSimulatedConsole } from './drivers/simulated-console.js'
import { borrowDrivers } from './enrolment/borrow-drivers.js'
import type { Admission } from './enrolment/admission.js'
import { type DeviceLife, startDeviceLife } from './enrolment/device-life.js'
import { openEnrolmentStore } from './enrolment/enrolment-store.js'
import { machineModel } from './enrolment/machine-model.js'
import { createPageLink } from './enrolment/page-link.js'
import { showCode } from './enrolment/show-code.js'
import { isPageBuilt, PAGE_DIR, PAGE_MISSING } from './kiosk-app.js'
import { startKioskServer } from './kiosk-server.js'
import { createThemeKeeper } from './kiosk-theme/theme-keeper.js'
import { openStoreFile } from './outbox/store-file.js'
import { isSupervised, refuseStart, type Running, runProcess } from './run-process.js'
import { type Agent, startAgent } from './start-agent.js'
import { readTlsFiles } from './tls-settings.js'
import { VERSION } from './version.js'

/** The file is this machine's alone: one name for whatever it is enrolled as, now and after a swap. */
const THIS_MACHINE = 'this'

const config = readConfig(process.env)
if (config.ok) await runProcess('slot-agent', (restart) => start(config.value, restart))
else refuseStart('slot-agent', config.problems)

async function start(config: Config, restart: () => void): Promise<Running> {
  const log = createLog(config.logLevel, {})
  // The page's port comes first: a second agent on the same machine must not take the first one's link and lights.
  let agent: Agent | null = null
  let life: DeviceLife | null = null
  const theme = createThemeKeeper(config.themeDir, log)
  const health = () => ({
    device_id: idNow(config, life),
    version: VERSION,
    ...(agent && healthOf(agent)),
    theme: theme.health(),
  })
  const tls = readTlsFiles(config.tls)
  const link = createPageLink(() => life, systemClock)
  const pages = { pageDir: PAGE_DIR, page: config.page, health, link, theme }
  const tunnel = config.tunnel && { ...config.tunnel, tls: tls ?? {} }
  const server = await startKioskServer(config.bind, config.uiPort, pages, tunnel)
  if (!isPageBuilt(PAGE_DIR)) log.error({ pageDir: PAGE_DIR }, PAGE_MISSING)

  const file = openStoreFile(config.dbPath)
  const { drivers, handle } = await openDrivers(config, log)
  const run = ({ deviceId, installKey, become, ...login }: Admission) => {
    const { bus, attempted } = openBrokerLink(config.brokerUrl, deviceId, systemClock, log, {
      ...login,
      ...(tls && { tls }),
    })
    const running = startAgent({
      deviceId,
      bus,
      drivers: borrowDrivers(drivers),
      store: file.slot(deviceId, THIS_MACHINE),
      log,
      host: createHostProbe(dirname(config.dbPath)),
      setClock: (toMs) => setHostClock(toMs, systemClock),
      ...(isSupervised() ? { restart } : {}),
      installKey,
      become,
      screenNote: theme.note,
    })
    agent = running
    const stop = async () => {
      agent = null
      await running.stop()
    }
    return { bus, attempted, stop }
  }
  const { brokerUrl: url, slotId: deviceId, wish, auth } = config
  life = startDeviceLife({
    url,
    tls,
    deviceId,
    wish,
    auth,
    model: handle ? 'simulated' : machineModel(),
    store: openEnrolmentStore(config.dbPath, (err) => log.warn({ err }, 'the key for enrolment could not be kept')),
    clock: systemClock,
    log,
    run,
    wait: (code, replaced) => showCode(code, drivers.lights, systemClock, replaced),
    forget: file.forget,
  })
  const closeConsole = handle ? startSimulatedConsole(handle, process.stdin, (text) => log.info(text)) : () => undefined
  await life.started
  if (handle) log.info(HELP)
  const { address } = server
  const state = agent ? `slot ready: ${idNow(config, life)}` : 'slot waits to be enrolled'
  log.info({ address }, `${state}, kiosk page on ${address}`)

  return {
    async stop() {
      closeConsole()
      await server.close()
      await life?.stop()
      await Promise.all(Object.values(drivers).map((part) => part.stop()))
      file.close()
      log.info('stopped')
    },
  }
}

function idNow(config: Config, life: DeviceLife | null): string | null {
  const standing = life?.standing()
  if (standing?.is === 'in') return standing.deviceId
  return standing?.is === 'pending' || standing?.is === 'dismissed' ? null : config.slotId
}

async function openDrivers(config: Config, log: Logger): Promise<ChosenDrivers> {
  const note = (text: string) => log.warn(text)
  const chosen = await chooseDrivers({ ...config.hardware, clock: systemClock, note })
  log.info(`slot agent ${VERSION}`)
  logChosen(log, chosen.drivers, chosen.why)
  return chosen
}

function healthOf(agent: Agent) {
  const { mode, card } = agent.view()
  // Who updates this host asks whether somebody plays; a core that knows its callers tells strangers nothing of the evening.
  const evening = { mode, playing: mode === 'night' || card !== null || agent.waiting() > 0 }
  const session = agent.sessionOpen()
  return {
    link: agent.linkUp(),
    link_ms: agent.linkMs(),
    outbox: agent.waiting(),
    ...evening,
    session,
    parts: agent.parts(),
  }
}
