import type { BatchResult } from '../../commit/command.js'
import type { Reader, Store } from '../store.js'
import type { BackupTaken } from './backup-files.js'
import type { StoreSettings } from './transaction.js'
import { createWorkerClient } from './worker-client.js'

/** The store on SQLite, in a thread of its own. */
export function createSqliteStore(path: string, settings: StoreSettings, onDeath: (error: Error) => void): Store {
  const worker = createWorkerClient(new URL('./store-worker.js', import.meta.url), { path, settings }, onDeath)
  return {
    boot: (at) => worker.call<BatchResult>({ call: 'boot', at }),
    commit: (commands) => worker.call<BatchResult>({ call: 'commit', commands }),
    close: () => worker.close(),
  }
}

/** Reads on a read-only connection in a second thread. The database must exist already. */
export function createSqliteReader(path: string, settings: StoreSettings, onDeath: (error: Error) => void): Reader {
  const worker = createWorkerClient(new URL('./reader-worker.js', import.meta.url), { path, settings }, onDeath)
  const read = <Name extends Exclude<keyof Reader, 'close'>>(name: Name): Reader[Name] =>
    // The thread serves each method under its own name, with the same arguments.
    ((...given: unknown[]) => worker.call({ call: 'read', read: name, given })) as unknown as Reader[Name]
  return {
    timeline: read('timeline'),
    runs: read('runs'),
    showScript: read('showScript'),
    deviceCommands: read('deviceCommands'),
    cards: read('cards'),
    card: read('card'),
    statement: read('statement'),
    transfersPage: read('transfersPage'),
    requestIdsPage: read('requestIdsPage'),
    statementCsvPage: read('statementCsvPage'),
    accounts: read('accounts'),
    payouts: read('payouts'),
    shifts: read('shifts'),
    receipt: read('receipt'),
    booksStep: read('booksStep'),
    dispute: read('dispute'),
    disputeCsv: read('disputeCsv'),
    undoables: read('undoables'),
    sessions: read('sessions'),
    outsideNow: read('outsideNow'),
    sessionBounds: read('sessionBounds'),
    sessionRuns: read('sessionRuns'),
    sessionVisits: read('sessionVisits'),
    sessionSums: read('sessionSums'),
    sessionLines: read('sessionLines'),
    sessionTransfersPage: read('sessionTransfersPage'),
    sessionCardJobs: read('sessionCardJobs'),
    cardsPreview: read('cardsPreview'),
    close: () => worker.close(),
  }
}

/**
 * Takes one backup, in a thread that lives no longer than that: an idle one would hold 20 MB. A thread that dies is a backup
 * that failed, nothing worse.
 */
export async function takeBackupApart(
  path: string,
  folder: string,
  settings: StoreSettings,
  at: number,
): Promise<BackupTaken> {
  const script = new URL('./backup-worker.js', import.meta.url)
  const worker = createWorkerClient(script, { path, settings }, () => undefined)
  try {
    return await worker.call<BackupTaken>({ call: 'backup', folder, at })
  } finally {
    await worker.close()
  }
}
