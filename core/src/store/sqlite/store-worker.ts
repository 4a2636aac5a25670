import { workerData } from 'node:worker_threads'
import { StoreRefusedError } from '../store.js'
import { APPLICATION_ID, REHEARSAL_ID } from './application-id.js'
import { readBootId } from './boot-id.js'
import { checkpointWhenIdle } from './checkpoint-when-idle.js'
import { type Committer, createCommitter } from './committer.js'
import { refuseOtherOccasion } from './file-occasion.js'
import { lockDatabase } from './lock-database.js'
import { mendAtStart } from './mend-at-start.js'
import { openDatabase } from './open-database.js'
import { prepareRehearsal, refuseRehearsal } from './prepare-rehearsal.js'
import { serveCalls } from './serve-calls.js'
import { isStorageError } from './storage-error.js'
import type { WorkerData } from './worker-protocol.js'

// The thread that owns the database. An SD card's slow fsync blocks this thread, never the broker.
const { path, settings } = workerData as WorkerData
let committer: Committer | undefined
let committed = () => undefined as void
let close = () => undefined as void

/** The lock comes first: a second core on the same path must not even look for migrations. */
function openAlone(at: number) {
  const { rehearsal } = settings
  if (rehearsal) refuseRehearsal(path, rehearsal)
  else refuseOtherOccasion(path, false)
  const lock = lockDatabase(path)
  try {
    const mended = rehearsal ? prepareRehearsal(path, rehearsal, at) : mendAtStart(path, settings.restore, at)
    return { db: openDatabase(path, rehearsal ? REHEARSAL_ID : APPLICATION_ID), lock, mended }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** A disk that fails already while the core starts is somebody's to mend. */
function orRefused<T>(boot: () => T): T {
  try {
    return boot()
  } catch (error) {
    if (!isStorageError(error)) throw error
    const why = (error as Error).message
    throw new StoreRefusedError(
      `DB_PATH ${path}: cannot be read or written (${why}). Check its disk; nothing was changed.`,
    )
  }
}

serveCalls((call) => {
  switch (call.call) {
    case 'boot': {
      const { db, lock, mended } = openAlone(call.at)
      const checkpoint = checkpointWhenIdle(db)
      committed = checkpoint.soon
      close = () => {
        checkpoint.stop()
        db.close()
        lock.release()
      }
      const booted = orRefused(() => {
        committer = createCommitter(db, settings, undefined, readBootId())
        return committer.boot(call.at)
      })
      return mended === null ? booted : { ...booted, mended }
    }
    case 'commit':
      if (!committer) throw new Error('commit before boot')
      committed()
      return committer.commit(call.commands)
    case 'close':
      close()
      return null
    default:
      throw new Error(`the store's thread does not serve ${call.call}`)
  }
})
