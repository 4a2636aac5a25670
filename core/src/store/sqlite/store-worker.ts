import { workerData } from 'node:worker_threads'
import { type Committer, createCommitter } from './committer.js'
import { lockDatabase } from './lock-database.js'
import { openDatabase } from './open-database.js'
import { serveCalls } from './serve-calls.js'
import type { WorkerData } from './worker-protocol.js'

// The thread that owns the database. An SD card's slow fsync blocks this thread, never the broker.
const { path, settings } = workerData as WorkerData
let committer: Committer | undefined
let close = () => undefined as void

/** The lock comes first: a second core on the same path must not even look for migrations. */
function openAlone() {
  const lock = lockDatabase(path)
  try {
    return { db: openDatabase(path), lock }
  } catch (error) {
    lock.release()
    throw error
  }
}

serveCalls((call) => {
  switch (call.call) {
    case 'boot': {
      const { db, lock } = openAlone()
      close = () => {
        db.close()
        lock.release()
      }
      committer = createCommitter(db, settings)
      return committer.boot(call.at)
    }
    case 'commit':
      if (!committer) throw new Error('commit before boot')
      return committer.commit(call.commands)
    case 'close':
      close()
      return null
    default:
      throw new Error(`the store's thread does not serve ${call.call}`)
  }
})
