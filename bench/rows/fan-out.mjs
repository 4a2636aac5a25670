// One retained state changes and 1,000 subscribers have it: by day and night, which the operator sets. In EG the change is
// a command that is on disk first; the peers are just told the new state.
import { startEg } from '../harness/eg.mjs'
import { runLoad, startLoad } from '../harness/load.mjs'
import { startAedes, startMosquitto } from '../harness/peers.mjs'
import { MODE, MODE_SET } from '../topics.mjs'

const SUBSCRIBERS = 1000
const MOSQUITTO = 'mosquitto'
const AEDES = 'aedes without storage'
const modes = ['night', 'day']

async function fan(server, name, cause, changes) {
  try {
    const options = { port: server.port, subscribers: SUBSCRIBERS, changes, heard: MODE, ...cause }
    return await runLoad(await startLoad('fan-out', options), { [name]: server.pid })
  } finally {
    await server.end()
  }
}

export const fanOut = {
  name: 'fan-out',
  about: 'one retained change until the last of 1,000 subscribers has it',
  inQuick: false,
  async measure(record, { quick }) {
    const changes = quick ? 20 : 60
    const command = {
      topic: MODE_SET,
      causes: modes.map((mode) => JSON.stringify({ req_id: '%', mode })),
      retain: false,
    }
    // As long as what the core publishes.
    const state = {
      topic: MODE,
      causes: modes.map((mode) => JSON.stringify({ mode, since: Date.now() })),
      retain: true,
    }
    const measured = await record.interleaved(
      'one retained change to 1,000',
      {
        EG: async () => fan(await startEg(), 'core', command, changes),
        [MOSQUITTO]: async () => fan(await startMosquitto(), 'mosquitto', state, changes),
        [AEDES]: async () => fan(await startAedes(), 'aedes', state, changes),
      },
      3,
    )
    const what = 'a change at the last of 1,000, median'
    record.figure({ what, unit: 'ms', measured, peers: [MOSQUITTO, AEDES], pick: ({ p50 }) => p50 })
  },
}
