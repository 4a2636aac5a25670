// Memory at rest and under load, and how long a start takes.
import { VOTES_STORED, startEg } from '../harness/eg.mjs'
import { runLoad, startLoad } from '../harness/load.mjs'
import { startAedes, startMosquittoWithStore } from '../harness/peers.mjs'
import { now, residentMb, sleep, watchMemory } from '../harness/processes.mjs'
import { VOTE } from '../topics.mjs'

const AEDES = 'aedes without storage'
const STORED = 'mosquitto + subscriber, group commit'

/** Each process on its own; they are added up. */
const sum = (list) => list.reduce((all, each) => all + each, 0)

async function restAndLoad(port, pids, options, restMs) {
  await sleep(restMs)
  const processes = Object.values(pids)
  const idleMb = sum(processes.map(residentMb))
  const load = await startLoad('publish', { ...options, port })
  const watches = processes.map(watchMemory)
  const measured = await runLoad(load, pids)
  return { ...measured, idleMb, loadedMb: sum(watches.map((watch) => watch.stop().peakMb)) }
}

async function onEg(record, options, restMs) {
  const eg = await startEg()
  try {
    await sleep(restMs)
    const idleMb = residentMb(eg.pid)
    await eg.openQuestion()
    const measured = await restAndLoad(eg.port, { core: eg.pid }, options, 0)
    record.expectStored('votes, memory', options.messages, await eg.storedAfterKill(VOTES_STORED))
    return { ...measured, idleMb, readyMs: eg.readyMs }
  } finally {
    await eg.end()
  }
}

async function onPeer(startPeer, options, restMs) {
  const began = now()
  const peer = await startPeer()
  const readyMs = now() - began
  try {
    return { ...(await restAndLoad(peer.port, peer.pids ?? { aedes: peer.pid }, options, restMs)), readyMs }
  } finally {
    await peer.end()
  }
}

export const memory = {
  name: 'memory',
  about: 'memory at rest and under load; start to ready',
  inQuick: true,
  async measure(record, { quick }) {
    const messages = quick ? 8000 : 50_000
    const options = { clients: 100, inFlight: 20, messages, kind: 'vote', topic: VOTE }
    // V8 gives back what the start took some ten seconds after it.
    const restMs = quick ? 400 : 15_000
    const measured = await record.interleaved(
      'memory and start',
      {
        EG: () => onEg(record, options, restMs),
        [AEDES]: () => onPeer(startAedes, options, restMs),
        [STORED]: () => onPeer(() => startMosquittoWithStore({ mode: 'group', messages }), options, restMs),
      },
      3,
    )
    const peers = [AEDES, STORED]
    const of = (what, unit, pick, most) =>
      record.figure({
        what,
        unit,
        measured,
        peers,
        pick,
        aim: (peer) => (peer === AEDES && most !== undefined ? { atMost: most } : {}),
      })
    of(quick ? 'memory just after the start' : 'memory at rest', 'MB', ({ idleMb }) => idleMb, quick ? undefined : 80)
    of('memory under load, peak', 'MB', ({ loadedMb }) => loadedMb)
    of('start to ready', 'ms', ({ readyMs }) => readyMs)
  },
}
