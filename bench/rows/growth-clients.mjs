// Votes a second as clients come: 10 to 1,000, 20 in flight each.
import { VOTE } from '../topics.mjs'
import { votesOnAedes, votesOnEg } from './throughput.mjs'

const COUNTS = [10, 30, 100, 300, 1000]
const nameOf = (who, clients) => `${who}, ${clients.toLocaleString('en')} clients`

export const growthClients = {
  name: 'growth-clients',
  about: 'votes a second, 10 to 1,000 clients',
  inQuick: false,
  async measure(record, { quick }) {
    const subjects = {}
    for (const clients of COUNTS) {
      const options = { clients, inFlight: 20, messages: quick ? 12_000 : 40_000, kind: 'vote', topic: VOTE }
      subjects[nameOf('EG', clients)] = () => votesOnEg(record, options)
      subjects[nameOf('aedes', clients)] = () => votesOnAedes(options)
    }
    const measured = await record.interleaved('votes as clients come', subjects, 3)
    for (const clients of COUNTS) {
      const own = nameOf('EG', clients)
      record.figure({
        what: `votes, ${clients.toLocaleString('en')} clients`,
        unit: '/s',
        measured,
        own,
        peers: [...(clients > COUNTS[0] ? [nameOf('EG', COUNTS[0])] : []), nameOf('aedes', clients)],
      })
    }
  },
}
