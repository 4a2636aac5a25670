import { createLog } from '../create-log.js'
import { openStoreFile } from '../outbox/store-file.js'
import { refuseStart, type Running, runProcess } from '../run-process.js'
import { readSimulatorConfig, type SimulatorConfig } from './config.js'
import { startVirtualSlot } from './virtual-slot.js'

const config = readSimulatorConfig(process.env)
if (config.ok) await runProcess('simulator', () => start(config.value))
else refuseStart('simulator', config.problems)

async function start(config: SimulatorConfig): Promise<Running> {
  const log = createLog(config.logLevel, {})
  const { brokerUrl, seed, minMs, maxMs } = config
  const file = openStoreFile(config.dbPath)
  const slots = config.slots.map((deviceId) =>
    startVirtualSlot({ deviceId, brokerUrl, store: file.slot(deviceId), seed, minMs, maxMs, log }),
  )
  await Promise.all(slots.map(({ attempted }) => attempted))
  log.info({ brokerUrl, seed }, `simulator ready: ${config.slots.join(', ')}`)
  return {
    async stop() {
      await Promise.all(slots.map((slot) => slot.stop()))
      file.close()
      log.info('stopped')
    },
  }
}
