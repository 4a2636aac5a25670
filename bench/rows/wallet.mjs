// Debits of a card a second: a bet, a transfer, a journal line, an answer kept for ever, each.
import { DEBITS_STORED, startEg } from '../harness/eg.mjs'
import { raw, runLoad, startLoad } from '../harness/load.mjs'
import { removeFolder, temporaryFolder } from '../harness/processes.mjs'
import { DEBIT } from '../topics.mjs'

const PEER = 'raw one-row commits'

async function debitsOnEg(record, options, wallets) {
  const eg = await startEg({ wallets })
  try {
    const load = await startLoad('publish', { ...options, topic: DEBIT, port: eg.port })
    const measured = await runLoad(load, { core: eg.pid })
    record.expectStored('debits on EG', options.messages, await eg.storedAfterKill(DEBITS_STORED))
    return measured
  } finally {
    await eg.end()
  }
}

export const wallet = {
  name: 'wallet',
  about: 'wallet debits a second; 100 × 8 alone in the quick run',
  inQuick: true,
  async measure(record, { quick }) {
    const scale = quick ? 1 : 3
    const many = { clients: 100, inFlight: 8, messages: 6000 * scale }
    const rows = [
      ['wallet debits, 9 × 1', { clients: 9, inFlight: 1, messages: 1000 * scale, kind: 'debit' }, 9],
      ['wallet debits, 100 × 8', { ...many, kind: 'debit' }, 100],
      ['wallet debits, 100 × 8 on one wallet', { ...many, kind: 'one-wallet' }, 1],
    ]
    for (const [what, options, wallets] of quick ? rows.slice(1, 2) : rows) {
      const measured = await record.interleaved(what, {
        EG: () => debitsOnEg(record, options, wallets),
        async [PEER]() {
          const folder = temporaryFolder()
          try {
            return await raw({ rows: 1000 * scale }, folder)
          } finally {
            removeFolder(folder)
          }
        },
      })
      record.figure({ what, unit: '/s', measured, peers: [PEER] })
    }
  },
}
