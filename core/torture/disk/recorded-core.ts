import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drawFrom } from '../evening/draw.js'
import { Evening } from '../evening/evening.js'
import { createKillableCore } from '../evening/killable-core.js'
import { shim } from './build-shim.js'
import { type DiskEvent, readDiskLog } from './disk-log.js'
import { type Moments, findMoments } from './moments.js'

/** One life of a core from its empty folder to kill -9: what its senders know, and all it did to its disk and told. */
export interface Recording {
  evening: Evening
  events: DiskEvent[]
  moments: Moments
}

export interface RecordOptions {
  seed: number
  /** The core is killed when so many commands were acknowledged. */
  acknowledged: number
  script?: string
  env?: Record<string, string>
  /** Runs once the core is ready and its cards are issued. */
  onReady?: () => void
}

/** Runs a core under load with the shim in it, and reads what the shim wrote down. */
export async function recordCore(options: RecordOptions): Promise<Recording> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'eg-recorded-')))
  const [dbPath, log] = [join(folder, 'data', 'core.db'), join(folder, 'disk.log')]
  const evening = new Evening(drawFrom(options.seed))
  const watched = { LD_PRELOAD: shim(), EG_SHIM_DB: dbPath, EG_SHIM_LOG: log }
  const core = createKillableCore({ dbPath, script: options.script, env: { ...watched, ...options.env } })
  try {
    await core.start()
    await evening.operator.prepare(core.api)
    options.onReady?.()
    await evening.connect(core)
    evening.start(core)
    while (evening.account.acknowledged < options.acknowledged && core.running()) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  } finally {
    await core.kill()
    await evening.gone()
  }
  const events = readDiskLog(log)
  rmSync(folder, { recursive: true })
  return { evening, events, moments: findMoments(events, evening.account.idOf) }
}
