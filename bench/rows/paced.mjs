// What a player feels: nine slots, each votes, waits for its acknowledgement, and votes again 20 ms later.
import { raw } from '../harness/load.mjs'
import { removeFolder, temporaryFolder } from '../harness/processes.mjs'
import { VOTE } from '../topics.mjs'
import { votesOnAedes, votesOnEg } from './throughput.mjs'

const PEER = 'raw one-row commits, paced alike'
/** What a way through a broker and back costs here when nothing is stored. */
const AEDES = 'aedes without storage, paced alike'
const PAUSE_MS = 20
const SLOTS = 9
/** Votes at the start that are told apart: a program's first ones are also its compiler's. A core runs for hours. */
const SETTLE = 30 * SLOTS

export const paced = {
  name: 'paced',
  about: 'acknowledgement of nine paced slots: median and p99',
  inQuick: true,
  async measure(record, { quick }) {
    const messages = quick ? 1000 : 3000
    const options = {
      clients: SLOTS,
      inFlight: 1,
      messages,
      everyMs: PAUSE_MS,
      kind: 'vote',
      topic: VOTE,
      settle: SETTLE,
    }
    const measured = await record.interleaved('nine paced slots', {
      EG: () => votesOnEg(record, options),
      [AEDES]: () => votesOnAedes(options),
      // Nine writers that wait for nobody but the disk, at the same pace.
      async [PEER]() {
        const folder = temporaryFolder()
        try {
          return await raw({ rows: messages, loops: SLOTS, pauseMs: PAUSE_MS, settle: SETTLE }, folder)
        } finally {
          removeFolder(folder)
        }
      },
    })
    const of = (what, pick, aim) => record.figure({ what, unit: 'ms', measured, peers: [PEER, AEDES], pick, aim })
    of(
      'ack of nine paced slots, median',
      ({ p50 }) => p50,
      (peer) => (peer === PEER ? { ratioAtMost: 5 } : {}),
    )
    of(
      'ack of nine paced slots, p99',
      ({ p99 }) => p99,
      (peer) => (peer === PEER ? { ratioAtMost: 6 } : {}),
    )
    of('the first votes of nine after a start, slowest', ({ firstMs }) => firstMs)
  },
}
