// What a slot costs that waits: memory and processor time of the agent's process, as it ships, over half a minute. All that
// are compared rest beside each other on one core: nobody does anything.
import { startAgent } from '../harness/agent.mjs'
import { startEg } from '../harness/eg.mjs'
import { startLoad } from '../harness/load.mjs'
import { freePort, memoryMb, sleep, withCpu } from '../harness/processes.mjs'
import { plugReader } from '../harness/pty-reader.mjs'

const SERIAL = 'EG, serial reader and keys'
const MQTTJS = 'node with mqtt.js, subscribed alike'
const ROUNDS = 3

async function restTogether(seconds) {
  const eg = await startEg()
  const reader = await plugReader()
  const ended = []
  const slot = async (deviceId, env) => {
    const own = { SLOT_ID: deviceId, SLOT_UI_PORT: String(await freePort()), LOG_LEVEL: 'info', ...env }
    const agent = await startAgent(eg, { env: own })
    ended.push(agent.end)
    return agent.pid
  }
  try {
    const pids = {
      EG: await slot('slot-01', { EG_DRIVERS: 'simulated' }),
      [SERIAL]: await slot('slot-02', { EG_DRIVERS: 'hardware', EG_GPIO: 'off', RFID_PORT: reader.port }),
    }
    const peer = await startLoad('mqttjs', { port: eg.port, deviceId: 'slot-03', idle: true })
    ended.push(() => peer.stop())
    pids[MQTTJS] = peer.pid
    const { cpu } = await withCpu(pids, () => sleep(seconds * 1000))
    return Object.fromEntries(
      Object.entries(pids).map(([name, pid]) => [name, { ...memoryMb(pid), cpuPercent: cpu[name] * 100 }]),
    )
  } finally {
    for (const end of ended) await end()
    await reader.end()
    await eg.end()
  }
}

export async function measureRest(record, { progress }) {
  const seconds = 32
  const measured = { EG: [], [SERIAL]: [], [MQTTJS]: [] }
  for (let round = 1; round <= ROUNDS; round += 1) {
    progress(`agents at rest for ${seconds} s: round ${round} of ${ROUNDS}`)
    const rested = await restTogether(seconds)
    for (const name of Object.keys(measured)) measured[name].push(rested[name])
  }
  progress(`agents at rest: ${ROUNDS} × ${seconds} s\n`)
  for (const own of ['EG', SERIAL]) {
    const kind = own === 'EG' ? 'simulated drivers' : 'serial reader and keys'
    const of = (what, unit, pick, aim) =>
      record.figure({ what: `agent at rest, ${kind}: ${what}`, unit, measured, own, peers: [MQTTJS], pick, aim })
    of('resident memory', 'MB', ({ residentMb }) => residentMb, { atMost: 80 })
    of('of it its own alone', 'MB', ({ privateMb }) => privateMb)
    of('processor, of one core', '%', ({ cpuPercent }) => cpuPercent, { atMost: 1 })
  }
}
