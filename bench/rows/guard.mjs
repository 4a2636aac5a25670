// What the wire guard costs: durable votes a second with it and without, in turn; also where devices are enrolled.
import { unguardedCore } from '../harness/unguarded.mjs'
import { VOTE } from '../topics.mjs'
import { votesOnEg } from './throughput.mjs'

const UNGUARDED = 'EG without its wire guard'
const ENROLLED = 'EG, devices enrolled'
const ENROLLED_UNGUARDED = 'the same without its wire guard'

export const guard = {
  name: 'guard',
  about: 'what looking at every packet costs: durable votes a second with the wire guard and without',
  inQuick: false,
  async measure(record, { quick }) {
    const script = unguardedCore()
    const options = { clients: 100, inFlight: 20, messages: quick ? 12_000 : 50_000, kind: 'vote', topic: VOTE }
    const measured = await record.interleaved(
      'votes with and without the wire guard',
      { EG: () => votesOnEg(record, options), [UNGUARDED]: () => votesOnEg(record, options, { script }) },
      quick ? 3 : 7,
    )
    const what = 'durable votes, 100 × 20, guarded'
    record.figure({ what, unit: '/s', measured, peers: [UNGUARDED], aim: { ratioAtLeast: 0.95 } })
    await measureEnrolled(record, { options, script, rounds: quick ? 3 : 7 })
  },
}

/** Each connection has shown who it is, and each vote is held against that. */
async function measureEnrolled(record, { options, script, rounds }) {
  const enrolled = options.clients
  const measured = await record.interleaved(
    'votes of enrolled devices with and without the wire guard',
    {
      [ENROLLED]: () => votesOnEg(record, options, { enrolled }),
      [ENROLLED_UNGUARDED]: () => votesOnEg(record, options, { enrolled, script }),
      EG: () => votesOnEg(record, options),
    },
    rounds,
  )
  const what = 'durable votes, 100 × 20, enrolled'
  const same = { what, unit: '/s', measured, own: ENROLLED }
  record.figure({ ...same, peers: [ENROLLED_UNGUARDED], aim: { ratioAtLeast: 0.95 } })
  record.figure({ ...same, peers: ['EG'] })
}
