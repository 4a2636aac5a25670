// What the wire guard costs: durable votes a second with it and without, in turn.
import { unguardedCore } from '../harness/unguarded.mjs'
import { VOTE } from '../topics.mjs'
import { votesOnEg } from './throughput.mjs'

const UNGUARDED = 'EG without its wire guard'

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
  },
}
