// A thousand clients when the core is killed and started again: how long until each is connected, subscribed and has had a
// vote acknowledged. All connect in the moment in which the port answers.
import { VOTES_STORED, startEg } from '../harness/eg.mjs'
import { runLoad, startLoad } from '../harness/load.mjs'
import { startAedes, startMosquitto } from '../harness/peers.mjs'
import { cpuSeconds, now } from '../harness/processes.mjs'
import { MODE, STEP, VOTE } from '../topics.mjs'

const CLIENTS = 1000
const AEDES = 'aedes without storage'
const MOSQUITTO = 'mosquitto'

async function storm(port, restart) {
  const load = await startLoad('storm', { port, clients: CLIENTS, topics: [MODE, STEP], topic: VOTE })
  let times
  const measured = await runLoad(
    load,
    {},
    async () => ({}),
    async () => {
      await load.event('waiting')
      times = await restart()
    },
  )
  const { killedAt, readyAt, pid } = times
  const { lastAt, openAt, seconds } = measured
  // The server is a new process: all it has used, it has used in this time.
  const server = cpuSeconds(pid) / seconds
  return {
    ...measured,
    cpu: { ...measured.cpu, server },
    others: Math.max(0, measured.others - server),
    fromKillMs: lastAt - killedAt,
    fromOpenMs: lastAt - openAt,
    fromReadyMs: Math.max(0, lastAt - readyAt),
  }
}

async function onEg(record) {
  const eg = await startEg({ night: true })
  try {
    const measured = await storm(eg.port, () => eg.killAndStart())
    // One that had to try again may have a line more.
    const stored = Math.min(2 * CLIENTS, await eg.storedAfterKill(VOTES_STORED))
    record.expectStored('votes before and after kill -9', 2 * CLIENTS, stored)
    return measured
  } finally {
    await eg.end()
  }
}

async function onPeer(startPeer) {
  let peer = await startPeer()
  try {
    return await storm(peer.port, async () => {
      const killedAt = now()
      await peer.end()
      peer = await startPeer({ port: peer.port })
      return { killedAt, readyAt: now(), pid: peer.pid }
    })
  } finally {
    await peer.end()
  }
}

export const storm1000 = {
  name: 'storm',
  about: '1,000 clients come back after kill -9',
  inQuick: false,
  async measure(record) {
    const measured = await record.interleaved('1,000 clients after kill -9', {
      EG: () => onEg(record),
      [AEDES]: () => onPeer(startAedes),
      [MOSQUITTO]: () => onPeer(startMosquitto),
    })
    const of = (what, pick, most) =>
      record.figure({
        what,
        unit: 'ms',
        measured,
        pick,
        peers: [AEDES, MOSQUITTO],
        aim: (peer) => (peer === AEDES && most !== undefined ? { atMost: most } : {}),
      })
    of('1,000 clients back, from kill -9', ({ fromKillMs }) => fromKillMs)
    of('1,000 clients back, from the port’s first answer', ({ fromOpenMs }) => fromOpenMs)
    of('1,000 clients back, from ready', ({ fromReadyMs }) => fromReadyMs, 1000)
  },
}
