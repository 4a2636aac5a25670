// What a slow disk does to those who store nothing: QoS 0 messages between two clients while nine slots vote without a
// pause and every fsync takes 20 ms longer.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { VOTES_STORED, startEg } from '../harness/eg.mjs'
import { runLoad, startLoad } from '../harness/load.mjs'
import { startAedes } from '../harness/peers.mjs'
import { removeFolder, temporaryFolder } from '../harness/processes.mjs'
import { OPEN, VOTE } from '../topics.mjs'

const DELAY_MS = 20
const UNDELAYED = 'EG, no delay'
const AEDES = 'aedes without storage'
const ONE_THREAD = 'aedes that stores in its own thread, same delay'

function buildShim(folder) {
  const library = join(folder, 'slow-sync.so')
  const source = fileURLToPath(new URL('../shim/slow-sync.c', import.meta.url))
  const { status, error, stderr } = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl'], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`cc could not build bench/shim/slow-sync.c: ${error?.message ?? stderr}`)
  return { LD_PRELOAD: library, SLOW_SYNC_MS: String(DELAY_MS) }
}

/** The pings are what is measured; the votes go on until they are through. */
async function pingWhileVotesCommit(server, pids, count) {
  const votes = await startLoad('publish', {
    clients: 9,
    inFlight: 1,
    everyMs: 2,
    kind: 'vote',
    topic: VOTE,
    port: server.port,
  })
  try {
    const ping = await startLoad('ping', { port: server.port, topic: OPEN, everyMs: 1, count })
    votes.go()
    const measured = await runLoad(ping, { ...pids, votes: votes.pid })
    votes.say('stop')
    return { ...measured, votes: await votes.event('done') }
  } finally {
    await votes.stop()
  }
}

async function onEg(record, count, env) {
  const eg = await startEg({ night: true, env })
  try {
    const measured = await pingWhileVotesCommit(eg, { core: eg.pid }, count)
    const { messages, p50 } = measured.votes
    record.expectStored('votes during pings', messages, await eg.storedAfterKill(VOTES_STORED))
    if (env.LD_PRELOAD && p50 < DELAY_MS) throw new Error(`the delay did not work: votes took ${p50} ms`)
    return measured
  } finally {
    await eg.end()
  }
}

async function onAedes(count, options) {
  const aedes = await startAedes(options)
  try {
    return await pingWhileVotesCommit(aedes, { aedes: aedes.pid }, count)
  } finally {
    await aedes.end()
  }
}

const ackOf = ({ votes }) => votes.p50

export const slowFsync = {
  name: 'slow-fsync',
  about: 'messages that store nothing, while every fsync takes 20 ms longer',
  inQuick: true,
  async measure(record, { quick }) {
    const folder = temporaryFolder()
    const env = buildShim(folder)
    const count = quick ? 600 : 3000
    let runs = 0
    const database = () => join(folder, `one-thread-${(runs += 1)}.db`)
    const further = {
      [AEDES]: () => onAedes(count, {}),
      // Each ping waits for up to nine commits here: a few show it.
      [ONE_THREAD]: () => onAedes(count / 10, { database: database(), env }),
    }
    const measured = await record.interleaved('unrelated messages, slow fsync', {
      EG: () => onEg(record, count, env),
      [UNDELAYED]: () => onEg(record, count, {}),
      ...(quick ? {} : further),
    })
    removeFolder(folder)
    const peers = Object.keys(measured).slice(1)
    const aim = (peer) => (peer === UNDELAYED ? { atMost: DELAY_MS } : {})
    const what = `unrelated message, fsync + ${DELAY_MS} ms, p99`
    record.figure({ what, unit: 'ms', measured, peers, pick: ({ p99 }) => p99, aim })
    const stored = peers.filter((peer) => peer !== AEDES)
    record.figure({ what: 'ack of a vote meanwhile, median', unit: 'ms', measured, peers: stored, pick: ackOf })
  },
}
