import { systemClock } from '@eg/shared'
import { createLog } from '../create-log.js'
import { openStoreFile } from '../outbox/store-file.js'
import { refuseStart, type Running, runProcess } from '../run-process.js'
import { readTlsFiles } from '../tls-settings.js'
import { readSimulatorConfig, type SimulatorConfig } from './config.js'
import { NO_COUNTER } from './day-player.js'
import { openSimStores } from './sim-identity.js'
import { createSimLogin } from './sim-login.js'
import { startVirtualDesk } from './virtual-desk.js'
import { cardOf, startVirtualSlot } from './virtual-slot.js'

const config = readSimulatorConfig(process.env)
if (config.ok) await runProcess('simulator', () => start(config.value))
else refuseStart('simulator', config.problems)

async function start(config: SimulatorConfig): Promise<Running> {
  const log = createLog(config.logLevel, {})
  const { brokerUrl, seed, minMs, maxMs, auth } = config
  const tls = readTlsFiles(config.tls)
  const file = openStoreFile(config.dbPath)
  const cards = config.slots.map(cardOf)
  const storeOf = openSimStores(config.dbPath, config.secretsPath)
  const login = createSimLogin(config.login, config.apiUrl, systemClock, log)
  const common = { brokerUrl, tls, seed, minMs, maxMs, auth, log }
  const commands = (deviceId: string) => file.slot(deviceId).commands
  const desk = config.desk
    ? startVirtualDesk({ ...common, cards, commands, storeOf, login, mayLogIn: config.login !== null })
    : null
  const counter = desk?.counter ?? NO_COUNTER
  const slots = config.slots.map((deviceId) =>
    startVirtualSlot({
      ...common,
      deviceId,
      store: file.slot(deviceId),
      enrolment: storeOf(deviceId, 'slot'),
      counter,
    }),
  )
  await Promise.all(slots.map(({ attempted }) => attempted))
  log.info({ brokerUrl, seed }, `simulator ready: ${config.slots.join(', ')}`)
  return {
    async stop() {
      // Whoever plays leaves first: nobody comes to a desk that counts its drawer.
      for (const slot of slots) slot.leave()
      await desk?.close()
      await Promise.all([...slots.map((slot) => slot.stop()), desk?.stop()])
      file.close()
      log.info('stopped')
    },
  }
}
