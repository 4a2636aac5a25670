// What a press costs: from the contact at the driver's port to the light, to the PUBACK of the vote, to "counted".
import { VOTES_STORED, startEg } from '../harness/eg.mjs'
import { raw, runLoad, startLoad } from '../harness/load.mjs'
import { removeFolder, temporaryFolder } from '../harness/processes.mjs'

const MQTTJS = 'mqtt.js alone, a vote and its PUBACK'
const RAW = 'raw one-row commits, paced alike'
/** Longer than a contact bounces, and as quick as a hand can be. */
const PAUSE_MS = 60

async function onCore(record, name, presses, load) {
  const eg = await startEg({ night: true })
  const folder = temporaryFolder()
  try {
    const paced = { port: eg.port, folder, presses, messages: presses, everyMs: PAUSE_MS }
    const measured = await runLoad(await startLoad(name, { ...paced, ...load }), { core: eg.pid })
    record.expectStored(`votes, ${name}`, presses, await eg.storedAfterKill(VOTES_STORED))
    return measured
  } finally {
    await eg.end()
    removeFolder(folder)
  }
}

async function commits(rows) {
  const folder = temporaryFolder()
  try {
    return await raw({ rows, loops: 1, pauseMs: PAUSE_MS }, folder)
  } finally {
    removeFolder(folder)
  }
}

export async function measurePress(record, { quick }) {
  const presses = quick ? 150 : 400
  const vote = { deviceId: 'slot-01', kind: 'vote' }
  const measured = await record.interleaved('one slot, a press every 60 ms', {
    EG: () => onCore(record, 'slot-press', presses, {}),
    [MQTTJS]: () => onCore(record, 'mqttjs', presses, vote),
    [RAW]: () => commits(presses),
  })
  const ofPeers = { [MQTTJS]: measured[MQTTJS], [RAW]: measured[RAW] }
  for (const [word, what] of [
    ['light', 'its light alone'],
    ['puback', 'PUBACK of the vote'],
    ['counted', 'counted, the light steady'],
  ]) {
    const own = measured.EG.map((each) => each[word])
    const both = { measured: { EG: own, ...ofPeers }, peers: [MQTTJS, RAW], unit: 'ms' }
    record.figure({ what: `press → ${what}, median`, ...both, pick: ({ p50 }) => p50 })
    record.figure({ what: `press → ${what}, p99`, ...both, pick: ({ p99 }) => p99 })
  }
}
