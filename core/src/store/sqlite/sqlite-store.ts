import type { BatchResult } from '../../commit/command.js'
import type { Reader, RunSummary, Store } from '../store.js'
import type { TimelineEntry } from '@eg/shared'
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
  return {
    timeline: (query) => worker.call<TimelineEntry[]>({ call: 'timeline', query }),
    runs: (limit) => worker.call<RunSummary[]>({ call: 'runs', limit }),
    close: () => worker.close(),
  }
}
