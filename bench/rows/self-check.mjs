// Before anything is measured: does the bench notice what is lost? A subscriber that is killed while it still stores what
// its broker has acknowledged must turn the check red.
import { runLoad, startLoad } from '../harness/load.mjs'
import { startMosquittoWithStore } from '../harness/peers.mjs'
import { createRecord } from '../harness/rounds.mjs'
import { VOTE } from '../topics.mjs'

export const selfCheck = {
  name: 'self-check',
  about: 'the bench notices when something acknowledged is lost',
  inQuick: true,
  async measure(_, { progress }) {
    const messages = 4000
    const peer = await startMosquittoWithStore({ mode: 'message', messages })
    try {
      const options = { clients: 10, inFlight: 20, messages, kind: 'vote', topic: VOTE, port: peer.port }
      await runLoad(await startLoad('publish', options), peer.pids)
      const stored = await peer.storedAfterKill()
      const record = createRecord({ row: 'self-check', rounds: 1, progress: () => undefined })
      record.expectStored('votes on mosquitto, subscriber killed', messages, stored)
      if (record.losses.length === 0)
        throw new Error('the bench does not notice what is lost: its figures are worth nothing')
      progress(
        `self-check: of ${messages} that mosquitto acknowledged ${stored} were stored when the subscriber was killed, and it was noticed\n`,
      )
    } finally {
      await peer.end()
    }
  },
}
