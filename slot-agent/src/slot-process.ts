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
import { isPageBuilt, PAGE_DIR, PAGE_MISSING } from './kiosk-app.js'
import { startKioskServer } from './kiosk-server.js'
import { openStoreFile } from './outbox/store-file.js'
import { isSupervised, refuseStart, type Running, runProcess } from './run-process.js'
import { type Agent, startAgent } from './start-agent.js'
import { readTlsFiles } from './tls-settings.js'
import { VERSION } from './version.js'

const config = readConfig(process.env)
if (config.ok) await runProcess('slot-agent', (restart) => start(config.value, restart))
else refuseStart('slot-agent', config.problems)

async function start(config: Config, restart: () => void): Promise<Running> {
  const { slotId } = config
  const log = createLog(config.logLevel, {})
  const tls = readTlsFiles(config.tls)
  // The page's port comes first: a second agent on the same machine must not take the first one's link and lights.
  let agent: Agent | null = null
  const health = () => ({ device_id: slotId, version: VERSION, ...(agent && healthOf(agent)) })
  const pages = { pageDir: PAGE_DIR, page: config.page, health }
  const tunnel = config.tunnel && { ...config.tunnel, tls: tls ?? {} }
  const server = await startKioskServer(config.bind, config.uiPort, pages, tunnel)
  if (!isPageBuilt(PAGE_DIR)) log.error({ pageDir: PAGE_DIR }, PAGE_MISSING)

  const file = openStoreFile(config.dbPath)
  const { drivers, handle } = await openDrivers(config, log)
  const { bus, attempted } = openBrokerLink(config.brokerUrl, slotId, systemClock, log, tls)
  const running = startAgent({
    deviceId: slotId,
    bus,
    drivers,
    store: file.slot(slotId),
    log,
    host: createHostProbe(dirname(config.dbPath)),
    setClock: (toMs) => setHostClock(toMs, systemClock),
    ...(isSupervised() ? { restart } : {}),
  })
  agent = running
  const closeConsole = handle ? startSimulatedConsole(handle, process.stdin, (text) => log.info(text)) : () => undefined
  await attempted
  if (handle) log.info(HELP)
  log.info({ address: server.address }, `slot ready: ${slotId}, kiosk page on ${server.address}`)

  return {
    async stop() {
      closeConsole()
      await server.close()
      await running.stop()
      file.close()
      log.info('stopped')
    },
  }
}

async function openDrivers(config: Config, log: Logger): Promise<ChosenDrivers> {
  const note = (text: string) => log.warn(text)
  const chosen = await chooseDrivers({ ...config.hardware, clock: systemClock, note })
  log.info(`slot agent ${VERSION}`)
  logChosen(log, chosen.drivers, chosen.why)
  return chosen
}

function healthOf(agent: Agent) {
  return { link: agent.linkUp(), link_ms: agent.linkMs(), outbox: agent.waiting(), parts: agent.parts() }
}
