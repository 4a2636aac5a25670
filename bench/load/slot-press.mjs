// A whole agent in this process, with drivers that are simulated: its buttons are pressed at the driver's port, its lights are
// seen there. One press after another, `everyMs` apart, another button each time. Options: {port, folder, presses, everyMs}.
import '../../slot-agent/dist/small-heap.js'
import { join } from 'node:path'
import { contracts, systemClock } from '@eg/shared'
import { openBrokerLink } from '../../slot-agent/dist/agent/broker-link.js'
import { createLog } from '../../slot-agent/dist/create-log.js'
import { createSimulatedDrivers } from '../../slot-agent/dist/drivers/simulated-drivers.js'
import { openStoreFile } from '../../slot-agent/dist/outbox/store-file.js'
import { startAgent } from '../../slot-agent/dist/start-agent.js'
import { now, options, ready, say, times } from './speak.mjs'

const { port, folder, presses, everyMs } = options
const deviceId = 'slot-01'
const CHOICES = ['A', 'B']
const log = createLog('silent', {})
const { drivers, handle } = createSimulatedDrivers(systemClock)
const { bus, attempted } = openBrokerLink(`mqtt://127.0.0.1:${port}`, deviceId, systemClock, log)

/** What the press that is under way has seen so far, in milliseconds since it. */
let press = null
const seen = (what) => {
  if (press && press[what] === undefined) press[what] = now() - press.at
  if (press?.light !== undefined && press.puback !== undefined && press.counted !== undefined) press.done()
}
const publish = async (contract, params, payload) => {
  const acknowledged = await bus.publish(contract, params, payload)
  if (contract === contracts.nightVote && acknowledged) seen('puback')
  return acknowledged
}
const lights = {
  ...drivers.lights,
  set(states) {
    drivers.lights.set(states)
    if (press && states.every((lit, index) => lit === (index === press.index))) seen('light')
  },
}
const store = openStoreFile(join(folder, 'slot.db')).slot(deviceId)
const agent = startAgent({ deviceId, bus: { ...bus, publish }, drivers: { ...drivers, lights }, store, log })
agent.onState(({ counted }) => {
  if (press && counted === CHOICES[press.index]) seen('counted')
})
await attempted
while (agent.view().phase !== 'question') await new Promise((resolve) => setTimeout(resolve, 20))

const all = []
async function pressButton(index) {
  await new Promise((done) => {
    press = { index, at: now(), done }
    handle.press(index)
  })
  all.push(press)
  press = null
  await new Promise((resolve) => setTimeout(resolve, everyMs))
}

await ready()
for (let n = 0; n < presses; n += 1) await pressButton(n % 2)
await agent.stop()
const of = (what) => times(all.map((each) => each[what]))
say('done', { presses: all.length, light: of('light'), puback: of('puback'), counted: of('counted') })
