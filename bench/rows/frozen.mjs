// One client subscribes to a busy topic and stops reading. What the others feel (a vote and its answer), and what it costs
// in memory, against the same without it.
import { VOTES_STORED, startEg } from '../harness/eg.mjs'
import { runLoad, startLoad } from '../harness/load.mjs'
import { WITH_LIMITS, startMosquittoWithStore } from '../harness/peers.mjs'
import { watchMemory } from '../harness/processes.mjs'
import { ANSWER, OPEN, VOTE } from '../topics.mjs'

const AWAKE = 'EG, all read'
const MOSQUITTO = 'mosquitto + subscriber, one frozen'
const MOSQUITTO_AWAKE = 'mosquitto + subscriber, all read'
/** Fills the kernel's buffers of one connection (some 6 MB) in a second. */
const BUSY = { topic: OPEN, bytes: 4096, perSecond: 1500 }

async function askWhileBusy(port, pids, watched, frozen, messages) {
  const busy = await startLoad('busy', { ...BUSY, port, frozen })
  try {
    const asking = { clients: 9, inFlight: 1, everyMs: 10, messages, kind: 'vote', topic: VOTE, answer: ANSWER }
    const load = await startLoad('publish', { ...asking, port })
    const memory = watchMemory(watched)
    busy.go()
    const measured = await runLoad(load, { ...pids, busy: busy.pid })
    const { peakMb, growthMb } = memory.stop()
    busy.say('stop')
    const { published, received, letGo } = await busy.event('done')
    if (letGo.length > 0) throw new Error(`${letGo.join(' and ')} of the busy topic was let go by the broker`)
    if (received !== published) throw new Error(`of ${published} messages a client that reads got ${received}`)
    return { ...measured, peakMb, growthMb }
  } finally {
    await busy.stop()
  }
}

async function onEg(record, frozen, messages) {
  const eg = await startEg({ night: true })
  try {
    const measured = await askWhileBusy(eg.port, { core: eg.pid }, eg.pid, frozen, messages)
    const { frozen_clients } = (await eg.get('/health')).counters
    if (frozen_clients > 0 !== frozen) throw new Error(`the core counted ${frozen_clients} frozen clients`)
    record.expectStored('votes while one is frozen', messages, await eg.storedAfterKill(VOTES_STORED))
    return measured
  } finally {
    await eg.end()
  }
}

async function onMosquitto(record, frozen, messages) {
  const peer = await startMosquittoWithStore({ mode: 'answered', messages, settings: WITH_LIMITS })
  try {
    const measured = await askWhileBusy(peer.port, peer.pids, peer.pids.mosquitto, frozen, messages)
    record.expectStored('votes on mosquitto, one frozen', messages, await peer.storedAfterKill())
    return measured
  } finally {
    await peer.end()
  }
}

export const frozen = {
  name: 'frozen',
  about: 'one subscriber of a busy topic stops reading: what others feel, what it costs',
  inQuick: false,
  async measure(record, { quick }) {
    const messages = quick ? 1000 : 2000
    const measured = await record.interleaved(
      'a frozen subscriber',
      {
        EG: () => onEg(record, true, messages),
        [AWAKE]: () => onEg(record, false, messages),
        [MOSQUITTO]: () => onMosquitto(record, true, messages),
        [MOSQUITTO_AWAKE]: () => onMosquitto(record, false, messages),
      },
      3,
    )
    const of = (what, unit, pick, most) =>
      record.figure({
        what,
        unit,
        measured,
        pick,
        peers: [AWAKE, MOSQUITTO],
        aim: (peer) => (peer === AWAKE && most !== undefined ? { moreAtMost: most } : {}),
      })
    of('one frozen: vote and answer of others, slowest', 'ms', ({ max }) => max, 10)
    of('one frozen: vote and answer of others, p99', 'ms', ({ p99 }) => p99)
    of('one frozen: memory of the broker, peak', 'MB', ({ peakMb }) => peakMb, 32)
  },
}
