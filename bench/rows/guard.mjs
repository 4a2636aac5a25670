// What the wire guard costs with it and without, in turn; also where devices are enrolled. Callers are counted as those of the
// network are, with rates that nobody reaches: what is measured is the looking, not the slowing. Beside votes a second stands the
// core's own processor time, which what else the machine does moves less.
import { unguardedCore } from '../harness/unguarded.mjs'
import { VOTE } from '../topics.mjs'
import { votesOnEg } from './throughput.mjs'

const UNGUARDED = 'EG without its wire guard'
const ENROLLED = 'EG, devices enrolled'
const KNOWN = 'EG, devices known and not enrolled'
const ENROLLED_UNGUARDED = 'the same without its wire guard'
const FAR_AWAY = '100000000'
const counted = {
  EG_LIMIT_LOOPBACK: 'on',
  EG_LIMIT_CONNECTIONS_PER_ADDRESS: FAR_AWAY,
  EG_LIMIT_CONNECTS_PER_SECOND: FAR_AWAY,
  EG_LIMIT_MESSAGES_PER_SECOND: FAR_AWAY,
  EG_LIMIT_BYTES_PER_SECOND: FAR_AWAY,
}
const aim = { ratioAtLeast: 0.95 }

export const guard = {
  name: 'guard',
  about: 'what looking at every packet costs: durable votes a second with the wire guard and without',
  inQuick: false,
  async measure(record, { quick }) {
    const script = unguardedCore()
    const options = { clients: 100, inFlight: 20, messages: quick ? 12_000 : 50_000, kind: 'vote', topic: VOTE }
    const measured = await record.interleaved(
      'votes with and without the wire guard',
      {
        EG: () => votesOnEg(record, options, { env: counted }),
        [UNGUARDED]: () => votesOnEg(record, options, { env: counted, script }),
      },
      quick ? 3 : 7,
    )
    figures(record, options, { what: 'guarded', measured, peers: [UNGUARDED], aim })
    await measureEnrolled(record, { options, script, rounds: quick ? 3 : 7 })
  },
}

/** Each connection has shown who it is, and each vote is held against that. Who is known hears an answer to each vote. */
async function measureEnrolled(record, { options, script, rounds }) {
  const enrolled = options.clients
  const measured = await record.interleaved(
    'votes of enrolled devices with and without the wire guard',
    {
      [ENROLLED]: () => votesOnEg(record, options, { env: counted, enrolled }),
      [ENROLLED_UNGUARDED]: () => votesOnEg(record, options, { env: counted, enrolled, script }),
      [KNOWN]: () => votesOnEg(record, options, { env: counted, known: true }),
    },
    rounds,
  )
  const same = { what: 'enrolled', measured, own: ENROLLED }
  figures(record, options, { ...same, peers: [ENROLLED_UNGUARDED], aim })
  figures(record, options, { ...same, peers: [KNOWN] })
}

/** Votes a second, and votes for each second of processor time that the core had. */
function figures(record, { messages }, { what, ...more }) {
  record.figure({ what: `durable votes, 100 × 20, ${what}`, unit: '/s', ...more })
  const pick = ({ cpu, seconds }) => messages / (cpu.core * seconds)
  record.figure({ what: `the same, a second of the core’s processor time, ${what}`, unit: '/s', pick, ...more })
}
