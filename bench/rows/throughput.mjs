// Durable votes a second: clients that keep 20 votes in flight until all are acknowledged.
import { VOTES_STORED, startEg } from '../harness/eg.mjs'
import { raw, runLoad, startLoad } from '../harness/load.mjs'
import { startAedes, startMosquittoWithStore } from '../harness/peers.mjs'
import { removeFolder, temporaryFolder } from '../harness/processes.mjs'
import { ANSWER, VOTE } from '../topics.mjs'

const AEDES = 'aedes without storage'
const GROUP = 'mosquitto + subscriber, group commit'
const ANSWERED = 'the same, each sender told when it is stored'
const MESSAGE = 'mosquitto + subscriber, a transaction a message'
const MQTTJS = 'mosquitto + mqtt.js, group commit, PUBACK before it'
const BATCHED = 'raw batched rows'

/** `known`: each device has said something before, so that it hears its answers as one does that comes back. */
export async function votesOnEg(record, options, { known = false, ...start } = {}) {
  const eg = await startEg({ night: true, ...start })
  const before = known ? options.clients : 0
  try {
    if (known)
      await runLoad(await startLoad('publish', { ...options, inFlight: 1, messages: before, port: eg.port }), {})
    const measured = await runLoad(await startLoad('publish', { ...options, port: eg.port, secrets: eg.secrets }), {
      core: eg.pid,
    })
    record.expectStored(
      `votes on EG, ${options.clients} × 20`,
      before + options.messages,
      await eg.storedAfterKill(VOTES_STORED),
    )
    return measured
  } finally {
    await eg.end()
  }
}

export async function votesOnAedes(options) {
  const aedes = await startAedes()
  try {
    return await runLoad(await startLoad('publish', { ...options, port: aedes.port }), { aedes: aedes.pid })
  } finally {
    await aedes.end()
  }
}

/** mosquitto acknowledges before anything is stored, so the time runs until the last message is on disk. */
async function votesOnMosquitto(record, { mode, program }, options) {
  const peer = await startMosquittoWithStore({ mode, program, messages: options.messages })
  try {
    const told = mode === 'answered' ? { answer: ANSWER } : {}
    const load = await startLoad('publish', { ...options, ...told, port: peer.port })
    const measured = await runLoad(load, peer.pids, async ({ began }) => {
      const { at } = await peer.allStored()
      return mode === 'answered' ? {} : { perSecond: (options.messages / (at - began)) * 1000 }
    })
    record.expectStored(`votes on mosquitto (${mode})`, options.messages, await peer.storedAfterKill())
    return measured
  } finally {
    await peer.end()
  }
}

async function rawRows(options) {
  const folder = temporaryFolder()
  try {
    return await raw(options, folder)
  } finally {
    removeFolder(folder)
  }
}

async function measureAt(record, { clients, messages, few, full = true }) {
  const options = { clients, inFlight: 20, messages, kind: 'vote', topic: VOTE }
  const what = `durable votes, ${clients} × 20`
  const measured = await record.interleaved(what, {
    EG: () => votesOnEg(record, options),
    [AEDES]: () => votesOnAedes(options),
    [GROUP]: () => votesOnMosquitto(record, { mode: 'group' }, options),
    // More clients than slots share one: who is told what would not be clear.
    ...(clients < 1000 ? { [ANSWERED]: () => votesOnMosquitto(record, { mode: 'answered' }, options) } : {}),
    [MESSAGE]: () => votesOnMosquitto(record, { mode: 'message' }, { ...options, messages: few }),
    ...(full
      ? { [MQTTJS]: () => votesOnMosquitto(record, { mode: 'group', program: 'subscriber-mqttjs' }, options) }
      : {}),
    [BATCHED]: () => rawRows({ rows: messages, batch: 1000 }),
  })
  const aims = { [AEDES]: { ratioAtLeast: 0.65 }, [GROUP]: { ratioAtLeast: 4 }, [MESSAGE]: { ratioAtLeast: 20 } }
  const aim = (peer) => (clients === 100 ? aims[peer] : {})
  record.figure({ what, unit: '/s', measured, peers: Object.keys(measured).slice(1), aim })
}

export const throughput = {
  name: 'throughput',
  about: 'durable votes a second; 100 × 20 alone in the quick run',
  inQuick: true,
  async measure(record, { quick }) {
    if (quick) return measureAt(record, { clients: 100, messages: 12_000, few: 600, full: false })
    await measureAt(record, { clients: 10, messages: 30_000, few: 3000 })
    await measureAt(record, { clients: 100, messages: 50_000, few: 3000 })
    await measureAt(record, { clients: 1000, messages: 50_000, few: 3000 })
  },
}
