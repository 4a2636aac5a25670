// What a long past costs: votes and debits a second, start and memory, on a database of 1,000 and of 1,000,000 votes and as
// many debits of earlier evenings.
import { copyFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DEBITS_STORED, VOTES_STORED, booksChecked, fillWallets, startEg } from '../harness/eg.mjs'
import { fillDatabase } from '../harness/fill-database.mjs'
import { runLoad, startLoad } from '../harness/load.mjs'
import { removeFolder, temporaryFolder } from '../harness/processes.mjs'
import { DEBIT, VOTE } from '../topics.mjs'

const nameOf = (rows) => `EG, ${rows.toLocaleString('en')} rows`

/** The core makes the tables and stops; then they are filled. */
async function filled(folder, rows) {
  const path = join(folder, `${rows}.db`)
  const eg = await startEg()
  try {
    await eg.stop()
    fillDatabase(eg.database, rows)
    copyFileSync(eg.database, path)
  } finally {
    await eg.end()
  }
  return path
}

async function onFilled(record, database, messages) {
  const folder = temporaryFolder()
  copyFileSync(database, join(folder, 'core.db'))
  const eg = await startEg({ folder })
  try {
    const booksMs = await booksChecked(eg)
    await fillWallets(eg, 100)
    const debits = { clients: 100, inFlight: 8, messages, kind: 'debit', topic: DEBIT }
    const paid = await runLoad(await startLoad('publish', { ...debits, port: eg.port }), { core: eg.pid })
    await eg.openQuestion()
    const votes = { clients: 100, inFlight: 20, messages: 2 * messages, kind: 'vote', topic: VOTE }
    const voted = await runLoad(await startLoad('publish', { ...votes, port: eg.port }), { core: eg.pid })
    record.expectStored('votes on a long past', 2 * messages, await eg.storedAfterKill(VOTES_STORED))
    record.expectStored('debits on a long past', messages, await eg.storedAfterKill(DEBITS_STORED))
    const { readyMs } = eg
    return { votes: voted.perSecond, debits: paid.perSecond, readyMs, booksMs, cpu: voted.cpu, others: voted.others }
  } finally {
    await eg.end()
  }
}

export const growthRows = {
  name: 'growth-rows',
  about: 'votes and debits a second, 1,000 to 1,000,000 rows of each; start with them',
  inQuick: false,
  async measure(record, { quick, progress }) {
    const sizes = quick ? [1000, 100_000] : [1000, 100_000, 1_000_000]
    const folder = temporaryFolder()
    const subjects = {}
    for (const rows of sizes) {
      progress(`a database of ${rows.toLocaleString('en')} rows is made`)
      const database = await filled(folder, rows)
      progress(
        `a database of ${rows.toLocaleString('en')} votes and debits has ${Math.round(statSync(database).size / 1e6)} MB\n`,
      )
      subjects[nameOf(rows)] = () => onFilled(record, database, quick ? 4000 : 12_000)
    }
    const measured = await record.interleaved('a long past', subjects, 3)
    removeFolder(folder)
    for (const rows of sizes.slice(1)) {
      const of = (what, unit, pick) =>
        record.figure({
          what: `${what}, ${rows.toLocaleString('en')} rows`,
          unit,
          measured,
          pick,
          own: nameOf(rows),
          peers: [nameOf(sizes[0])],
        })
      of('votes, 100 × 20', '/s', ({ votes }) => votes)
      of('wallet debits, 100 × 8', '/s', ({ debits }) => debits)
      of('start to ready', 'ms', ({ readyMs }) => readyMs)
      of('books added up after that', 'ms', ({ booksMs }) => booksMs)
    }
  },
}
