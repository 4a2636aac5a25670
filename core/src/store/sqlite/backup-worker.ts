import { workerData } from 'node:worker_threads'
import { takeBackup } from './backup-files.js'
import { serveCalls } from './serve-calls.js'
import type { WorkerData } from './worker-protocol.js'

// A third thread: copying the whole database takes as long as it takes, and nobody waits for it.
const { path } = workerData as WorkerData

serveCalls((call) => {
  if (call.call === 'close') return null
  if (call.call !== 'backup') throw new Error(`the backup thread does not serve ${call.call}`)
  return takeBackup(path, call.folder, call.at)
})
